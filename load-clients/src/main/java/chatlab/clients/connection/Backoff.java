package chatlab.clients.connection;

import java.util.random.RandomGenerator;

/**
 * How long to wait before the next attempt: at random from nothing to a bound that doubles with each failure ("full jitter": M. Brooker,
 * <i>Exponential Backoff and Jitter</i>, 2015), so that those who were turned away together don't come back together.
 */
final class Backoff {
    private static final long FIRST_MILLIS = 1000;
    private static final long LONGEST_MILLIS = 30_000;

    private final RandomGenerator random;

    Backoff(RandomGenerator random) {
        this.random = random;
    }

    /**
     * In milliseconds.
     *
     * @param failures how many attempts have failed since the client was connected, or whether it was ended, which counts as one; from 1
     * @param retryAfterMillis how long the server wants it to wait; 0 if it says nothing
     */
    long delayMillis(int failures, long retryAfterMillis) {
        long bound = Math.min(LONGEST_MILLIS, FIRST_MILLIS << Math.min(failures - 1, 10));
        return retryAfterMillis + random.nextLong(bound + 1);
    }
}
