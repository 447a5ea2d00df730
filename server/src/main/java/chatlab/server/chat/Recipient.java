package chatlab.server.chat;

import io.netty.buffer.ByteBuf;

/**
 * Where a room's messages go: one member's connection. A strategy either queues messages one by one ({@link #deliver},
 * {@link #flush}), or offers what stands in a log of its own ({@link #write}, {@link #hold}). Confined to its loop.
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

    /**
     * Whether {@link #write} would take nothing: the socket is full. When it takes bytes again, the member's seats are
     * told to {@link Seat#resume}.
     */
    boolean isBusy();

    /**
     * Hands {@code bytes[from, to)}, so many whole framed messages, to the socket, which may take any part of it. The
     * buffer's bytes may be overwritten as soon as this returns. One that has ended takes everything and forgets it.
     *
     * @return how many bytes were taken; if that is all, the messages are counted as delivered
     */
    int write(ByteBuf bytes, int from, int to, int messages);

    /**
     * Keeps {@code bytes[from, to)} for when the socket takes bytes again, and is busy until then: the rest of one message
     * whose beginning was taken, or the whole of one if nothing was. Called after {@link #write} has taken less than all.
     */
    void hold(ByteBuf bytes, int from, int to);

    /** So many messages were taken whole by a {@link #write} that took less than all. */
    void countDeliveries(int messages);

    /** Tells the member, before anything that is written after this, that it missed so many messages of a room. */
    void missed(String room, long messages);

    /** Ends it with {@code bye}, because it has fallen too far behind. */
    void tooSlow();

    /** Ends it, and it alone, because one of these threw {@code cause}. Throws nothing itself. */
    void fail(Throwable cause);
}
