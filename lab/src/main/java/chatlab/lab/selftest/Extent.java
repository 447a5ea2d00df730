package chatlab.lab.selftest;

import java.time.Duration;

/**
 * How much is measured.
 *
 * @param window how long a run is measured, for the truth
 * @param pause how long somebody does nothing in it
 * @param members how many clients receive, for the ledger
 * @param deliveries how many there are in all, for the ledger
 * @param tolerance by which share of theory's a percentile may be off
 */
public record Extent(Duration window, Duration pause, int members, long deliveries, double tolerance) {
    /** What the figures of the self-test are made for. */
    public static final Extent WHOLE =
            new Extent(Duration.ofSeconds(20), Duration.ofSeconds(2), 1_000, 10_000_000, 0.02);

    /** A look: on a busy machine, and with shorter latencies, being late counts for more. */
    public static final Extent SHORT = new Extent(Duration.ofSeconds(5), Duration.ofMillis(500), 100, 100_000, 0.1);
}
