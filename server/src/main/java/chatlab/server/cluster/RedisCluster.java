package chatlab.server.cluster;

import chatlab.process.UnusableException;
import chatlab.server.chat.Cluster;
import chatlab.server.chat.ClusterTraffic;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisConnectionStateAdapter;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.SslOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.metrics.CommandLatencyRecorder;
import io.lettuce.core.protocol.ProtocolVersion;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.DefaultClientResources;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Servers that share their rooms through the publish and subscribe of Redis: a channel for each room, which those servers listen
 * to that have members of it. Redis keeps nothing. While it can't be reached, each server goes on alone; what is said meanwhile
 * waits, as far as there is place for it, and what there is none for is known to be missed.
 */
public final class RedisCluster implements Cluster, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RedisCluster.class);
    private static final Duration CONNECT = Duration.ofSeconds(2);
    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final Duration ANSWER = Duration.ofSeconds(3);
    private static final Duration SHORTEST_WAIT = Duration.ofMillis(50);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(1);
    private static final Duration LAST_WORDS = Duration.ofSeconds(1);

    /** How many of the vain attempts are passed over in silence. */
    private static final int TOLD_EVERY = 10;

    private static final int MOST_CHANNELS_AT_ONCE = 1000;

    /** Rooms that were left with something still to be sent. */
    private static final int MOST_LEAVING = 10_000;

    private final ClusterOptions options;
    private final ClusterTraffic traffic;
    private final RandomGenerator random = RandomGenerator.getDefault();
    private final long self = random.nextLong();
    private final AtomicLong lives = new AtomicLong(random.nextLong());
    private final BytesUnderWay outflow;
    private final BytesUnderWay inflow;
    private final ClientResources resources;
    private final RedisClient client;

    /** By room, those that have members here. */
    private final Map<String, RedisLink> links = new ConcurrentHashMap<>();

    /** By room, those that were left with something still to be sent. */
    private final Map<String, RedisLink> leaving = new ConcurrentHashMap<>();

    /** Connects, and looks after the connections. */
    private final ScheduledExecutorService keeper = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("cluster").daemon().factory());

    private volatile @Nullable RedisSession session;
    private volatile boolean isEnding;

    /** Confined to the keeper, as the next. */
    private int attempts;

    private Duration wait = SHORTEST_WAIT;

    private RedisCluster(ClusterOptions options, ClusterTraffic traffic) {
        this.options = options;
        this.traffic = traffic;
        outflow = new BytesUnderWay(options.bufferBytes());
        inflow = new BytesUnderWay(options.bufferBytes());
        resources = DefaultClientResources.builder()
                .ioThreadPoolSize(2)
                .computationThreadPoolSize(2)
                .commandLatencyRecorder(CommandLatencyRecorder.disabled())
                .build();
        client = RedisClient.create(
                resources,
                RedisURI.builder()
                        .withHost(options.host())
                        .withPort(options.port())
                        .withSsl(options.isTls())
                        .withTimeout(ANSWER)
                        .build());
        client.setOptions(ClientOptions.builder()
                .autoReconnect(false)
                .protocolVersion(ProtocolVersion.RESP2) // no handshake, whose refusal the client may take for an end
                .pingBeforeActivateConnection(false)
                .sslOptions(SslOptions.builder().handshakeTimeout(CONNECT).build())
                .socketOptions(SocketOptions.builder()
                        .connectTimeout(CONNECT)
                        .keepAlive(true)
                        .build())
                .build());
        client.addListener(new RedisConnectionStateAdapter() {
            @Override
            public void onRedisDisconnected(RedisChannelHandler<?, ?> connection) {
                disconnected(connection);
            }
        });
    }

    /**
     * Connects. Where nobody answers yet it goes on trying, and the server is alone until then.
     *
     * @throws UnusableException if who answers is not who was meant: it wants another password, or speaks otherwise
     */
    public static RedisCluster start(ClusterOptions options, ClusterTraffic traffic) {
        RedisCluster cluster = new RedisCluster(options, traffic);
        try {
            cluster.open();
        } catch (RedisException e) {
            ConnectFailure failure = ConnectFailure.of(e, options.isTls());
            if (!failure.mayPass()) {
                cluster.end();
                throw new UnusableException(
                        "CLUSTER is '" + options.address() + "', but " + failure.sentence() + ".", e);
            }
            cluster.keeper.execute(() -> cluster.failed(failure));
        }
        var _ = cluster.keeper.scheduleWithFixedDelay(
                cluster::look, LOOK.toMillis(), LOOK.toMillis(), TimeUnit.MILLISECONDS);
        return cluster;
    }

    @Override
    public Link link(Counterpart room) {
        @Nullable RedisLink left = leaving.get(room.name());
        if (left == null) {
            return new RedisLink(room, this, lives.getAndIncrement());
        }
        left.goOnFor(room); // what still waits of the room that was goes before what is said in this one
        return left;
    }

    /** What counts. */
    ClusterTraffic traffic() {
        return traffic;
    }

    /** By which others know this server. */
    long self() {
        return self;
    }

    BytesUnderWay outflow() {
        return outflow;
    }

    BytesUnderWay inflow() {
        return inflow;
    }

    /** Null while there is none. */
    @Nullable
    RedisSession session() {
        return session;
    }

    /** Whether other servers can be reached. */
    public boolean isConnected() {
        return session != null;
    }

    void opened(RedisLink link) {
        leaving.remove(link.name(), link);
        RedisLink _ = links.put(link.name(), link);
        @Nullable RedisSession now = session;
        if (now != null) {
            now.subscribe(link.channel());
        }
        link.sessionChanged();
    }

    void closed(RedisLink link) {
        links.remove(link.name(), link);
        if (leaving.size() < MOST_LEAVING) {
            RedisLink _ = leaving.put(link.name(), link);
        } else {
            link.giveUp();
        }
        @Nullable RedisSession now = session;
        if (now != null) {
            now.unsubscribe(link.channel());
        }
    }

    /** It has nothing more to say. */
    void left(RedisLink link) {
        leaving.remove(link.name(), link);
    }

    private void open() {
        StatefulRedisConnection<byte[], byte[]> speaking = client.connect(ByteArrayCodec.INSTANCE);
        @Nullable StatefulRedisPubSubConnection<byte[], byte[]> listening = null;
        try {
            logIn(speaking.sync());
            listening = client.connectPubSub(ByteArrayCodec.INSTANCE);
            logIn(listening.sync());
            requireRights(speaking, listening);
        } catch (RedisException e) {
            var _ = speaking.closeAsync();
            if (listening != null) {
                var _ = listening.closeAsync();
            }
            throw e;
        }
        RedisSession opened = new RedisSession(speaking, listening);
        listening.addListener(new Listener(opened));
        session = opened;
        List<RedisLink> open = List.copyOf(links.values());
        for (int from = 0; from < open.size(); from += MOST_CHANNELS_AT_ONCE) {
            List<RedisLink> some = open.subList(from, Math.min(open.size(), from + MOST_CHANNELS_AT_ONCE));
            opened.subscribe(some.stream().map(RedisLink::channel).toArray(byte[][]::new));
        }
        // One that was left meanwhile may have been subscribed to after that.
        open.stream()
                .filter(link -> !links.containsKey(link.name()))
                .forEach(link -> opened.unsubscribe(link.channel()));
        tellSession();
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
        listening.sync().subscribe(RedisLink.noRoom());
        listening.sync().unsubscribe(RedisLink.noRoom());
        Long _ = speaking.sync().publish(RedisLink.noRoom(), RedisLink.noRoom());
    }

    private void tellSession() {
        links.values().forEach(RedisLink::sessionChanged);
        leaving.values().forEach(RedisLink::sessionChanged);
    }

    private void reconnect() {
        if (isEnding) {
            return;
        }
        attempts++;
        try {
            open();
            LOG.info("Redis answers at {} again: rooms are shared with other servers", options.address());
            attempts = 0;
            wait = SHORTEST_WAIT;
        } catch (RuntimeException e) { // whatever it is, trying must not end
            failed(ConnectFailure.of(e, options.isTls()));
        }
    }

    private void failed(ConnectFailure failure) {
        if (attempts % TOLD_EVERY == 0) {
            LOG.warn(
                    "Redis can't be reached at {}: {}; this server's rooms are its own until then, it goes on trying",
                    options.address(),
                    failure.sentence());
        }
        reconnectLater();
    }

    /** Not all servers at once. */
    private void reconnectLater() {
        long millis = random.nextLong(wait.toMillis() / 2, wait.toMillis() + 1);
        Duration longer = wait.multipliedBy(2);
        wait = longer.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : longer;
        var _ = keeper.schedule(this::reconnect, millis, TimeUnit.MILLISECONDS);
    }

    private void disconnected(RedisChannelHandler<?, ?> connection) {
        @Nullable RedisSession now = session;
        if (now != null && now.has(connection) && !isEnding) {
            keeper.execute(() -> lost(now, "the connection has ended"));
        }
    }

    /** A Redis that hangs ends no connection. */
    private void look() {
        @Nullable RedisSession now = session;
        try {
            if (now != null && !now.answers(ANSWER)) {
                lost(now, "it has not answered for " + ANSWER.toSeconds() + " s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) { // or nobody would look any more
            LOG.warn("Redis could not be looked after", e);
        }
    }

    private void lost(RedisSession which, String why) {
        if (session == which && !isEnding) {
            session = null;
            which.close();
            tellSession();
            LOG.warn(
                    "Redis is lost at {}: {}; this server's rooms are its own until it answers again",
                    options.address(),
                    why);
            attempts = 0;
            reconnectLater();
        }
    }

    /** What was handed to it before still goes to the other servers, if that does not take long. */
    @Override
    public void close() {
        isEnding = true;
        @Nullable RedisSession now = session;
        try {
            if (now != null) {
                boolean _ = now.answers(LAST_WORDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        end();
    }

    private void end() {
        isEnding = true;
        var _ = keeper.shutdownNow();
        session = null;
        try {
            Void _ = client.shutdownAsync(0, LAST_WORDS.toMillis(), TimeUnit.MILLISECONDS)
                    .get(LAST_WORDS.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            LOG.debug("The connections to Redis were left as they are", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        var _ = resources.shutdown(0, LAST_WORDS.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Hands on what comes. Called by the client's own thread, in the order in which it comes. */
    private final class Listener extends RedisPubSubAdapter<byte[], byte[]> {
        private final RedisSession own;

        Listener(RedisSession own) {
            this.own = own;
        }

        /** Null if nobody here wants to know, or what it says is over. */
        @SuppressWarnings("ReferenceEquality") // this connection, not one like it
        private @Nullable RedisLink link(byte[] channel) {
            return session == own ? links.get(RedisLink.room(channel)) : null;
        }

        @Override
        public void message(byte[] channel, byte[] message) {
            @Nullable RedisLink link = link(channel);
            if (link == null || link.isNew() || Envelope.isFrom(message, self)) {
                return;
            }
            Envelope.read(message)
                    .ifPresentOrElse(envelope -> came(link, envelope, message.length), traffic::countMalformed);
        }

        private void came(RedisLink link, Envelope envelope, int bytes) {
            if (inflow.takes(bytes)) {
                link.came(envelope, bytes);
            } else {
                traffic.countSkipped();
                link.skipped();
            }
        }

        @Override
        public void subscribed(byte[] channel, long count) {
            @Nullable RedisLink link = link(channel);
            if (link != null) {
                link.subscribed();
            }
        }

        @Override
        public void unsubscribed(byte[] channel, long count) {
            @Nullable RedisLink link = link(channel);
            if (link != null) {
                link.unsubscribed();
            }
        }
    }
}
