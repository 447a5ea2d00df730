package chatlab.server.transport;

import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.uring.IoUring;
import io.netty.channel.uring.IoUringIoHandler;
import io.netty.channel.uring.IoUringServerSocketChannel;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The kernel interfaces a loop can work with, for the {@code IO} setting. */
@SuppressWarnings("ImmutableEnumChecker") // constructor references hold no state
public enum Io {
    /** Linux epoll through Netty's native library. */
    EPOLL(Epoll::unavailabilityCause, EpollIoHandler::newFactory, EpollServerSocketChannel::new),
    /** The JDK's own selectors, everywhere. */
    NIO(() -> null, NioIoHandler::newFactory, NioServerSocketChannel::new),
    /** Linux io_uring; container runtimes often block it. */
    IO_URING(IoUring::unavailabilityCause, IoUringIoHandler::newFactory, IoUringServerSocketChannel::new);

    private final Supplier<@Nullable Throwable> obstacle;
    private final Supplier<IoHandlerFactory> handlers;
    private final Supplier<ServerChannel> listener;

    Io(Supplier<@Nullable Throwable> obstacle, Supplier<IoHandlerFactory> handlers, Supplier<ServerChannel> listener) {
        this.obstacle = obstacle;
        this.handlers = handlers;
        this.listener = listener;
    }

    /** The fastest that any Linux has, or what there is elsewhere. */
    public static Io best() {
        return EPOLL.obstacle().isEmpty() ? EPOLL : NIO;
    }

    /** Why it can't be used on this machine; empty if it can. */
    public Optional<String> obstacle() {
        @Nullable Throwable cause = obstacle.get();
        while (cause != null && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return Optional.ofNullable(cause).map(c -> String.valueOf(c.getMessage()));
    }

    IoHandlerFactory handlers() {
        return handlers.get();
    }

    ServerChannel listener() {
        return listener.get();
    }
}
