package chatlab.server.broadcast;

import java.util.function.LongSupplier;

/**
 * Decides for how long a loop collects messages after a sweep before it sweeps again. A write to a socket costs its system
 * call, however little is in it; messages that share one share its cost. So waiting pays exactly when writing every
 * message to every member by itself would keep the loop busy, which is estimated from the rate of deliveries and from what
 * a write has cost: below {@value #IDLE} of the loop's CPU there is no waiting, from {@value #BUSY} on all of it, and a
 * share of it between. That is judged for the loop, not for each room: many rooms that are idle by themselves may be a busy
 * loop together, and a quiet room beside a busy one waits with it. An idle loop's message is never held back. Confined to a
 * loop.
 */
final class Patience {
    private static final double IDLE = 0.1;
    private static final double BUSY = 0.25;

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

    /** A sweep of so many writes is over. */
    void swept(long startNs, long endNs, int writes) {
        long elapsedNs = Math.max(1, endNs - lastEndNs);
        double weight = -Math.expm1(-elapsedNs / MEMORY_NS);
        deliveriesPerNs += weight * ((double) appended / elapsedNs - deliveriesPerNs);
        if (writes > 0) {
            writeNs += weight * ((double) (endNs - startNs) / writes - writeNs);
        }
        appended = 0;
        lastEndNs = endNs;
    }

    /** How long the pause after the last sweep still lasts; not above 0 if it is over. */
    long leftNs(long nowNs) {
        if (maxNs == 0) {
            return 0;
        }
        double busy = deliveriesPerNs * writeNs / cpus;
        long pauseNs = (long) (maxNs * Math.clamp((busy - IDLE) / (BUSY - IDLE), 0, 1));
        return pauseNs < LEAST_NS ? 0 : lastEndNs + pauseNs - nowNs;
    }
}
