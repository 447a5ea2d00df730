package chatlab.clients;

import chatlab.clients.behaviour.Cast;
import chatlab.clients.connection.Io;
import chatlab.clients.connection.SourceAddresses;
import chatlab.clients.connection.Targets;
import chatlab.clients.dialect.Dialect;
import chatlab.clients.schedule.Streams;
import chatlab.process.Durations;
import chatlab.process.Logging;
import chatlab.process.PartOf;
import chatlab.process.SettingException;
import chatlab.process.Settings;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Everything a run is told, read and checked before the first socket is opened.
 *
 * @param targets whom to connect to
 * @param dialect how it wants to be spoken to
 * @param sources where clients connect from
 * @param cast who is in which room and plays which part
 * @param traffic what is done to the server
 * @param timing how long
 * @param maxSendLag the send lag at the 99th percentile that is believable however short the latencies are
 * @param runId which run the stamps name; null for any
 * @param barrierTimeout how long to stay, with {@link Start#BARRIER}, for somebody who does not come
 * @param resultsDir where result files are written; empty for nowhere
 * @param adminPort null for none
 * @param partOf what it runs for, for the metrics
 * @param resolved every setting as it was read
 */
record LoadConfig(
        Targets targets,
        Dialect dialect,
        SourceAddresses sources,
        Cast cast,
        Traffic traffic,
        Timing timing,
        Duration maxSendLag,
        Start start,
        @Nullable Integer runId,
        Duration barrierTimeout,
        String resultsDir,
        @Nullable Integer adminPort,
        String bind,
        int eventLoops,
        Io io,
        PartOf partOf,
        Logging.Verbosity logLevel,
        Logging.Format logFormat,
        Map<String, String> resolved) {
    /** An event loop does nothing else until all that is due at the same time is sent. */
    private static final int MOST_AT_ONCE = 1_000_000;

    /** By so little of a message what is reckoned in binary fractions may be less than it is. */
    private static final double ROUNDING = 1e-6;

    /** When the schedule starts. */
    enum Start {
        /** As soon as everybody is connected. */
        NOW,
        /** When the admin port is told to. */
        BARRIER
    }

    /** Reads every setting; the help lists them in this order. */
    static LoadConfig read(Settings settings) {
        Targets targets = settings.parsed(
                "TARGET",
                "tcp://localhost:8080",
                Targets::parse,
                DialectSettings.TARGETS,
                "The chat server: tcp://host:port for JSON lines, ws://host:port/ws for WebSocket; several addresses of one"
                        + " with commas.");
        Dialect dialect = DialectSettings.read(settings, targets);
        SourceAddresses sources = settings.parsed(
                "SOURCE_ADDRESSES",
                "",
                SourceAddresses::parse,
                SourceAddresses.EXPECTED,
                "This machine's addresses that clients connect from in turn; empty: the system's choice (some 28,000 ports).");
        Cast cast = CastSettings.read(settings, dialect);
        Traffic traffic = Traffic.read(settings);
        Timing timing = Timing.read(settings);
        Duration maxSendLag = settings.duration(
                "MAX_SEND_LAG",
                Duration.ofMillis(10),
                Duration.ofNanos(1000),
                Duration.ofHours(1),
                "Invalid is a run whose messages leave later than this, and than a tenth of the latency (each at its p99).");
        Start start = settings.choice(
                "START",
                Start.class,
                Start.NOW,
                "When to talk once all are connected: now, or barrier: when POST /start comes to ADMIN_PORT.");
        @Nullable
        Integer runId = settings.parsed(
                        "RUN_ID",
                        "",
                        LoadConfig::runId,
                        "eight hexadecimal digits",
                        "Which run this is; the processes of a run (SHARD) need the same one. Empty: any.")
                .orElse(null);
        Duration barrierTimeout = settings.duration(
                "BARRIER_TIMEOUT",
                Duration.ofMinutes(10),
                Duration.ofSeconds(1),
                Duration.ofHours(24),
                "With START=barrier, how long to wait for POST /start, and to stay up with the results.");
        String resultsDir =
                settings.text("RESULTS_DIR", "", "Folder for summary.json and the histogram logs; empty for none.");
        @Nullable
        Integer adminPort = settings.parsed(
                        "ADMIN_PORT",
                        "8082",
                        LoadConfig::adminPort,
                        "a port from 0 (any) to 65535, or off",
                        "HTTP port for status, start, results and metrics; 0 for any free one, off for none.")
                .orElse(null);
        String bind = settings.text("BIND", "0.0.0.0", "Address that the admin port listens on.");
        int eventLoops = settings.integer(
                "EVENT_LOOPS",
                Runtime.getRuntime().availableProcessors(),
                1,
                256,
                "Threads that the clients are spread over; by default one per CPU.");
        Io io = settings.parsed(
                "IO",
                Io.best().name().toLowerCase(Locale.ROOT),
                LoadConfig::io,
                Io.EPOLL.isAvailable() ? "one of epoll, nio" : "nio (epoll is not available here)",
                "How sockets are served: epoll (Linux only), or nio (anywhere).");
        PartOf partOf = PartOf.read(settings);
        Logging.Verbosity level = settings.choice(
                "LOG_LEVEL", Logging.Verbosity.class, Logging.Verbosity.INFO, "error, warn, info, debug or trace.");
        Logging.Format format =
                settings.choice("LOG_FORMAT", Logging.Format.class, Logging.Format.TEXT, "text or json.");
        settings.requireAllKnown();
        requireAMessageInTheWindow(settings, cast, traffic, timing);
        requireABurstInTheWindow(settings, cast, traffic, timing);
        requireMoves(settings, "HOPPERS", cast.parts().hoppers(), "HOP_EVERY", traffic.hopEvery(), timing);
        requireMoves(settings, "CHURNERS", cast.parts().churners(), "CHURN_EVERY", traffic.churnEvery(), timing);
        requireBurstsThatEnd(settings, traffic);
        requireACommonRun(cast, traffic, start, runId);
        if (start == Start.BARRIER && adminPort == null) {
            throw new SettingException(
                    "START is 'barrier' and ADMIN_PORT is 'off', but the barrier has to be opened through the admin port.");
        }
        return new LoadConfig(
                targets,
                dialect,
                sources,
                cast,
                traffic,
                timing,
                maxSendLag,
                start,
                runId,
                barrierTimeout,
                resultsDir,
                adminPort,
                bind,
                eventLoops,
                io,
                partOf,
                level,
                format,
                settings.resolved());
    }

    private static void requireACommonRun(Cast cast, Traffic traffic, Start start, @Nullable Integer runId) {
        if (cast.shard().isWhole()) {
            return;
        }
        String shard = "SHARD is '" + cast.shard() + "', but ";
        if (start != Start.BARRIER) {
            throw new SettingException(shard
                    + "START is 'now', and it has to be 'barrier': the processes of a run begin at the same moment.");
        }
        if (runId == null) {
            throw new SettingException(
                    shard
                            + "RUN_ID is not set, and it has to be the same eight hexadecimal digits for all processes of a run.");
        }
        if (traffic.reconnects()) {
            throw new SettingException(shard
                    + "RECONNECT is 'jitter', and it has to be 'never' where several processes play a run's clients.");
        }
    }

    private static void requireBurstsThatEnd(Settings settings, Traffic traffic) {
        double burst = traffic.arrivals().mostAtOnce(traffic.rate());
        if (burst > MOST_AT_ONCE) {
            throw new SettingException(String.format(
                    Locale.ROOT,
                    "RATE is %s messages/s and ARRIVALS is %s, but together they make %,.0f messages at once, and it has to be at"
                            + " most %,d.",
                    traffic.rate(),
                    settings.resolved().get("ARRIVALS"),
                    burst,
                    MOST_AT_ONCE));
        }
    }

    /** A window without a message measures nothing. Who wants nobody to talk says so by TALKERS. */
    private static void requireAMessageInTheWindow(Settings settings, Cast cast, Traffic traffic, Timing timing) {
        double messages = traffic.arrivals().expectedInWindow(traffic.rate(), timing.span());
        double least = traffic.arrivals().leastInWindow();
        if (cast.talkers() > 0 && messages < least - ROUNDING) {
            throw new SettingException(String.format(
                    Locale.ROOT,
                    "RATE is %s messages/s, ARRIVALS is %s and DURATION is %s, but together they have to make at least %s"
                            + " in the measured window, not %s (TALKERS=0 is for a run in which nobody talks).",
                    traffic.rate(),
                    settings.resolved().get("ARRIVALS"),
                    Durations.format(timing.duration()),
                    least == 1 ? "one message" : Math.round(least) + " messages",
                    Math.rint(messages * 1e6) / 1e6));
        }
    }

    /** Those who talk in bursts have few turns. */
    private static void requireABurstInTheWindow(Settings settings, Cast cast, Traffic traffic, Timing timing) {
        for (Streams.Group talkers : traffic.talk(cast).all()) {
            double turns = talkers.turnsInWindow(timing.span());
            if (talkers.perTurn() > 1 && turns < traffic.arrivals().leastInWindow() - ROUNDING) {
                throw new SettingException(String.format(
                        Locale.ROOT,
                        "BURST_TALKERS is %s, BURST_MESSAGES is %d, RATE is %s messages/s and DURATION is %s, but together they"
                                + " have to make at least %.0f of the bursts in the measured window, not %s.",
                        settings.resolved().get("BURST_TALKERS"),
                        talkers.perTurn(),
                        traffic.rate(),
                        Durations.format(timing.duration()),
                        traffic.arrivals().leastInWindow(),
                        Math.rint(turns * 1e6) / 1e6));
            }
        }
    }

    /** A part that nobody comes to play is a mistake. */
    private static void requireMoves(
            Settings settings, String players, int count, String every, Duration interval, Timing timing) {
        double moves = (double) count * timing.span().endNs() / interval.toNanos();
        if (count > 0 && moves < 1) {
            throw new SettingException(String.format(
                    Locale.ROOT,
                    "%s is %s and %s is %s, but together they make %.1f moves in WARMUP and DURATION, and it has to be at least"
                            + " one.",
                    players,
                    settings.resolved().get(players),
                    every,
                    Durations.format(interval),
                    moves));
        }
    }

    private static Optional<Integer> runId(String text) {
        if (text.isEmpty()) {
            return Optional.empty();
        }
        if (!text.matches("[0-9a-f]{8}")) {
            throw new IllegalArgumentException(text);
        }
        return Optional.of(HexFormat.fromHexDigits(text));
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
