package chatlab.bench.scenario;

/**
 * What a figure has to reach.
 *
 * @param direction on which side of the limit
 * @param ofRatio whether the limit is for the ratio to the reference, not for the figure itself
 * @param always whether every repetition has to reach it, as what is promised is; otherwise it is the median
 */
public record Goal(Direction direction, double limit, boolean ofRatio, boolean always) {
    /** On which side of the limit a figure has to be. */
    public enum Direction {
        AT_LEAST,
        AT_MOST,
        /** Only to be looked at. */
        NONE
    }

    static final Goal NONE = new Goal(Direction.NONE, 0, false, false);

    static Goal atLeast(double limit) {
        return new Goal(Direction.AT_LEAST, limit, false, false);
    }

    static Goal atMost(double limit) {
        return new Goal(Direction.AT_MOST, limit, false, false);
    }

    static Goal ratioAtLeast(double limit) {
        return new Goal(Direction.AT_LEAST, limit, true, false);
    }

    static Goal ratioAtMost(double limit) {
        return new Goal(Direction.AT_MOST, limit, true, false);
    }

    /** The same for every single repetition. */
    Goal eachTime() {
        return new Goal(direction, limit, ofRatio, true);
    }

    /**
     * What came of it.
     *
     * @param judged the figure or the ratio, whichever has the limit
     */
    public Verdict judge(double judged) {
        if (Double.isNaN(judged)) {
            return Verdict.VOID;
        }
        return switch (direction) {
            case NONE -> Verdict.SHOWN;
            case AT_LEAST -> judged >= limit ? Verdict.MET : Verdict.MISSED;
            case AT_MOST -> judged <= limit ? Verdict.MET : Verdict.MISSED;
        };
    }
}
