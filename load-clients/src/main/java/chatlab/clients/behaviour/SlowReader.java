package chatlab.clients.behaviour;

import java.util.concurrent.TimeUnit;

/**
 * Reads a trickle, in small bites.
 *
 * @param bytesPerSecond how much it reads
 */
public record SlowReader(int bytesPerSecond) implements Behaviour {
    /** Time from one bite to the next, in nanoseconds: a tenth of a second, or as long as one byte takes. */
    public long biteIntervalNs() {
        return TimeUnit.SECONDS.toNanos(1) / Math.min(10, bytesPerSecond);
    }

    /** The size of a bite in bytes. */
    public int biteBytes() {
        return Math.max(1, bytesPerSecond / 10);
    }
}
