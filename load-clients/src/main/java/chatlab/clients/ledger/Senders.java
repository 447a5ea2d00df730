package chatlab.clients.ledger;

import chatlab.clients.behaviour.Cast;
import chatlab.clients.behaviour.Rooms;
import java.util.stream.IntStream;

/** The talkers whose messages a receiver may get, numbered from 0 by slot. */
sealed interface Senders {
    /** How many there are. */
    int count();

    /** Which talker has a slot. */
    int talker(int slot);

    /** A sender's slot; −1 if it is none of these. */
    int slot(int sender);

    /** The slots of a room's talkers. */
    IntStream slotsOf(int room);

    /** Those of one room. */
    record OfRoom(Cast cast, Rooms rooms, int room, int count) implements Senders {
        OfRoom(Cast cast, int room) {
            this(cast, cast.rooms(), room, cast.talkersIn(room));
        }

        @Override
        public int talker(int slot) {
            return rooms.member(room, slot);
        }

        @Override
        public int slot(int sender) {
            return cast.isTalker(sender) && rooms.of(sender) == room ? rooms.place(sender) : -1;
        }

        @Override
        public IntStream slotsOf(int theRoom) {
            return theRoom == room ? IntStream.range(0, count) : IntStream.empty();
        }
    }

    /** Those of all rooms. */
    record OfAllRooms(Cast cast) implements Senders {
        @Override
        public int count() {
            return cast.talkers();
        }

        @Override
        public int talker(int slot) {
            return slot;
        }

        @Override
        public int slot(int sender) {
            return cast.isTalker(sender) ? sender : -1;
        }

        @Override
        public IntStream slotsOf(int room) {
            return IntStream.range(0, cast.talkersIn(room))
                    .map(place -> cast.rooms().member(room, place));
        }
    }
}
