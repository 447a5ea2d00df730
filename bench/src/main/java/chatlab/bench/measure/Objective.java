package chatlab.bench.measure;

/**
 * What a capacity is the highest rate of.
 *
 * @param mostP99Ms how late one in a hundred may be
 */
public record Objective(double mostP99Ms) {
    private static final double LEAST_COMPLETE = 0.99;

    /** Whether a run kept it. */
    public boolean isMetBy(ClientRun run, Counts counts) {
        return run.complete() >= LEAST_COMPLETE
                && run.p99() <= mostP99Ms
                && run.closed() == 0
                && run.disordered() == 0
                && counts.lostBytes() == 0;
    }
}
