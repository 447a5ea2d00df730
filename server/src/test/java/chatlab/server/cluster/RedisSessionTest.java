package chatlab.server.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import chatlab.server.RedisServer;
import chatlab.server.cluster.RedisSession.Outcome;
import chatlab.server.transport.EventLoops;
import chatlab.server.transport.Io;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Connections to a real Redis, of which one works on the loop of the chat. */
@Timeout(60)
class RedisSessionTest {
    private static final Duration ANSWER = Duration.ofSeconds(1);
    private static final byte[] CHANNEL = "somewhere".getBytes(StandardCharsets.UTF_8);

    private RedisServer redis;
    private EventLoops loops;
    private RedisClients clients;
    private RedisSession session;

    @BeforeEach
    void connect() throws Exception {
        redis = RedisServer.start();
        loops = EventLoops.start(1, Io.best());
        clients = new RedisClients(
                new ClusterOptions("127.0.0.1", redis.port(), false, Optional.empty(), 1_000_000),
                loops.group(),
                ANSWER,
                ended -> {});
        session = clients.open();
        session.subscribe(CHANNEL);
    }

    @AfterEach
    void end() {
        clients.end(ANSWER);
        loops.close();
        redis.close();
    }

    @Test
    void itHoldsWhileRedisAnswers() throws Exception {
        assertThat(session.holds(ANSWER)).isTrue();
        redis.stop();
        assertThat(session.holds(ANSWER)).isFalse();
        redis.goOn();
    }

    /** What Redis has answered waits in the socket meanwhile. */
    @Test
    void aLoopThatIsLateIsNoFaultOfRedis() throws Exception {
        CountDownLatch allIsQueued = new CountDownLatch(1);
        CompletableFuture<Outcome> outcome = new CompletableFuture<>();
        loops.group().execute(() -> {
            try {
                allIsQueued.await();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            session.publish(CHANNEL, CHANNEL, outcome::complete);
        });
        CompletableFuture<Boolean> holds = new CompletableFuture<>();
        Thread asking = Thread.ofVirtual().start(() -> {
            try {
                holds.complete(session.holds(ANSWER));
            } catch (InterruptedException e) {
                holds.completeExceptionally(e);
            }
        });
        while (asking.getState() != Thread.State.TIMED_WAITING) { // it has given the loop its task
            Thread.onSpinWait();
        }
        loops.group().execute(() -> {
            long end = System.nanoTime() + ANSWER.multipliedBy(3).dividedBy(2).toNanos();
            for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
        });
        allIsQueued.countDown();
        assertThat(holds.get()).isTrue();
        assertThat(outcome.get()).isEqualTo(Outcome.CONFIRMED);
    }

    /** It does not keep who looks after the connections from doing anything else. */
    @Test
    void aLoopThatDoesNotComeToItIsNoFaultOfRedisEither() throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        loops.group().execute(() -> {
            try {
                over.await();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        });
        assertThat(session.holds(ANSWER)).isTrue();
        over.countDown();
    }
}
