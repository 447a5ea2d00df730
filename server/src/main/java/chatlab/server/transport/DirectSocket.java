package chatlab.server.transport;

import io.netty.channel.Channel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.unix.Socket;
import org.jspecify.annotations.Nullable;

/**
 * The way to a socket past its channel's queue, for bytes that are written at once or not at all: no entry, no slice and no
 * promise per write. Only on the channel's loop; only for as long as nothing is in that queue, or bytes would overtake each
 * other; and only after a look whether it is still open, because it writes to a number that may be another's by now.
 */
final class DirectSocket {
    private DirectSocket() {}

    /** The channel's socket; null if there is no such way to it. */
    static @Nullable Socket of(Channel channel) {
        return channel instanceof EpollSocketChannel epoll && epoll.fd() instanceof Socket socket ? socket : null;
    }
}
