package chatlab.server.broadcast;

import chatlab.server.chat.Seat;
import java.util.Arrays;
import java.util.function.IntFunction;

/** Places of members, in no order, so that coming and leaving need no search. Confined to a loop but for {@link #size}. */
final class Roster<P extends Roster.Place> {
    /** One member's place. */
    abstract static class Place extends Seat {
        private int index;
    }

    private P[] places;

    /** Read by the loops that own rooms too. */
    private volatile int size;

    /** @param array makes an array for so many */
    Roster(IntFunction<P[]> array) {
        places = array.apply(2);
    }

    /** How many there are. Thread-safe. */
    int size() {
        return size;
    }

    /** One of them, from 0 to {@link #size} − 1. */
    P get(int index) {
        return places[index];
    }

    @SuppressWarnings("NonAtomicOperationOnVolatileField") // written by its own loop only
    void add(P place) {
        int index = size;
        if (index == places.length) {
            places = Arrays.copyOf(places, 2 * index);
        }
        places[index] = place;
        ((Place) place).index = index;
        size = index + 1;
    }

    @SuppressWarnings("NullAway") // a place beyond the size is never read
    void remove(P place) {
        int last = size - 1;
        int index = ((Place) place).index;
        places[index] = places[last];
        ((Place) places[index]).index = index;
        places[last] = null;
        size = last;
    }
}
