package chatlab.server.chat;

/** One member's being in one room. Confined to the member's loop. */
final class Membership {
    final Room room;
    final Recipient recipient;

    /** Where the room's part has it; kept by {@link RoomPart} so that leaving needs no search. */
    int place;

    Membership(Room room, Recipient recipient) {
        this.room = room;
        this.recipient = recipient;
    }
}
