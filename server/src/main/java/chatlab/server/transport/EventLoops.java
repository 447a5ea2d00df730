package chatlab.server.transport;

import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SingleThreadEventLoop;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.EventExecutor;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The threads that serve all connections. */
public final class EventLoops implements AutoCloseable {
    private final Io io;
    private final MultiThreadIoEventLoopGroup group;
    private final List<TransportLoop> all;

    private EventLoops(Io io, MultiThreadIoEventLoopGroup group, List<TransportLoop> all) {
        this.io = io;
        this.group = group;
        this.all = all;
    }

    /** Starts so many, which work with that interface of the kernel. */
    public static EventLoops start(int count, Io io) {
        MultiThreadIoEventLoopGroup group =
                new MultiThreadIoEventLoopGroup(count, new DefaultThreadFactory("loop"), io.handlers());
        List<TransportLoop> all = new ArrayList<>();
        for (EventExecutor executor : group) {
            all.add(new TransportLoop(all.size(), (SingleThreadEventLoop) executor));
        }
        return new EventLoops(io, group, List.copyOf(all));
    }

    Io io() {
        return io;
    }

    List<TransportLoop> all() {
        return all;
    }

    /** They themselves, for connections that are not those of clients. */
    public MultiThreadIoEventLoopGroup group() {
        return group;
    }

    /** Ends them, with what is left to do, and awaits that for two seconds, or not if interrupted. */
    @Override
    public void close() {
        try {
            boolean _ = group.shutdownGracefully(0, 1, TimeUnit.SECONDS).await(2, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
