package chatlab.server.cluster;

import chatlab.process.UnusableException;
import chatlab.server.chat.Cluster;
import chatlab.server.chat.ClusterTraffic;
import chatlab.server.chat.Message;
import chatlab.server.cluster.Envelope.Kind;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Servers that share their rooms and users through the publish and subscribe of Redis: a channel for each room, which those
 * servers listen to that have members of it, and one for each user, which those listen to that have connections of the name.
 * Redis keeps nothing. While it can't be reached, each server goes on alone; what is said in rooms meanwhile waits, as far as
 * there is place for it, and what there is none for is known to be missed.
 */
public final class RedisCluster implements Cluster {
    /** Rooms that were left with something still to be sent. */
    private static final int MOST_LEAVING = 10_000;

    private final ClusterTraffic traffic;
    private final long self;
    private final AtomicLong lives;
    private final ByteBudget outflow;
    private final ByteBudget inflow;
    private final ByteBudget names;
    private final RedisConnections connections;
    private final Subscriptions subscriptions;
    private final Neighbours neighbours;

    /** By room, those that have members here. */
    private final Map<String, RedisLink> links = new ConcurrentHashMap<>();

    /** By room, those that were left with something still to be sent. */
    private final Map<String, RedisLink> leaving = new ConcurrentHashMap<>();

    /** Null until there is something here to be asked for. */
    private volatile @Nullable Resident resident;

    private RedisCluster(ClusterOptions options, ClusterTraffic traffic, MultiThreadIoEventLoopGroup loops) {
        this.traffic = traffic;
        RandomGenerator random = RandomGenerator.getDefault();
        self = random.nextLong();
        lives = new AtomicLong(random.nextLong());
        outflow = new ByteBudget(options.bufferBytes());
        inflow = new ByteBudget(options.bufferBytes());
        names = new ByteBudget(options.bufferBytes());
        neighbours = new Neighbours(self, origin -> links.values().forEach(link -> link.forget(origin)));
        connections = new RedisConnections(options, loops, new Dispatcher());
        subscriptions = new Subscriptions(this::session, List.of(Channels.SERVERS, Channels.ofServer(self)));
    }

    /**
     * Connects. Where nobody answers yet it goes on trying, and the server is alone until then.
     *
     * @param loops that serve the chat; they run until this is closed
     * @throws UnusableException if who answers is not who was meant: it wants another password, or speaks otherwise
     */
    public static RedisCluster start(
            ClusterOptions options, ClusterTraffic traffic, MultiThreadIoEventLoopGroup loops) {
        RedisCluster cluster = new RedisCluster(options, traffic, loops);
        cluster.connections.start();
        return cluster;
    }

    @Override
    public void serve(Resident toOthers) {
        resident = toOthers;
    }

    @Override
    public Link link(Counterpart room) {
        @Nullable RedisLink left = leaving.get(room.name());
        if (left == null) {
            return new RedisLink(room, this);
        }
        left.goOnFor(room); // what still waits of the room that was goes before what is said in this one
        return left;
    }

    @Override
    public void connected(String clientId) {
        subscriptions.add(Channels.ofUser(clientId));
    }

    @Override
    public void disconnected(String clientId) {
        subscriptions.remove(Channels.ofUser(clientId));
    }

    @Override
    public void whisper(String clientId, Message message, Consumer<Reach> outcome) {
        byte[] payload = new byte[message.payloadBytes()];
        message.copyTo(payload, 0);
        byte[] letter = Envelope.of(Kind.WHISPER, self, 0, 0, List.of(payload));
        @Nullable RedisSession now = session();
        if (now == null || !outflow.takes(letter.length)) {
            traffic.countDropped(1);
            outcome.accept(Reach.UNKNOWN);
            return;
        }
        now.ask(Channels.bytes(Channels.ofUser(clientId)), letter, receivers -> {
            outflow.done(letter.length);
            traffic.countPublished(0);
            outcome.accept(
                    receivers.isEmpty() ? Reach.UNKNOWN : receivers.getAsLong() > 0 ? Reach.SOMEBODY : Reach.NOBODY);
        });
    }

    /** As Redis answers in the order in which it was asked. */
    @Override
    public void awaitOutcomes(Duration within) throws InterruptedException {
        @Nullable RedisSession now = session();
        if (now != null) {
            boolean _ = now.answers(within);
        }
    }

    @Override
    public Listing rooms() {
        return neighbours.rooms();
    }

    @Override
    public boolean reachesOthers() {
        return session() != null;
    }

    /** What counts. */
    ClusterTraffic traffic() {
        return traffic;
    }

    /** By which others know this server. */
    long self() {
        return self;
    }

    /** Different from those of all rooms before. */
    long nextLife() {
        return lives.getAndIncrement();
    }

    ByteBudget outflow() {
        return outflow;
    }

    ByteBudget inflow() {
        return inflow;
    }

    /** For the names of those who are in rooms elsewhere. */
    ByteBudget names() {
        return names;
    }

    Neighbours neighbours() {
        return neighbours;
    }

    /** Null while there is none. */
    @Nullable
    RedisSession session() {
        return connections.session();
    }

    void opened(RedisLink link) {
        // First into the one, then out of the other, or one who looks into both meanwhile finds it in neither.
        RedisLink _ = links.put(link.name(), link);
        leaving.remove(link.name(), link);
        subscriptions.add(Channels.ofRoom(link.name()));
        link.sessionChanged();
    }

    void closed(RedisLink link) {
        if (leaving.size() < MOST_LEAVING) {
            RedisLink _ = leaving.put(link.name(), link);
        } else {
            link.giveUp();
        }
        links.remove(link.name(), link);
        subscriptions.remove(Channels.ofRoom(link.name()));
    }

    /** It has nothing more to say. */
    void left(RedisLink link) {
        leaving.remove(link.name(), link);
    }

    @Override
    public void close() {
        connections.close();
    }

    /** Hands on what comes. */
    private final class Dispatcher implements RedisConnections.Watcher {
        @Override
        public void opened(RedisSession session) {
            subscriptions.addAll(session);
            tellSession();
        }

        @Override
        public void lost() {
            tellSession();
        }

        private void tellSession() {
            links.values().forEach(RedisLink::sessionChanged);
            leaving.values().forEach(RedisLink::sessionChanged);
        }

        @Override
        public void looked(RedisSession session, Duration within) throws InterruptedException {
            @Nullable Resident own = resident;
            if (own != null) {
                neighbours.look(session, own.rooms(), within);
            }
        }

        @Override
        public void message(String channel, byte[] message) {
            if (Envelope.isFrom(message, self)) {
                return;
            }
            @Nullable RedisLink link = link(channel);
            if (link != null && link.isNew()) {
                return; // what it says is over
            }
            Envelope.read(message)
                    .ifPresentOrElse(
                            envelope -> came(channel, link, envelope, message.length), traffic::countMalformed);
        }

        /** @param link if it is the channel of a room with members here */
        private void came(String channel, @Nullable RedisLink link, Envelope envelope, int bytes) {
            boolean isSound = true;
            if (link != null) {
                isSound = cameInRoom(link, envelope, bytes);
            } else if (channel.equals(Channels.SERVERS)) {
                isSound = neighbours.came(envelope);
            } else if (Channels.user(channel).isPresent()) {
                isSound = cameForUser(Channels.user(channel).get(), envelope, bytes);
            }
            if (!isSound) {
                traffic.countMalformed();
            }
        }

        private boolean cameInRoom(RedisLink link, Envelope envelope, int bytes) {
            if (envelope.kind() == Kind.ROOMS || envelope.kind() == Kind.WHISPER) {
                return false;
            }
            if (inflow.takes(bytes)) {
                link.came(envelope, bytes);
            } else {
                traffic.countSkipped();
                link.skipped(envelope.kind(), envelope.origin());
            }
            return true;
        }

        private boolean cameForUser(String clientId, Envelope envelope, int bytes) {
            if (envelope.kind() != Kind.WHISPER) {
                return false;
            }
            @Nullable Resident own = resident;
            if (own == null) {
                return true; // nobody is connected yet
            }
            if (inflow.takes(bytes)) {
                envelope.forEachFrom(0, (all, offset, length) -> own.whispered(clientId, all, offset, length, inflow));
                inflow.done(bytes);
            } else {
                traffic.countSkipped();
            }
            return true;
        }

        /** Null if it is none of a room with members here. */
        private @Nullable RedisLink link(String channel) {
            return Channels.room(channel).map(links::get).orElse(null);
        }

        @Override
        public void subscribed(String channel) {
            @Nullable RedisLink link = link(channel);
            if (link != null) {
                link.subscribed();
            }
        }

        @Override
        public void unsubscribed(String channel) {
            @Nullable RedisLink link = link(channel);
            if (link != null) {
                link.unsubscribed();
            }
        }
    }
}
