package chatlab.server.chat;

/**
 * Hands messages to the members that one loop has of a room. Confined to that loop. Every member gets each message once,
 * in the order of the calls; a member that fails or can't keep up doesn't disturb the others.
 */
public interface Broadcaster {
    /** Delivers one message to all of {@code members}; the caller keeps its own reference to it. */
    void broadcast(RoomPart members, Message message);
}
