package chatlab.server.transport;

import io.netty.channel.unix.NativeInetAddress;
import io.netty.channel.unix.Socket;
import java.io.IOException;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Accepts without a channel for each connection: one that is refused needs none, and the channel is the greater part of what
 * a refusal takes in user space. For a listening socket that its loop does not read meanwhile. Not thread-safe.
 */
final class NativeAccept {
    private static final Logger log = LoggerFactory.getLogger(NativeAccept.class);

    /** A length, then at most an IPv6 address with its scope and a port, as Netty's native library writes them. */
    private final byte[] from = new byte[1 + 16 + 4 + 4];

    /** The next connection, not blocking; null if none is waiting. */
    @Nullable
    Socket next(Socket listener) throws IOException {
        int descriptor = listener.accept(from);
        return descriptor < 0 ? null : new Socket(descriptor);
    }

    /** Where the last one came from. */
    InetAddress address() {
        return NativeInetAddress.address(from, 1, from[0]).getAddress();
    }

    /** Closes one that nobody took. */
    void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            log.debug("a socket that nobody took ended with a failure", e);
        }
    }
}
