package chatlab.process;

import java.time.Instant;
import java.util.concurrent.TimeUnit;

/**
 * How far the host's wall clock is from its monotonic clock ({@link System#nanoTime}), so that time stamps of several
 * processes of one kernel can be compared and a clock that was set while a trial ran is noticed.
 *
 * @param monotonicNs when it was measured, on the monotonic clock
 * @param offsetNs wall clock minus monotonic clock, in nanoseconds
 */
public record ClockOffset(long monotonicNs, long offsetNs) {
    private static final int ATTEMPTS = 64;

    /** Measures it: of many readings the one that took the least time, which bounds its error. */
    public static ClockOffset measure() {
        long best = Long.MAX_VALUE;
        long bestAt = 0;
        long bestOffset = 0;
        for (int i = 0; i < ATTEMPTS; i++) {
            long before = System.nanoTime();
            Instant wall = Instant.now();
            long after = System.nanoTime();
            if (after - before < best) {
                best = after - before;
                bestAt = before + (after - before) / 2;
                bestOffset = TimeUnit.SECONDS.toNanos(wall.getEpochSecond()) + wall.getNano() - bestAt;
            }
        }
        return new ClockOffset(bestAt, bestOffset);
    }

    /** How far the wall clock was moved since {@code earlier}, in nanoseconds. */
    public long driftSince(ClockOffset earlier) {
        return offsetNs - earlier.offsetNs;
    }
}
