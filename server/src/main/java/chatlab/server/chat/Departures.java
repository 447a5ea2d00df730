package chatlab.server.chat;

import org.jspecify.annotations.Nullable;

/** What of one member's is under way between loops, its messages and errands. Confined to the member's loop. */
final class Departures {
    /** How much may be under way before no more of the member's bytes are taken. */
    private static final int MAX_UNDER_WAY = 256;

    /** The same in bytes. */
    private static final int MAX_UNDER_WAY_BYTES = 256 * 1024;

    private final Outlet outlet;
    private int underWay;
    private int underWayBytes;

    /** Private messages for users who were not here. */
    private int whispersElsewhere;

    private @Nullable Runnable afterDelivery;

    Departures(Outlet outlet) {
        this.outlet = outlet;
    }

    /** One set out for other loops. */
    void departed(int bytes) {
        underWay++;
        underWayBytes += bytes;
        if (isFarAhead()) {
            outlet.reading(false);
        }
    }

    /** One has been worked off on all loops. */
    void arrived(int bytes) {
        boolean wasFarAhead = isFarAhead();
        underWay--;
        underWayBytes -= bytes;
        if (wasFarAhead && !isFarAhead()) {
            outlet.reading(true);
        }
        if (underWay == 0 && afterDelivery != null) {
            afterDelivery.run();
            afterDelivery = null;
        }
    }

    /** A private message set out for a user who is not here. */
    void departedElsewhere(int bytes) {
        whispersElsewhere++;
        departed(bytes);
    }

    /** It is known whether that was found. */
    void arrivedElsewhere(int bytes) {
        whispersElsewhere--;
        arrived(bytes);
    }

    /** Whether there is one of which that is not known: the next ones wait for the same, to stay behind it. */
    boolean awaitsElsewhere() {
        return whispersElsewhere > 0;
    }

    /** See {@link Member#afterDelivery}. */
    void afterAll(Runnable task) {
        if (underWay == 0) {
            task.run();
        } else if (afterDelivery == null) {
            afterDelivery = task;
        }
    }

    private boolean isFarAhead() {
        return underWay >= MAX_UNDER_WAY || underWayBytes >= MAX_UNDER_WAY_BYTES;
    }
}
