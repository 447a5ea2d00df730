package chatlab.server.cluster;

import chatlab.process.UnusableException;
import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisException;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Connects to Redis, looks after the connections, and tries again when they are lost, for as long as it takes. */
final class RedisConnections implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RedisConnections.class);
    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final Duration ANSWER = Duration.ofSeconds(3);
    private static final Duration SHORTEST_WAIT = Duration.ofMillis(50);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(1);
    private static final Duration LAST_WORDS = Duration.ofSeconds(1);

    /** How many of the vain attempts are passed over in silence. */
    private static final int TOLD_EVERY = 10;

    /**
     * How often a connection may end at the start before that is taken for the other side's doing: on a machine that is busy, or with a
     * tenth of a core, the client ends some itself, as it is too late with its own work.
     */
    private static final int FIRST_ATTEMPTS = 3;

    private final ClusterOptions options;
    private final Watcher watcher;
    private final RandomGenerator random = RandomGenerator.getDefault();
    private final RedisClients clients;

    /** Connects, and looks after the connections. */
    private final ScheduledExecutorService keeper = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("cluster").daemon().factory());

    private volatile @Nullable RedisSession session;
    private volatile boolean isEnding;

    /** Confined to the keeper, as the next. */
    private int attempts;

    private Duration wait = SHORTEST_WAIT;

    /** Who has to know of them. What comes is told by the client's own thread, in the order in which it comes, and only of connections that hold. */
    interface Watcher {
        /** There are connections, which {@link #session} has given since a moment ago. */
        void opened(RedisSession session);

        /** There are none any more. */
        void lost();

        /** The connections hold. Told now and then, by the thread that opens them. */
        void looked(RedisSession session, Duration within) throws InterruptedException;

        void message(String channel, byte[] message);

        void subscribed(String channel);

        void unsubscribed(String channel);
    }

    RedisConnections(ClusterOptions options, MultiThreadIoEventLoopGroup loops, Watcher watcher) {
        this.options = options;
        this.watcher = watcher;
        clients = new RedisClients(options, loops, ANSWER, this::disconnected);
    }

    /**
     * Connects. Where nobody answers yet it goes on trying.
     *
     * @throws UnusableException if who answers is not who was meant: it wants another password, or speaks otherwise
     */
    void start() {
        int left = FIRST_ATTEMPTS;
        while (left > 0) {
            left--;
            try {
                open();
                left = 0;
            } catch (RedisException e) {
                ConnectFailure failure = ConnectFailure.of(e, options.isTls());
                if (failure.mayPass()) {
                    keeper.execute(() -> failed(failure));
                    left = 0;
                } else if (failure.isCertain() || left == 0) {
                    end();
                    throw new UnusableException(
                            "CLUSTER is '" + options.address() + "', but " + failure.sentence() + ".", e);
                } else {
                    LOG.debug("the connection to Redis ended at the start; {} more tries", left, e);
                    LockSupport.parkNanos(SHORTEST_WAIT.toNanos());
                }
            }
        }
        var _ = keeper.scheduleWithFixedDelay(this::look, LOOK.toMillis(), LOOK.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Null while there is none. */
    @Nullable
    RedisSession session() {
        return session;
    }

    private void open() {
        RedisSession opened = clients.open();
        opened.listen(new Listener(opened));
        session = opened;
        watcher.opened(opened);
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
            Optional<Boolean> holds = now == null ? Optional.empty() : now.holds(ANSWER);
            if (now != null && holds.isPresent()) { // otherwise nobody can tell, and the next look may
                if (holds.get()) {
                    watcher.looked(now, ANSWER);
                } else {
                    lost(now, "it has not answered for " + ANSWER.toSeconds() + " s");
                }
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
            watcher.lost();
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
        clients.end(LAST_WORDS);
    }

    /** Hands on what comes. */
    private final class Listener extends RedisPubSubAdapter<byte[], byte[]> {
        private final RedisSession own;

        Listener(RedisSession own) {
            this.own = own;
        }

        @SuppressWarnings("ReferenceEquality") // this connection, not one like it
        private boolean holds() {
            return session == own;
        }

        @Override
        public void message(byte[] channel, byte[] message) {
            if (holds()) {
                watcher.message(Channels.name(channel), message);
            }
        }

        @Override
        public void subscribed(byte[] channel, long count) {
            String name = Channels.name(channel);
            if (holds() && !own.isOver(name)) {
                watcher.subscribed(name);
            }
        }

        @Override
        public void unsubscribed(byte[] channel, long count) {
            String name = Channels.name(channel);
            own.unsubscribed(name);
            if (holds()) {
                watcher.unsubscribed(name);
            }
        }
    }
}
