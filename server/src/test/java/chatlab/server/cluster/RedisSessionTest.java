package chatlab.server.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import chatlab.server.RedisServer;
import chatlab.server.cluster.RedisSession.Outcome;
import chatlab.server.transport.EventLoops;
import chatlab.server.transport.Io;
import io.netty.channel.SingleThreadEventLoop;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Connections to a real Redis, of which one works on the loop of the chat. */
@Timeout(60)
class RedisSessionTest {
    private static final Duration LONG = Duration.ofSeconds(3);
    private static final Duration SHORT = Duration.ofSeconds(1);
    private static final byte[] CHANNEL = "somewhere".getBytes(StandardCharsets.UTF_8);

    private final EventLoops loops = EventLoops.start(1, Io.best());
    private final SingleThreadEventLoop loop =
            (SingleThreadEventLoop) loops.group().next();
    private @Nullable RedisServer redis;
    private @Nullable RedisClients clients;

    private RedisSession connect(RedisServer to) {
        redis = to;
        RedisClients all = new RedisClients(
                new ClusterOptions("127.0.0.1", to.port(), false, Optional.empty(), 1_000_000),
                loops.group(),
                LONG,
                ended -> {});
        clients = all;
        RedisSession session = all.open();
        session.subscribe(CHANNEL);
        return session;
    }

    @AfterEach
    void end() {
        if (clients != null) {
            clients.end(LONG);
        }
        loops.close();
        if (redis != null) {
            redis.close();
        }
    }

    @Test
    void itHoldsWhileRedisAnswers() throws Exception {
        RedisServer there = RedisServer.start();
        RedisSession session = connect(there);
        assertThat(session.holds(LONG)).contains(true);
        there.stop();
        assertThat(session.holds(SHORT)).contains(false);
        there.goOn();
    }

    /** What Redis has answered waits in the socket meanwhile. */
    @Test
    void aLoopThatIsLateIsNoFaultOfRedis() throws Exception {
        assumeTrue(Io.best() == Io.EPOLL, "the client of Redis has threads of its own");
        RedisSession session = connect(RedisServer.start());
        CountDownLatch allIsQueued = new CountDownLatch(1);
        CompletableFuture<Outcome> outcome = new CompletableFuture<>();
        loop.execute(() -> {
            try {
                allIsQueued.await();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            session.publish(CHANNEL, CHANNEL, outcome::complete);
        });
        CompletableFuture<Optional<Boolean>> holds = new CompletableFuture<>();
        await().until(() -> loop.pendingTasks() == 0); // it has begun
        var _ = Thread.ofVirtual().start(() -> {
            try {
                holds.complete(session.holds(LONG));
            } catch (InterruptedException e) {
                holds.completeExceptionally(e);
            }
        });
        await().until(() -> loop.pendingTasks() > 0); // it has been asked
        loop.execute(() -> {
            long end = System.nanoTime() + LONG.plusMillis(500).toNanos();
            for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
        });
        allIsQueued.countDown();
        assertThat(holds.get()).contains(true);
        assertThat(outcome.get()).isEqualTo(Outcome.CONFIRMED);
    }

    /** Who looks after the connections does not wait for it for ever. */
    @Test
    void ofALoopThatDoesNotComeToItNobodyKnows() throws Exception {
        RedisSession session = connect(RedisServer.start());
        CountDownLatch over = new CountDownLatch(1);
        loop.execute(() -> {
            try {
                over.await();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        });
        assertThat(session.holds(SHORT)).isEmpty();
        over.countDown();
    }
}
