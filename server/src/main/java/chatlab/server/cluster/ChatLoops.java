package chatlab.server.cluster;

import io.lettuce.core.resource.EpollProvider;
import io.lettuce.core.resource.EventLoopGroupProvider;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandle;
import io.netty.util.concurrent.EventExecutorGroup;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Lets the client of Redis work on the loop that serves the chat: what it hands to the client is written to the socket at once, and nobody
 * is woken for it. Where there are several loops, of which only one could do that while the others waited for it, and where it works with
 * another interface of the kernel than the client does, the client has loops of its own.
 */
final class ChatLoops implements EventLoopGroupProvider {
    private final MultiThreadIoEventLoopGroup loops;
    private final EventLoopGroupProvider otherwise;

    ChatLoops(MultiThreadIoEventLoopGroup loops, EventLoopGroupProvider otherwise) {
        this.loops = loops;
        this.otherwise = otherwise;
    }

    @Override
    public <T extends EventLoopGroup> T allocate(Class<T> type) {
        return type.isInstance(loops) && fit() ? type.cast(loops) : otherwise.allocate(type);
    }

    private boolean fit() {
        return loops.executorCount() == 1 && EpollProvider.isAvailable() && loops.isCompatible(EpollIoHandle.class);
    }

    @Override
    public int threadPoolSize() {
        return loops.executorCount();
    }

    @Override
    @SuppressWarnings("ReferenceEquality") // these, not some like them
    public Future<Boolean> release(EventExecutorGroup group, long quietPeriod, long timeout, TimeUnit unit) {
        return group == loops ? done() : otherwise.release(group, quietPeriod, timeout, unit);
    }

    /** They are not the client's to end. */
    @Override
    public Future<Boolean> shutdown(long quietPeriod, long timeout, TimeUnit unit) {
        return done();
    }

    private static Future<Boolean> done() {
        return GlobalEventExecutor.INSTANCE.newSucceededFuture(true);
    }
}
