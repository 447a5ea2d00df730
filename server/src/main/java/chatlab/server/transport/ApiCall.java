package chatlab.server.transport;

/** What can be asked for over REST. */
sealed interface ApiCall {
    /** A token for a name and its password. */
    record Login(String clientId, String password) implements ApiCall {}

    /** Which rooms there are. */
    record ListRooms() implements ApiCall {}

    /** Who is in a room. */
    record ListMembers(String room) implements ApiCall {}

    /** What was said in a room last, at most so many messages. */
    record ReadPast(String room, int most) implements ApiCall {}

    /** A user is in a room from now on with all connections, or is not any more. */
    record Settle(String clientId, String room, boolean isIn) implements ApiCall {}
}
