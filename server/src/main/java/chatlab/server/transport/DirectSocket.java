package chatlab.server.transport;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.unix.Socket;
import java.io.IOException;

/**
 * The way to a socket past its channel's queue, for bytes that are written at once or not at all: no entry, no slice and no
 * promise per write. Only for as long as nothing is in that queue, or bytes would overtake each other.
 */
final class DirectSocket {
    /** There is no such way to this channel's socket. */
    static final int NONE = -1;

    private DirectSocket() {}

    /**
     * Writes {@code bytes[from, to)}, of a buffer in native memory. Called on the channel's loop.
     *
     * @return how many bytes the socket took, or {@link #NONE}
     * @throws IOException if the connection is broken
     */
    static int write(Channel channel, ByteBuf bytes, int from, int to) throws IOException {
        return channel instanceof EpollSocketChannel epoll && epoll.fd() instanceof Socket socket
                ? socket.sendAddress(bytes.memoryAddress(), from, to)
                : NONE;
    }
}
