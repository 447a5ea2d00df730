package chatlab.server.cluster;

import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.pubsub.RedisPubSubListener;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import io.netty.channel.SingleThreadEventLoop;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connections to Redis as long as they hold: one publishes, one listens. They don't come back by themselves: who has them
 * has to know what was under way. Thread-safe.
 */
final class RedisSession implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RedisSession.class);

    private final StatefulRedisConnection<byte[], byte[]> speaking;
    private final SingleThreadEventLoop loop;
    private final StatefulRedisPubSubConnection<byte[], byte[]> listening;

    /** @param loop the thread of {@code speaking} */
    RedisSession(
            StatefulRedisConnection<byte[], byte[]> speaking,
            SingleThreadEventLoop loop,
            StatefulRedisPubSubConnection<byte[], byte[]> listening) {
        this.speaking = speaking;
        this.loop = loop;
        this.listening = listening;
    }

    /** How many confirmations are still to come that a channel is not listened to any more; none is listed for none. */
    private final ConcurrentMap<String, Integer> unsubscribing = new ConcurrentHashMap<>();

    /** Done when something is listened to: until then Redis answers who listens in another form than the client takes it for. */
    private final CompletableFuture<Void> listens = new CompletableFuture<>();

    /** What became of a message. */
    enum Outcome {
        CONFIRMED,
        REFUSED,
        /** The connection has ended before. */
        UNKNOWN
    }

    /** From now on what comes is told. */
    void listen(RedisPubSubListener<byte[], byte[]> listener) {
        listening.addListener(listener);
    }

    /** Hands a message to a channel, behind those before. Where the loop does so that the connection works on, it is in the socket then, if that is not full. */
    void publish(byte[] channel, byte[] message, Consumer<Outcome> outcome) {
        var _ = speaking.async().publish(channel, message).whenComplete((receivers, failure) -> {
            if (failure == null) {
                outcome.accept(Outcome.CONFIRMED);
            } else {
                outcome.accept(failure instanceof RedisCommandExecutionException ? Outcome.REFUSED : Outcome.UNKNOWN);
            }
        });
    }

    /** The same; tells how many have got it, this server included; empty if that is not known. */
    void ask(byte[] channel, byte[] message, Consumer<OptionalLong> receivers) {
        var _ = speaking.async()
                .publish(channel, message)
                .whenComplete((all, failure) ->
                        receivers.accept(failure == null ? OptionalLong.of(all) : OptionalLong.empty()));
    }

    /** Which of these channels somebody listens to; empty if that is not answered in time. */
    Optional<Set<String>> heard(Set<String> channels, Duration within) throws InterruptedException {
        byte[][] all = channels.stream().map(Channels::bytes).toArray(byte[][]::new);
        try {
            Map<byte[], Long> listeners = speaking.async()
                    .pubsubNumsub(all)
                    .toCompletableFuture()
                    .get(within.toNanos(), TimeUnit.NANOSECONDS);
            return Optional.of(listeners.entrySet().stream()
                    .filter(each -> each.getValue() > 0)
                    .map(each -> Channels.name(each.getKey()))
                    .collect(Collectors.toSet()));
        } catch (ExecutionException | TimeoutException e) {
            return Optional.empty();
        }
    }

    void subscribe(byte[]... channels) {
        var _ = listening.async().subscribe(channels).whenComplete((done, failure) -> {
            boolean _ = listens.complete(null);
            if (failure instanceof RedisCommandExecutionException) {
                LOG.warn("Redis does not let this server hear others in some rooms: {}", failure.getMessage());
            }
        });
    }

    void unsubscribe(byte[] channel) {
        int _ = unsubscribing.merge(Channels.name(channel), 1, Integer::sum);
        var _ = listening.async().unsubscribe(channel);
    }

    /** Redis has confirmed that. */
    void unsubscribed(String channel) {
        var _ = unsubscribing.computeIfPresent(channel, (name, count) -> count == 1 ? null : count - 1);
    }

    /** Whether a subscription that is confirmed now is that of before, which is over when the end of it is confirmed. */
    boolean isOver(String channel) {
        return unsubscribing.containsKey(channel);
    }

    /** Whether it is one of these connections. */
    boolean has(Object connection) {
        return connection.equals(speaking) || connection.equals(listening);
    }

    /** Whether both answer in time; then whatever was published before has been answered, too. */
    boolean answers(Duration within) throws InterruptedException {
        try {
            Void _ = ping().get(within.toNanos(), TimeUnit.NANOSECONDS);
            return true;
        } catch (ExecutionException | TimeoutException e) {
            return false;
        }
    }

    private CompletableFuture<Void> ping() {
        return CompletableFuture.allOf(
                speaking.async().ping().toCompletableFuture(),
                listens.thenCompose(now -> listening.async().ping()));
    }

    /**
     * Whether both answer in time: that of the loop which serves the chat, too, and may come to nothing for seconds. Then the
     * answer waits in the socket, which is no fault of Redis. So it is asked from the loop, and the loop, before it decides, looks
     * at its sockets.
     *
     * @return empty if the loop has not decided after twice the time
     */
    Optional<Boolean> holds(Duration within) throws InterruptedException {
        CompletableFuture<Boolean> verdict = new CompletableFuture<>();
        loop.execute(() -> judge(within, verdict));
        try {
            return Optional.of(verdict.get(2 * within.toNanos(), TimeUnit.NANOSECONDS));
        } catch (TimeoutException e) {
            return Optional.empty();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    private void judge(Duration within, CompletableFuture<Boolean> verdict) {
        try {
            CompletableFuture<Void> both = ping();
            ScheduledFuture<?> over = loop.schedule(
                    () -> loop.executeAfterEventLoopIteration(() -> loop.execute(() -> verdict.complete(false))),
                    within.toNanos(),
                    TimeUnit.NANOSECONDS);
            var _ = both.whenComplete((answered, failure) -> {
                boolean _ = verdict.complete(failure == null);
                boolean _ = over.cancel(false);
            });
        } catch (RuntimeException e) {
            boolean _ = verdict.completeExceptionally(e);
        }
    }

    @Override
    public void close() {
        var _ = speaking.closeAsync();
        var _ = listening.closeAsync();
    }
}
