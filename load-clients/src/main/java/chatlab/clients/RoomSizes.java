package chatlab.clients;

import chatlab.clients.behaviour.Rooms;

/** How large rooms are: equal, or as by Zipf's law. */
sealed interface RoomSizes {
    /** What {@link #parse} reads, to follow "it has to be". */
    String EXPECTED = "equal, or zipf:EXPONENT from 0.1 to 3, such as zipf:1";

    /** The rooms of so many clients. */
    Rooms rooms(int clients, int rooms);

    /** All the same. */
    record Equal() implements RoomSizes {
        @Override
        public Rooms rooms(int clients, int rooms) {
            return Rooms.equal(clients, rooms);
        }
    }

    /** The second one is half as large as the first one, the third one a third, where the exponent is 1. */
    record Zipf(double exponent) implements RoomSizes {
        @Override
        public Rooms rooms(int clients, int rooms) {
            return Rooms.zipf(clients, rooms, exponent);
        }
    }

    /**
     * Reads them as they are written in a setting.
     *
     * @throws IllegalArgumentException if it is none
     */
    static RoomSizes parse(String text) {
        if (text.equals("equal")) {
            return new Equal();
        }
        if (!text.startsWith("zipf:")) {
            throw new IllegalArgumentException(EXPECTED);
        }
        double exponent = Double.parseDouble(text.substring("zipf:".length()));
        if (!(exponent >= 0.1 && exponent <= 3)) {
            throw new IllegalArgumentException(EXPECTED);
        }
        return new Zipf(exponent);
    }
}
