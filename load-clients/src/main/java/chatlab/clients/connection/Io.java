package chatlab.clients.connection;

import io.netty.channel.ChannelFactory;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.channels.spi.SelectorProvider;

/** Which of the operating system's interfaces is used. */
public enum Io {
    EPOLL,
    NIO;

    /** Epoll where it can be had. */
    public static Io best() {
        return Epoll.isAvailable() ? EPOLL : NIO;
    }

    /** Whether this machine has it. */
    public boolean isAvailable() {
        return this != EPOLL || Epoll.isAvailable();
    }

    IoHandlerFactory handlers() {
        return switch (this) {
            case EPOLL -> EpollIoHandler.newFactory();
            case NIO -> NioIoHandler.newFactory();
        };
    }

    /** Makes sockets of the family of the address that they are for: one of IPv6 that speaks IPv4 costs more. */
    ChannelFactory<SocketChannel> channels(InetAddress address) {
        SocketProtocolFamily family =
                address instanceof Inet4Address ? SocketProtocolFamily.INET : SocketProtocolFamily.INET6;
        return switch (this) {
            case EPOLL -> () -> new EpollSocketChannel(family);
            case NIO -> () -> new NioSocketChannel(SelectorProvider.provider(), family);
        };
    }
}
