package chatlab.server.broadcast;

import java.util.function.LongSupplier;

/**
 * Decides for how long a loop collects messages after a sweep before it sweeps again. A write to a socket costs its system
 * call, however little is in it; messages that share one share its cost. So waiting pays exactly when writing every
 * message to every member by itself would keep the loop busy, which is estimated from the rate of deliveries and from what
 * a write has cost: below {@value #IDLE} of the loop's CPU there is no waiting, from {@value #BUSY} on all of it, and a
 * share of it between. That is judged for the loop, not for each room: many rooms that are idle by themselves may be a busy
 * loop together, and a quiet room beside a busy one waits with it. An idle loop's message is never held back.
 *
 * <p>A loop that has less than a core, and would use more by writing every message by itself, also waits until what its sweep
 * used is within its share. Otherwise the kernel stops it in the midst of one, for most of a period of 100 ms, and those
 * not reached yet wait for that and for all others again. Confined to a loop.
 */
final class Patience {
    private static final double IDLE = 0.1;
    private static final double BUSY = 0.25;

    /** From which share of its CPU a loop begins to keep within it; it does from all of it on. */
    private static final double WITHIN_SHARE = 0.5;

    /** Of its share, what a loop's sweeps may use; the rest is for reading, and for the virtual machine's own work. */
    private static final double SWEEPS_SHARE = 0.7;

    /** Beyond this even being stopped is better: a period of the kernel's, less what it lets run. */
    private static final long MOST_WITHIN_SHARE_NS = 75_000_000;

    /** Over what time rates are averaged. */
    private static final double MEMORY_NS = 50e6;

    /** Less than this is not worth a timer. */
    private static final long LEAST_NS = 200_000;

    /** What a write is taken to cost before one was made. */
    private static final double FIRST_WRITE_NS = 8_000;

    private final long maxNs;
    private final double cpus;
    private double writeNs = FIRST_WRITE_NS;
    private double deliveriesPerNs;
    private long appended;
    private long lastEndNs;
    private long lastCpuNs;

    /**
     * @param maxNs the longest pause
     * @param cpus how much CPU the loop may use, in cores
     */
    Patience(long maxNs, double cpus, LongSupplier clockNs) {
        this.maxNs = maxNs;
        this.cpus = cpus;
        lastEndNs = clockNs.getAsLong();
    }

    /** A message is to be delivered to so many members. */
    void appended(int members) {
        appended += members;
    }

    /** A sweep of so many writes, which used so much CPU, is over. */
    void swept(long endNs, long cpuNs, int writes) {
        long elapsedNs = Math.max(1, endNs - lastEndNs);
        double weight = -Math.expm1(-elapsedNs / MEMORY_NS);
        deliveriesPerNs += weight * ((double) appended / elapsedNs - deliveriesPerNs);
        if (writes > 0) {
            writeNs += weight * ((double) cpuNs / writes - writeNs);
        }
        appended = 0;
        lastEndNs = endNs;
        lastCpuNs = cpuNs;
    }

    /** How long the pause after the last sweep still lasts; not above 0 if it is over. */
    long leftNs(long nowNs) {
        if (maxNs == 0) {
            return 0;
        }
        double busy = deliveriesPerNs * writeNs / cpus;
        long pauseNs = Math.max((long) (maxNs * Math.clamp((busy - IDLE) / (BUSY - IDLE), 0, 1)), (long)
                (withinShareNs() * Math.clamp((busy - WITHIN_SHARE) / (1 - WITHIN_SHARE), 0, 1)));
        return pauseNs < LEAST_NS ? 0 : lastEndNs + pauseNs - nowNs;
    }

    /** How long a pause makes what the last sweep used the loop's share of CPU; 0: a loop with all of a core has no need. */
    private long withinShareNs() {
        return cpus < 1 ? Math.min(MOST_WITHIN_SHARE_NS, (long) (lastCpuNs * (1 / (SWEEPS_SHARE * cpus) - 1))) : 0;
    }
}
