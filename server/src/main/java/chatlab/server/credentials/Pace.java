package chatlab.server.credentials;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Lets a thread have a share of one core and no more, however long its work is: after a slice of CPU time it rests, so that
 * others may have the processor, and the rest of the process what its limit leaves. Confined to the thread.
 */
final class Pace {
    private static final long SLICE_NS = TimeUnit.MICROSECONDS.toNanos(500);
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    /** How long a rest is, in slices' lengths. */
    private final double rest;

    private long sliceStartNs;

    /** @param share of one core, above 0, at most 1 */
    Pace(double share) {
        rest = 1 / share - 1;
    }

    /** Work begins. */
    void start() {
        sliceStartNs = THREADS.getCurrentThreadCpuTime();
    }

    /** Rests if a slice is over. To be called more often than that. */
    void restIfDue() {
        long nowNs = THREADS.getCurrentThreadCpuTime();
        long workedNs = nowNs - sliceStartNs;
        if (workedNs >= SLICE_NS) {
            rest((long) (workedNs * rest));
            sliceStartNs = nowNs; // what it takes to rest is a part of the next slice
        }
    }

    private static void rest(long ns) {
        long untilNs = System.nanoTime() + ns;
        for (long left = ns; left > 0 && !Thread.currentThread().isInterrupted(); left = untilNs - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }
}
