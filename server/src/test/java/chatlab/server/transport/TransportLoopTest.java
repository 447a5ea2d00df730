package chatlab.server.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SingleThreadEventLoop;
import io.netty.channel.nio.NioIoHandler;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TransportLoopTest {
    private final EventLoopGroup loops = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final TransportLoop loop = new TransportLoop(0, (SingleThreadEventLoop) loops.next());

    private final Thread thread = threadOf(loop);

    @AfterEach
    void close() {
        LockSupport.unpark(thread);
        loops.shutdownGracefully(0, 10, TimeUnit.SECONDS).syncUninterruptibly();
    }

    /** It would rest for an hour, and what is not done before would not be done then. */
    @Test
    void itRestsBehindWhatTheIterationHasToDoAtItsEnd() throws Exception {
        List<String> done = new CopyOnWriteArrayList<>();
        loop.execute(() -> {
            loop.atEndOfIteration(() -> done.add("its end"));
            loop.rest(TimeUnit.HOURS.toNanos(1));
            done.add("the iteration");
        });
        await().until(() -> thread.getState() == Thread.State.TIMED_WAITING);
        assertThat(done).containsExactly("the iteration", "its end");
        LockSupport.unpark(thread);
        loop.eventLoop().submit(() -> {}).get();
    }

    @Test
    void itDoesNotRestWhereASocketHasMoreToGiveAndRestsTheNextTime() throws Exception {
        loop.execute(() -> {
            loop.moreToRead();
            loop.rest(TimeUnit.HOURS.toNanos(1));
        });
        CompletableFuture<Void> next = new CompletableFuture<>();
        loop.after(0, () -> {
            loop.rest(TimeUnit.HOURS.toNanos(1));
            next.complete(null);
        });
        next.get(1, TimeUnit.MINUTES);
        await().until(() -> thread.getState() == Thread.State.TIMED_WAITING);
    }

    private static Thread threadOf(TransportLoop loop) {
        CompletableFuture<Thread> thread = new CompletableFuture<>();
        loop.execute(() -> thread.complete(Thread.currentThread()));
        return thread.join();
    }
}
