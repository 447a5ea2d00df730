package chatlab.server.chat;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * A token bucket: tokens come in at an even rate, and no more are kept than come in during one second; so many are there in
 * the beginning. The clock need not be asked for every token, as they are taken out by the handful. What is in hand and what
 * the bucket can hold are one second's worth together. Not thread-safe.
 */
public final class TokenBucket {
    /** How many handfuls a second has: each costs one look at the clock. */
    private static final int HANDFULS = 16;

    private final LongSupplier clockNs;
    private final long intervalNs;
    private final int handful;

    /** How long the bucket takes to become full, without what is in hand. */
    private final long capacityNs;

    /** The tokens in the bucket are those that have come in since then. */
    private long emptyNs;

    private int inHand;

    /** @param perSecond how many tokens come in, from 1 to 1,000,000 */
    public TokenBucket(int perSecond, LongSupplier clockNs) {
        this.clockNs = clockNs;
        intervalNs = TimeUnit.SECONDS.toNanos(1) / perSecond;
        handful = Math.max(1, perSecond / HANDFULS);
        capacityNs = (perSecond - (handful - 1)) * intervalNs;
        emptyNs = clockNs.getAsLong() - capacityNs;
        inHand = handful - 1;
    }

    /** Takes a token out. Answers whether there was one. */
    public boolean take() {
        if (inHand == 0) {
            refillHand();
            if (inHand == 0) {
                return false;
            }
        }
        inHand--;
        return true;
    }

    private void refillHand() {
        long filledNs = clockNs.getAsLong() - emptyNs;
        if (filledNs > capacityNs) {
            emptyNs += filledNs - capacityNs; // what would overflow
            filledNs = capacityNs;
        }
        inHand = (int) Math.min(handful, filledNs / intervalNs);
        emptyNs += inHand * intervalNs;
    }
}
