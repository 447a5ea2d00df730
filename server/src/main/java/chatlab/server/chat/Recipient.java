package chatlab.server.chat;

/** Where a room's messages go: one member's connection. Confined to its loop. */
public interface Recipient {
    /**
     * Queues a message; the caller keeps its own reference to it. One that can't keep up is ended with {@code bye}
     * and ignores what follows.
     */
    void deliver(Message message);

    /** Hands what is queued to the socket, unless that is still busy with what it was given before. */
    void flush();

    /** Ends it, and it alone, because {@link #deliver} or {@link #flush} threw {@code cause}. Throws nothing itself. */
    void fail(Throwable cause);
}
