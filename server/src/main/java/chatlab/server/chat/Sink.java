package chatlab.server.chat;

import io.netty.buffer.ByteBuf;

/** Where a log's bytes go: one member's socket. Confined to its loop. */
public interface Sink {
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
}
