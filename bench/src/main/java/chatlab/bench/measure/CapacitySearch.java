package chatlab.bench.measure;

import java.io.IOException;

/**
 * Looks for the highest rate that still passes: the rate grows (or shrinks) until the other outcome is seen, then the gap is
 * halved geometrically until it is at most 6% wide.
 */
public final class CapacitySearch {
    /** One attempt at a rate. */
    public interface Trial {
        boolean passes(double ratePerS) throws RunFailedException, IOException, InterruptedException;
    }

    private static final double NARROW = 1.06;
    /** Of a first search, which knows nothing. */
    private static final double WIDE_STEP = 2;
    /** Of a search that begins at what an earlier one found; squared at every further step, up to the wide one. */
    private static final double NEAR_STEP = 1.1;

    private final double lowestPerS;
    private final double highestPerS;

    /**
     * @param lowestPerS where even failing ends the search
     * @param highestPerS where even passing ends it
     */
    public CapacitySearch(double lowestPerS, double highestPerS) {
        this.lowestPerS = lowestPerS;
        this.highestPerS = highestPerS;
    }

    /** Searches from a guess, for example half of what seems possible. */
    public double from(double guessPerS, Trial trial) throws RunFailedException, IOException, InterruptedException {
        return search(guessPerS, WIDE_STEP, trial);
    }

    /** Searches around what an earlier search found. */
    public double near(double foundPerS, Trial trial) throws RunFailedException, IOException, InterruptedException {
        return search(foundPerS, NEAR_STEP, trial);
    }

    /** The highest rate that passed, 0 if none did. */
    private double search(double start, double firstStep, Trial trial)
            throws RunFailedException, IOException, InterruptedException {
        double good = 0;
        double bad = 0;
        double step = firstStep;
        for (double rate = start; good == 0 || bad == 0; step = Math.min(WIDE_STEP, step * step)) {
            if (rate < lowestPerS || rate > highestPerS) {
                return good;
            }
            if (trial.passes(rate)) {
                good = rate;
                rate *= bad == 0 ? step : 1;
            } else {
                bad = rate;
                rate /= good == 0 ? step : 1;
            }
        }
        while (bad / good > NARROW) {
            double middle = Math.sqrt(good * bad);
            if (trial.passes(middle)) {
                good = middle;
            } else {
                bad = middle;
            }
        }
        return good;
    }
}
