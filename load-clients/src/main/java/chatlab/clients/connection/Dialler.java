package chatlab.clients.connection;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.EpollChannelOption;
import java.net.InetSocketAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Connects the clients of one event loop, whenever they want to be. Confined to that loop. */
final class Dialler {
    private static final int CONNECT_TIMEOUT_MILLIS = 10_000;

    private final Fleet.Setup setup;
    private final Logins logins;
    private final EventLoop eventLoop;
    /** By target. */
    private final List<Bootstrap> bootstraps;
    /** By target. */
    private final int[] dialled;

    /** @param addresses of the targets, in their order */
    Dialler(Fleet.Setup setup, List<InetSocketAddress> addresses, Logins logins, ClientLoop loop) {
        this.setup = setup;
        this.logins = logins;
        eventLoop = loop.eventLoop();
        dialled = new int[addresses.size()];
        bootstraps = addresses.stream()
                .map(address -> bootstrap(setup.io(), address, loop))
                .toList();
    }

    private Bootstrap bootstrap(int target, @Nullable InetSocketAddress elsewhere) {
        Bootstrap bootstrap = bootstraps.get(target).clone();
        return elsewhere == null ? bootstrap : bootstrap.remoteAddress(elsewhere);
    }

    private static Bootstrap bootstrap(Io io, InetSocketAddress address, ClientLoop loop) {
        Bootstrap bootstrap = new Bootstrap()
                .group(loop.eventLoop())
                .channelFactory(io.channels(address.getAddress()))
                .remoteAddress(address)
                .option(ChannelOption.TCP_NODELAY, true)
                // After a write has failed there may still be a bye to read, which says why.
                .option(ChannelOption.AUTO_CLOSE, false)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_TIMEOUT_MILLIS)
                .option(
                        ChannelOption.WRITE_BUFFER_WATER_MARK,
                        new WriteBufferWaterMark(Fleet.MAX_PENDING_BYTES / 2, Fleet.MAX_PENDING_BYTES));
        if (io == Io.EPOLL) {
            // Bound to an address alone: a port is chosen at the connect, so that targets don't share those there are.
            bootstrap.option(EpollChannelOption.IP_BIND_ADDRESS_NO_PORT, true);
        }
        return bootstrap;
    }

    /**
     * Connects a client, which is told what comes of it; before that it logs in, if the dialect wants it to.
     *
     * @param elsewhere where a server has sent it; null for its target
     */
    void dial(Client client, int number, @Nullable InetSocketAddress elsewhere) {
        int target = setup.targetOf(number);
        Runnable connect = () -> bootstrap(target, elsewhere)
                .handler(client)
                .option(ChannelOption.RECVBUF_ALLOCATOR, client.reads())
                .localAddress(setup.sources().of(dialled[target]++)) // each source address is used with each target
                .connect()
                .addListener((ChannelFuture made) -> client.connected(made));
        if (setup.dialect().httpSteps().isEmpty()) {
            connect.run();
        } else {
            logins.make(client, setup.targets().all().get(target), eventLoop, connect);
        }
    }
}
