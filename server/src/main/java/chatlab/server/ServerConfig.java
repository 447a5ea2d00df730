package chatlab.server;

import chatlab.process.Durations;
import chatlab.process.Logging;
import chatlab.process.PartOf;
import chatlab.process.SettingException;
import chatlab.process.Settings;
import chatlab.process.Sizes;
import chatlab.protocol.FrameReader;
import chatlab.server.broadcast.BroadcastStrategy;
import chatlab.server.broadcast.SlowConsumer;
import chatlab.server.chat.RoomOptions;
import chatlab.server.cluster.ClusterOptions;
import chatlab.server.cluster.ShardOptions;
import chatlab.server.credentials.AccountOptions;
import chatlab.server.transport.Io;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * Everything that can be set about the server.
 *
 * @param cpus how much CPU the process may use, in cores
 * @param port where clients connect; 0 for any free port
 * @param adminPort where metrics and health are asked for; 0 for any free port
 * @param patience for how long a busy loop may collect messages before it writes to members
 * @param roomLogBytes how much of a room's messages a loop keeps for members that are behind
 * @param maxConnections how many connections are served at once
 * @param maxConnectionsPerAddress how many of them may come from one IP address
 * @param rooms which rooms there may be
 * @param accounts how users log in; empty if everybody may bear any name
 * @param cluster how other servers are reached; empty if this one is alone
 * @param shards among which servers rooms are dealt out; empty if all are here
 * @param maxRoomsPerConnection how many rooms one connection may be in
 * @param maxMessageRate how many messages, hellos, joins, leaves and questions a connection may send in a second; 0: as many as it likes
 * @param maxRequestRate how many requests over REST may come from one IP address in a second; 0: as many as they like
 * @param maxLineBytes the longest line taken, without its end
 * @param handshakeTimeout how long a connection may be silent before it becomes a listener or, where users log in, without
 *     a token before it is closed
 * @param idleTimeout how long nothing may be accepted in either direction
 * @param shutdownGrace how long an orderly end may take
 * @param partOf what it runs for, for the metrics
 */
public record ServerConfig(
        double cpus,
        int port,
        int adminPort,
        InetAddress bind,
        int eventLoops,
        Io io,
        BroadcastStrategy broadcast,
        Duration patience,
        int roomLogBytes,
        SlowConsumer slowConsumer,
        int maxConnections,
        int maxConnectionsPerAddress,
        RoomOptions rooms,
        Optional<AccountOptions> accounts,
        Optional<ClusterOptions> cluster,
        Optional<ShardOptions> shards,
        int maxRoomsPerConnection,
        int maxMessageRate,
        int maxRequestRate,
        int maxLineBytes,
        Duration handshakeTimeout,
        Duration idleTimeout,
        Duration shutdownGrace,
        PartOf partOf,
        Logging.Verbosity logLevel,
        Logging.Format logFormat) {
    private static final int MAX_PORT = 65_535;
    private static final Duration SHORTEST = Duration.ofMillis(10);

    public ServerConfig {
        if (port != 0 && port == adminPort) {
            throw new SettingException(
                    "ADMIN_PORT is '" + adminPort + "', but it has to be another port than PORT, which is the same.");
        }
        if (idleTimeout.compareTo(handshakeTimeout) < 0) {
            throw new SettingException("IDLE_TIMEOUT is '" + Durations.format(idleTimeout)
                    + "', but it has to be at least HANDSHAKE_TIMEOUT, which is '" + Durations.format(handshakeTimeout)
                    + "'.");
        }
        cluster.filter(others -> others.bufferBytes() < 2 * maxLineBytes).ifPresent(others -> {
            throw new SettingException("CLUSTER_BUFFER_BYTES is '" + Sizes.format(others.bufferBytes())
                    + "', but it has to be at least twice MAX_LINE_BYTES, which is '" + maxLineBytes + "'.");
        });
        shards.filter(others -> others.replicas() > 1 && cluster.isEmpty()).ifPresent(others -> {
            throw new SettingException("SHARD_REPLICAS is '" + others.replicas()
                    + "', but it has to be 1 where CLUSTER is 'none': replicas share their rooms through Redis.");
        });
        io.obstacle().ifPresent(obstacle -> {
            throw new SettingException("IO is '" + io.name().toLowerCase(Locale.ROOT)
                    + "', but it has to be one that works here, such as nio; this one does not: " + obstacle + ".");
        });
    }

    /**
     * Reads the settings.
     *
     * @throws SettingException if one is wrong
     */
    public static ServerConfig from(Settings settings, Machine machine) {
        return new ServerConfig(
                machine.cpus(),
                settings.integer("PORT", 8080, 0, MAX_PORT, "where clients connect; 0: any free port"),
                settings.integer("ADMIN_PORT", 8081, 0, MAX_PORT, "metrics and health; 0: any free port"),
                settings.parsed(
                        "BIND",
                        "0.0.0.0",
                        InetAddress::ofLiteral,
                        "an IP address such as 0.0.0.0 or 127.0.0.1",
                        "the address both ports listen on"),
                settings.integer("EVENT_LOOPS", machine.eventLoops(), 1, 256, "threads that serve; from the CPU limit"),
                settings.choice("IO", Io.class, Io.best(), "epoll, nio or io_uring"),
                settings.choice(
                        "BROADCAST",
                        BroadcastStrategy.class,
                        BroadcastStrategy.LOG,
                        "log: one write per member and sweep; naive: per member and message; batched: per loop iteration"),
                settings.duration(
                        "PATIENCE",
                        Duration.ofMillis(10),
                        Duration.ZERO,
                        Duration.ofMillis(10),
                        "how long a busy loop may collect messages before it writes; 0: never waits"),
                (int) settings.size(
                        "ROOM_LOG_BYTES",
                        Memory.roomLogBytes(),
                        512 * 1024,
                        1024 * 1024 * 1024,
                        "what a loop keeps of a room for members that are behind"),
                settings.choice(
                        "SLOW_CONSUMER",
                        SlowConsumer.class,
                        SlowConsumer.GAP,
                        "a member behind the room's log: gap: told what it missed; close: ended"),
                settings.integer(
                        "MAX_CONNECTIONS",
                        machine.maxConnections(),
                        1,
                        machine.maxSockets(),
                        "more are told that it is full; from the memory and file limits, at most the latter"),
                settings.integer(
                        "MAX_CONNECTIONS_PER_ADDRESS",
                        machine.maxSockets(),
                        1,
                        machine.maxSockets(),
                        "the same for those of one IP address; unless set, only MAX_CONNECTIONS counts"),
                RoomSettings.read(settings),
                LoginSettings.read(settings, machine.cpus()),
                ClusterSettings.read(settings),
                ShardSettings.read(settings),
                settings.integer(
                        "MAX_ROOMS_PER_CONNECTION",
                        FrameReader.MAX_ROOMS,
                        1,
                        FrameReader.MAX_ROOMS,
                        "rooms that one connection may be in at once"),
                settings.integer(
                        "MAX_MESSAGE_RATE",
                        0,
                        0,
                        1_000_000,
                        "messages, hellos, joins, leaves and questions per second and connection; 0: no limit, as this server is there to be overloaded"),
                settings.integer(
                        "MAX_REQUEST_RATE",
                        0,
                        0,
                        1_000_000,
                        "requests over REST per second and IP address; 0: no limit"),
                settings.integer(
                        "MAX_LINE_BYTES",
                        20_000,
                        256,
                        262_144,
                        "the longest line, without its end, or WebSocket message"),
                settings.duration(
                        "HANDSHAKE_TIMEOUT",
                        Duration.ofSeconds(2),
                        SHORTEST,
                        Duration.ofHours(1),
                        "silent for so long: becomes a listener; with AUTH=users, without a token: closed"),
                settings.duration(
                        "IDLE_TIMEOUT",
                        Duration.ofSeconds(120),
                        SHORTEST,
                        Duration.ofHours(24),
                        "no byte either way for so long: closed; a ping at half of it"),
                settings.duration(
                        "SHUTDOWN_GRACE",
                        Duration.ofSeconds(5),
                        Duration.ZERO,
                        Duration.ofMinutes(5),
                        "how long an orderly end may take"),
                PartOf.read(settings),
                settings.choice(
                        "LOG_LEVEL",
                        Logging.Verbosity.class,
                        Logging.Verbosity.INFO,
                        "error, warn, info, debug (every connection's end) or trace"),
                settings.choice("LOG_FORMAT", Logging.Format.class, Logging.Format.TEXT, "text or json"));
    }
}
