package chatlab.clients;

import chatlab.clients.behaviour.Cast;
import chatlab.clients.behaviour.Talker;
import chatlab.clients.connection.Io;
import chatlab.process.Logging;
import chatlab.process.SettingException;
import chatlab.process.Settings;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Everything a run is told, read and checked before the first socket is opened.
 *
 * @param target whom to connect to
 * @param cast who is in which room and plays which part
 * @param connectRate connects per second of all clients together
 * @param rate messages per second of all talkers together
 * @param messageBytes the length of a frame without the line end
 * @param slowReaderBytesPerSecond how much a slow reader reads
 * @param resultsDir where result files are written; empty for nowhere
 * @param adminPort null for none
 * @param maxSendLag the largest send lag at the 99th percentile that is believable
 * @param resolved every setting as it was read
 */
record LoadConfig(
        Target target,
        Cast cast,
        double connectRate,
        double rate,
        int messageBytes,
        Duration warmup,
        Duration duration,
        Duration drain,
        int slowReaderBytesPerSecond,
        Start start,
        long seed,
        String resultsDir,
        String bind,
        @Nullable Integer adminPort,
        int eventLoops,
        Io io,
        Duration maxSendLag,
        Logging.Verbosity logLevel,
        Logging.Format logFormat,
        Map<String, String> resolved) {
    private static final int MAX_CLIENTS = 100_000;
    private static final int MAX_MESSAGE_BYTES = 20_000;

    /** When the schedule starts. */
    enum Start {
        /** As soon as everybody is connected. */
        NOW,
        /** When the admin port is told to. */
        BARRIER
    }

    /** A way of spacing messages. */
    enum Arrivals {
        CONSTANT
    }

    /** A server, by host and port. */
    record Target(String host, int port) {
        /** Reads {@code tcp://host:port}. */
        static Target parse(String text) {
            URI uri = URI.create(text);
            if (!"tcp".equals(uri.getScheme())
                    || uri.getHost() == null
                    || uri.getPort() < 1
                    || uri.getPort() > 65_535
                    || !text.equals("tcp://" + uri.getHost() + ":" + uri.getPort())) {
                throw new IllegalArgumentException(text);
            }
            return new Target(uri.getHost(), uri.getPort());
        }

        @Override
        public String toString() {
            return "tcp://" + host + ":" + port;
        }
    }

    /** Reads every setting; the help lists them in this order. */
    static LoadConfig read(Settings settings) {
        Target target = settings.parsed(
                "TARGET",
                "tcp://localhost:8080",
                Target::parse,
                "a server such as tcp://localhost:8080",
                "The server.");
        int clients = settings.integer("CLIENTS", 100, 1, MAX_CLIENTS, "How many clients to simulate.");
        double connectRate = settings.number("CONNECT_RATE", 500, 0.1, 100_000, "Connects per second, all together.");
        int rooms = settings.integer("ROOMS", 1, 1, clients, "Rooms of equal size; 1 is the global room.");
        int talkers = settings.parsed(
                "TALKERS",
                "1%",
                text -> talkers(text, clients),
                "a count from 0 to " + clients + " (the number of clients) or a share such as 1%",
                "How many clients talk; a share is rounded up.");
        double rate = settings.number("RATE", 10, 0, 1_000_000, "Messages per second of all talkers together.");
        settings.choice("ARRIVALS", Arrivals.class, Arrivals.CONSTANT, "How messages are spaced: constant.");
        int messageBytes = settings.integer(
                "MESSAGE_BYTES",
                128,
                Talker.MIN_MESSAGE_BYTES,
                MAX_MESSAGE_BYTES,
                "Length of a whole frame without the line end.");
        Duration hour = Duration.ofHours(1);
        Duration warmup = settings.duration(
                "WARMUP", Duration.ofSeconds(5), Duration.ZERO, hour, "Talking before the measured window.");
        Duration duration = settings.duration(
                "DURATION", Duration.ofSeconds(30), Duration.ofMillis(1), Duration.ofHours(24), "The measured window.");
        Duration drain = settings.duration(
                "DRAIN", Duration.ofSeconds(10), Duration.ZERO, hour, "How long to wait for what is still to come.");
        int slowReaders = settings.integer(
                "SLOW_READERS", 0, 0, clients, "How many clients read only a trickle until the drain.");
        int slowBytes = settings.integer(
                "SLOW_READER_BYTES_PER_SECOND", 1024, 1, 1_000_000_000, "How much each of those reads.");
        Start start = settings.choice(
                "START", Start.class, Start.NOW, "now, or barrier: wait for POST /start on the admin port.");
        long seed = settings.integer("SEED", 1, 0, Integer.MAX_VALUE, "Draws the talkers' order and phase.");
        String resultsDir = settings.text("RESULTS_DIR", "", "Where to write result files; empty for nowhere.");
        String bind = settings.text("BIND", "0.0.0.0", "Address of the admin port.");
        @Nullable
        Integer adminPort = settings.parsed(
                        "ADMIN_PORT",
                        "8082",
                        LoadConfig::adminPort,
                        "a port from 0 (any) to 65535, or off",
                        "Port for metrics, status and results; off for none.")
                .orElse(null);
        int eventLoops = settings.integer(
                "EVENT_LOOPS",
                Runtime.getRuntime().availableProcessors(),
                1,
                256,
                "Event loops; by default one per CPU.");
        Io io = settings.parsed(
                "IO",
                Io.best().name().toLowerCase(Locale.ROOT),
                LoadConfig::io,
                Io.EPOLL.isAvailable() ? "one of epoll, nio" : "nio (epoll is not available here)",
                "epoll or nio.");
        Duration maxSendLag = settings.duration(
                "MAX_SEND_LAG",
                Duration.ofMillis(10),
                Duration.ofNanos(1000),
                hour,
                "Send lag at the 99th percentile above which the run is invalid.");
        Logging.Verbosity level = settings.choice(
                "LOG_LEVEL", Logging.Verbosity.class, Logging.Verbosity.INFO, "error, warn, info, debug or trace.");
        Logging.Format format =
                settings.choice("LOG_FORMAT", Logging.Format.class, Logging.Format.TEXT, "text or json.");
        settings.requireAllKnown();
        requireTogether(clients, talkers, slowReaders, start, adminPort);
        return new LoadConfig(
                target,
                new Cast(clients, rooms, talkers, slowReaders),
                connectRate,
                rate,
                messageBytes,
                warmup,
                duration,
                drain,
                slowBytes,
                start,
                seed,
                resultsDir,
                bind,
                adminPort,
                eventLoops,
                io,
                maxSendLag,
                level,
                format,
                settings.resolved());
    }

    private static void requireTogether(
            int clients, int talkers, int slowReaders, Start start, @Nullable Integer adminPort) {
        if (talkers + slowReaders > clients) {
            throw new SettingException("TALKERS is " + talkers + " and SLOW_READERS is " + slowReaders
                    + ", but together they have to be at most CLIENTS, which is " + clients + ".");
        }
        if (start == Start.BARRIER && adminPort == null) {
            throw new SettingException(
                    "START is 'barrier' and ADMIN_PORT is 'off', but the barrier has to be opened through the admin port.");
        }
    }

    private static int talkers(String text, int clients) {
        int count;
        if (text.endsWith("%")) {
            double share = Double.parseDouble(text.substring(0, text.length() - 1)) / 100;
            count = share >= 0 && share <= 1 ? (int) Math.ceil(clients * share) : -1;
        } else {
            count = Integer.parseInt(text);
        }
        if (count < 0 || count > clients) {
            throw new IllegalArgumentException(text);
        }
        return count;
    }

    private static Optional<Integer> adminPort(String text) {
        if (text.equals("off")) {
            return Optional.empty();
        }
        int port = Integer.parseInt(text);
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException(text);
        }
        return Optional.of(port);
    }

    private static Io io(String text) {
        for (Io io : Io.values()) {
            if (io.isAvailable() && io.name().toLowerCase(Locale.ROOT).equals(text)) {
                return io;
            }
        }
        throw new IllegalArgumentException(text);
    }
}
