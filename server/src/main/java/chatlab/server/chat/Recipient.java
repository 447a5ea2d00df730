package chatlab.server.chat;

/**
 * Where a room's messages go: one member's connection. A strategy either queues messages one by one ({@link #deliver},
 * {@link #flush}), or offers what stands in a log of its own to its {@link #sink}. Confined to its loop.
 */
public interface Recipient {
    /** In which form it wants messages; the same from its entering a room to its leaving. */
    Framing framing();

    /**
     * Queues a message; the caller keeps its own reference to it. One that can't keep up is ended with {@code bye}
     * and ignores what follows.
     */
    void deliver(Message message);

    /** Hands what is queued to the socket, unless that is still busy with what it was given before. */
    void flush();

    /** What is written to from a log; always the same, so that whoever writes often may keep it. */
    Sink sink();

    /** So many messages were taken whole by a {@link Sink#write} that took less than all. */
    void countDeliveries(int messages);

    /** Nothing goes to its socket from now on, but waits: until {@link #handOn} is called as often as this was. */
    void withhold();

    /** See {@link #withhold}. */
    void handOn();

    /**
     * Tells the member something that it can do without, a frame without its framing; unless more waits for it than a few such
     * frames.
     */
    void announce(byte[] frame);

    /** Tells the member something that it has to know, a frame without its framing, however much waits for it. */
    void tell(byte[] frame);

    /** Tells the member, before anything that is written after this, that it missed so many messages of a room. */
    void missed(String room, long messages);

    /** Ends it with {@code bye}, because it has fallen too far behind. */
    void tooSlow();

    /** Ends it, and it alone, because one of these threw {@code cause}. Throws nothing itself. */
    void fail(Throwable cause);
}
