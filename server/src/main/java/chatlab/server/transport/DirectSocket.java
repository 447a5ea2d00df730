package chatlab.server.transport;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.unix.Socket;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The way to a socket past its channel's queue, for bytes that are written at once or not at all: no entry, no slice and no
 * promise per write. Only for as long as nothing is in that queue, or bytes would overtake each other. Confined to a loop.
 *
 * @param socket null where there is no such way
 */
record DirectSocket(@Nullable Socket socket) {
    private static final DirectSocket NONE = new DirectSocket(null);

    static DirectSocket of(Channel channel) {
        return channel instanceof EpollSocketChannel epoll && epoll.fd() instanceof Socket socket
                ? new DirectSocket(socket)
                : NONE;
    }

    boolean isUsable() {
        return socket != null;
    }

    /**
     * Writes {@code bytes[from, to)}, of a buffer in native memory.
     *
     * @return how many bytes the socket took
     * @throws IOException if the connection is broken
     */
    int write(ByteBuf bytes, int from, int to) throws IOException {
        return socket == null ? 0 : socket.sendAddress(bytes.memoryAddress(), from, to);
    }
}
