package chatlab.server.chat;

/** One member's being in one room. Confined to the member's loop. */
record Membership(Room room, Seat seat) {}
