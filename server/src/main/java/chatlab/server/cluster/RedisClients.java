package chatlab.server.cluster;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisConnectionStateAdapter;
import io.lettuce.core.RedisConnectionStateListener;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.SslOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.metrics.CommandLatencyRecorder;
import io.lettuce.core.protocol.ProtocolVersion;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.DefaultClientResources;
import io.lettuce.core.resource.NettyCustomizer;
import io.netty.channel.Channel;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SingleThreadEventLoop;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens connections to Redis, and logs in. Those that publish work on the loop of the chat, those that listen on a thread of
 * their own, which goes on taking what comes where a loop is late. One connection at a time.
 */
final class RedisClients {
    private static final Logger LOG = LoggerFactory.getLogger(RedisClients.class);
    private static final Duration CONNECT = Duration.ofSeconds(2);

    private final ClusterOptions options;
    private final ClientResources resources;
    private final ClientResources speakersResources;
    private final RedisClient speakers;
    private final RedisClient listeners;

    /** Any thread: which loop the connection is on that publishes and is being made. */
    private volatile CompletableFuture<SingleThreadEventLoop> speakersLoop = new CompletableFuture<>();

    /**
     * @param loops of the chat
     * @param answer for so long an answer is awaited
     * @param ended is told of each connection that has ended, by any thread
     */
    RedisClients(
            ClusterOptions options,
            MultiThreadIoEventLoopGroup loops,
            Duration answer,
            Consumer<RedisChannelHandler<?, ?>> ended) {
        this.options = options;
        resources = DefaultClientResources.builder()
                .ioThreadPoolSize(2)
                .computationThreadPoolSize(2)
                .commandLatencyRecorder(CommandLatencyRecorder.disabled())
                .build();
        speakersResources = DefaultClientResources.builder()
                .eventLoopGroupProvider(
                        options.isTls() // would be set up there anew with each attempt, at the expense of the chat
                                ? resources.eventLoopGroupProvider()
                                : new ChatLoops(loops, resources.eventLoopGroupProvider()))
                .eventExecutorGroup(resources.eventExecutorGroup())
                .timer(resources.timer())
                .commandLatencyRecorder(CommandLatencyRecorder.disabled())
                .nettyCustomizer(new NettyCustomizer() {
                    @Override
                    public void afterChannelInitialized(Channel channel) {
                        boolean _ = speakersLoop.complete((SingleThreadEventLoop) channel.eventLoop());
                    }
                })
                .build();
        RedisConnectionStateListener state = new RedisConnectionStateAdapter() {
            @Override
            public void onRedisDisconnected(RedisChannelHandler<?, ?> connection) {
                ended.accept(connection);
            }
        };
        speakers = client(speakersResources, answer, state);
        listeners = client(resources, answer, state);
    }

    private RedisClient client(ClientResources with, Duration answer, RedisConnectionStateListener state) {
        RedisClient client = RedisClient.create(
                with,
                RedisURI.builder()
                        .withHost(options.host())
                        .withPort(options.port())
                        .withSsl(options.isTls())
                        .withTimeout(answer)
                        .build());
        client.setOptions(ClientOptions.builder()
                .autoReconnect(false)
                .protocolVersion(ProtocolVersion.RESP2) // no handshake, whose refusal the client may take for an end
                .pingBeforeActivateConnection(false)
                .timeoutOptions(TimeoutOptions.create()) // none: what takes long is ours to judge
                .sslOptions(SslOptions.builder().handshakeTimeout(CONNECT).build())
                .socketOptions(SocketOptions.builder()
                        .connectTimeout(CONNECT)
                        .keepAlive(true)
                        .build())
                .build());
        client.addListener(state);
        return client;
    }

    /**
     * Opens both connections. Called by one thread at a time, and by none of the loops.
     *
     * @throws RedisException if one can't be opened, or does not have the rights that it needs
     */
    RedisSession open() {
        speakersLoop = new CompletableFuture<>();
        StatefulRedisConnection<byte[], byte[]> speaking = speakers.connect(ByteArrayCodec.INSTANCE);
        @Nullable StatefulRedisPubSubConnection<byte[], byte[]> listening = null;
        try {
            logIn(speaking.sync());
            listening = listeners.connectPubSub(ByteArrayCodec.INSTANCE);
            logIn(listening.sync());
            requireRights(speaking, listening);
            return new RedisSession(speaking, speakersLoop.join(), listening); // it is connected, so it has a loop
        } catch (RedisException e) {
            var _ = speaking.closeAsync();
            if (listening != null) {
                var _ = listening.closeAsync();
            }
            throw e;
        }
    }

    private void logIn(RedisCommands<byte[], byte[]> redis) {
        options.login().ifPresent(login -> {
            String _ =
                    login.user().isEmpty() ? redis.auth(login.password()) : redis.auth(login.user(), login.password());
        });
        String _ = redis.ping();
    }

    /** Redis may allow a user less than that, and would say so each time again. */
    private static void requireRights(
            StatefulRedisConnection<byte[], byte[]> speaking, StatefulRedisPubSubConnection<byte[], byte[]> listening) {
        listening.sync().subscribe(Channels.ofNothing());
        listening.sync().unsubscribe(Channels.ofNothing());
        Long _ = speaking.sync().publish(Channels.ofNothing(), Channels.ofNothing());
        var _ = speaking.sync().pubsubNumsub(Channels.ofNothing());
    }

    /** Ends all connections, and waits for that no longer than {@code within}. */
    void end(Duration within) {
        long ms = within.toMillis();
        try {
            Void _ = CompletableFuture.allOf(
                            speakers.shutdownAsync(0, ms, TimeUnit.MILLISECONDS),
                            listeners.shutdownAsync(0, ms, TimeUnit.MILLISECONDS))
                    .get(ms, TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            LOG.debug("The connections to Redis were left as they are", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        var _ = speakersResources.shutdown(0, ms, TimeUnit.MILLISECONDS);
        var _ = resources.shutdown(0, ms, TimeUnit.MILLISECONDS);
    }
}
