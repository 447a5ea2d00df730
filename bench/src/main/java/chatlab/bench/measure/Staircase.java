package chatlab.bench.measure;

/**
 * Follows a threshold that may move: a step up after what passed, a step down after what failed. The levels that are tried
 * gather where half of the trials pass (the up-and-down method; Dixon and Mood, A Method for Obtaining and Analyzing
 * Sensitivity Data, 1948). The step is wide until the outcome changes for the first time, then narrow.
 */
final class Staircase {
    private static final double WIDE = 1.1;
    private static final double NARROW = 1.03;

    private final double lowest;
    private final double highest;
    private double level;
    private double step = WIDE;
    private int last; // 1: it passed, -1: it failed, 0: nothing was tried yet

    Staircase(double start, double lowest, double highest) {
        this.lowest = lowest;
        this.highest = highest;
        level = start;
    }

    /** What is to be tried next. */
    double level() {
        return level;
    }

    /** Takes in what became of it. */
    void heed(boolean passed) {
        int now = passed ? 1 : -1;
        if (last == -now) {
            step = NARROW;
        }
        last = now;
        level = Math.clamp(passed ? level * step : level / step, lowest, highest);
    }
}
