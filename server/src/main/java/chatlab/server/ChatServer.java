package chatlab.server;

import chatlab.process.AdminPort;
import chatlab.process.Cgroup;
import chatlab.process.Diagnostics;
import chatlab.process.ProcessMetrics;
import chatlab.process.UnusableException;
import chatlab.server.broadcast.LogOptions;
import chatlab.server.chat.Cluster;
import chatlab.server.chat.Credentials;
import chatlab.server.chat.Shards;
import chatlab.server.cluster.RedisCluster;
import chatlab.server.cluster.ShardMap;
import chatlab.server.credentials.Accounts;
import chatlab.server.metrics.ServerMetrics;
import chatlab.server.metrics.TrafficLog;
import chatlab.server.transport.ChatPort;
import chatlab.server.transport.EventLoops;
import chatlab.server.transport.PortOptions;
import java.time.Duration;
import java.util.Optional;

/** A running server: its parts, and how they hang together. */
public final class ChatServer implements AutoCloseable {
    private static final Duration HEALTHY = Duration.ofSeconds(1);

    private final ServerConfig config;
    private final AdminPort admin;
    private final ChatPort chat;
    private final Optional<Accounts> accounts;
    private final Optional<ShardMap> shards;
    private final TrafficLog trafficLog;
    private boolean closed;

    private ChatServer(
            ServerConfig config,
            AdminPort admin,
            ChatPort chat,
            Optional<Accounts> accounts,
            Optional<ShardMap> shards,
            TrafficLog trafficLog) {
        this.config = config;
        this.admin = admin;
        this.chat = chat;
        this.accounts = accounts;
        this.shards = shards;
        this.trafficLog = trafficLog;
    }

    /**
     * Opens both ports.
     *
     * @throws UnusableException if one of them can't be opened, or other servers can't be reached for a reason that won't pass
     */
    public static ChatServer start(ServerConfig config, Cgroup cgroup) {
        ProcessMetrics process = new ProcessMetrics(cgroup);
        process.describe("server", config.partOf());
        ServerMetrics metrics = new ServerMetrics(process);
        AdminPort admin = AdminPort.open(config.bind().getHostAddress(), config.adminPort());
        Optional<Accounts> accounts = config.accounts().map(Accounts::new);
        Optional<RedisCluster> cluster = Optional.empty();
        Optional<ShardMap> shards = Optional.empty();
        EventLoops loops = EventLoops.start(config.eventLoops(), config.io());
        ChatPort chat;
        try {
            shards = config.shards().map(options -> ShardMap.start(options, config.port()));
            cluster = config.cluster().map(options -> RedisCluster.start(options, metrics.cluster(), loops.group()));
            LogOptions log = logOptions(config);
            chat = ChatPort.open(
                    loops,
                    options(config),
                    accounts.<Credentials>map(users -> users).orElse(Credentials.NONE_NEEDED),
                    metrics.traffic(),
                    cluster.<Cluster>map(redis -> redis).orElse(Cluster.NONE),
                    shards.<Shards>map(map -> map).orElse(Shards.NONE),
                    loop -> config.broadcast().on(loop, log));
        } catch (UnusableException e) {
            cluster.ifPresent(RedisCluster::close);
            loops.close();
            shards.ifPresent(ShardMap::close);
            accounts.ifPresent(Accounts::close);
            admin.close();
            throw e;
        }
        cluster.ifPresent(redis -> metrics.watchCluster(() -> redis.reachesOthers() ? 1 : 0));
        shards.ifPresent(map -> metrics.watchShards(map::size));
        metrics.watch(
                chat::connections, chat::rooms, chat::lagNs, chat::pendingBytes, chat::fullSockets, chat::logBytes);
        admin.on("GET", "/metrics", process.scrapes())
                .on("GET", "/healthz", request -> answer(loopsAnswer(chat), "An event loop does not answer."))
                .on("GET", "/readyz", request -> answer(chat.isAccepting(), "No connections are taken."));
        Diagnostics.on(admin);
        return new ChatServer(config, admin, chat, accounts, shards, new TrafficLog(metrics.traffic()));
    }

    /** Where clients connect. */
    public int port() {
        return chat.port();
    }

    /** Where metrics and health are asked for. */
    public int adminPort() {
        return admin.port();
    }

    /** Ends in order, within the configured grace, or at once if interrupted; the admin port goes last. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            chat.close(config.shutdownGrace());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            shards.ifPresent(ShardMap::close); // throws nothing
            accounts.ifPresent(Accounts::close);
            trafficLog.close();
            admin.close();
        }
    }

    private static LogOptions logOptions(ServerConfig config) {
        return new LogOptions(
                config.patience(),
                Math.min(1, config.cpus() / config.eventLoops()),
                config.roomLogBytes(),
                Memory.logBudgetBytes() / config.eventLoops(),
                config.slowConsumer());
    }

    private static PortOptions options(ServerConfig config) {
        return new PortOptions(
                config.bind(),
                config.port(),
                config.maxConnections(),
                config.maxConnectionsPerAddress(),
                config.rooms(),
                config.maxRoomsPerConnection(),
                config.maxMessageRate(),
                config.maxRequestRate(),
                Memory.memberships(),
                config.maxLineBytes(),
                config.handshakeTimeout(),
                config.idleTimeout(),
                Memory.pendingBudgetBytes(),
                Memory.fullSockets(ChatPort.FULL_SOCKET_BYTES),
                Memory.unfinishedBudgetBytes());
    }

    private static AdminPort.Answer answer(boolean fine, String otherwise) {
        return fine ? AdminPort.Answer.text(200, "ok") : AdminPort.Answer.text(503, otherwise);
    }

    private static boolean loopsAnswer(ChatPort chat) {
        try {
            return chat.loopsAnswer(HEALTHY);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
