package chatlab.server.chat;

import java.util.function.Consumer;

/**
 * The members that one loop has of one room, and the way messages reach them. Confined to that loop but for {@link #size}.
 * Every member gets each message once, in the order of the calls; one that fails or can't keep up doesn't disturb the
 * others.
 */
public interface Audience {
    /** How many members there are. Thread-safe: the room's owner loop skips loops without members. */
    int size();

    /** Takes in a member: it gets what is broadcast from now on. Never called during a broadcast. */
    Seat add(Recipient member);

    /**
     * Runs {@code action}, which throws nothing, for each member, when that has been offered what was broadcast until now: at
     * once. Never called during a broadcast.
     */
    void forEachUpToDate(Consumer<Recipient> action);

    /** Delivers one message to all members, now or soon; the caller keeps its own reference to it. */
    void broadcast(Message message);
}
