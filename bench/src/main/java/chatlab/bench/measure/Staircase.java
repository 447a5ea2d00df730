package chatlab.bench.measure;

/**
 * Follows a threshold that may move: a step up after what passed, a step down after what failed. The levels that are tried
 * gather where half of the trials pass (the up-and-down method; Dixon and Mood, A Method for Obtaining and Analyzing
 * Sensitivity Data, 1948).
 */
final class Staircase {
    private static final double STEP = 1.03;

    private final double lowest;
    private final double highest;
    private double level;

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
        level = Math.clamp(passed ? level * STEP : level / STEP, lowest, highest);
    }
}
