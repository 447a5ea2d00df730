package chatlab.server.credentials;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Lets a thread have a share of one core and no more, however long its work is: after a slice of it the thread rests. Time
 * counts, not CPU: a thread that has to wait for the processor rests for longer, and leaves more to others. Confined to the
 * thread.
 */
final class Pace {
    private static final long SLICE_NS = TimeUnit.MICROSECONDS.toNanos(500);

    private final double rest;
    private long sliceStartNs = System.nanoTime();

    /** @param share of one core, above 0, at most 1 */
    Pace(double share) {
        rest = 1 / share - 1;
    }

    /** Work begins after a pause that was not a rest. */
    void start() {
        sliceStartNs = System.nanoTime();
    }

    /** Rests if a slice is over. To be called more often than that. */
    void restIfDue() {
        long workedNs = System.nanoTime() - sliceStartNs;
        if (workedNs >= SLICE_NS) {
            rest((long) (workedNs * rest));
            sliceStartNs = System.nanoTime();
        }
    }

    private static void rest(long ns) {
        long untilNs = System.nanoTime() + ns;
        for (long left = ns; left > 0 && !Thread.currentThread().isInterrupted(); left = untilNs - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }
}
