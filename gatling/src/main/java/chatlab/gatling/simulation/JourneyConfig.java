package chatlab.gatling.simulation;

import chatlab.gatling.simulation.Journey.Trait;
import chatlab.process.Durations;
import chatlab.process.PartOf;
import chatlab.process.SettingException;
import chatlab.process.Settings;
import chatlab.process.Shares;
import chatlab.protocol.MessageStamp;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Everything a journey is told, read and checked before the first user comes.
 *
 * @param target {@code http://host:port} of the server, WebSocket and REST alike
 * @param ramp in what time all users come
 * @param talkers how many talk; the first ones
 * @param rate messages per second, of all talkers together
 * @param duration what is measured of a chat; where users come and go, how long each of them stays
 * @param history how many messages a reader asks for
 * @param seed in which order users come, and who talks when
 * @param resolved every setting as it was read
 */
public record JourneyConfig(
        Journey journey,
        URI target,
        int users,
        Duration ramp,
        int rooms,
        int talkers,
        double rate,
        Duration warmup,
        Duration duration,
        Duration drain,
        int messageBytes,
        int history,
        long seed,
        String resultsDir,
        Gates gates,
        Control control,
        Map<String, String> resolved) {
    private static final int MOST_USERS = 60_000;
    private static final int MOST_MESSAGES = 5_000_000;

    /** {@code {"clientId":"c000000","Message":""}} with a stamp in it. */
    private static final int SHORTEST_MESSAGE = 35 + MessageStamp.LENGTH;

    /**
     * What ends a pipeline.
     *
     * @param maxFailed the share of requests that may fail, 0 to 1
     * @param maxLost the share of deliveries that may not come, or come twice, and of messages that may be refused, 0 to 1
     * @param maxRequestP99 the response time that Gatling may see at the 99th percentile; null for any
     * @param maxP99 the delivery latency at the 99th percentile; null for any
     */
    public record Gates(
            double maxFailed,
            double maxLost,
            @Nullable Duration maxRequestP99,
            @Nullable Duration maxP99) {}

    /**
     * Who may watch a run, and decide when it begins.
     *
     * @param waitsForStart whether talk begins when the admin port is told so
     * @param adminPort null for none
     * @param barrierTimeout how long to wait for somebody who does not come
     * @param maxSendLag the send lag at the 99th percentile that is believable however short the latencies are
     * @param partOf what it runs for, for the metrics
     */
    public record Control(
            boolean waitsForStart,
            @Nullable Integer adminPort,
            String bind,
            Duration barrierTimeout,
            Duration maxSendLag,
            PartOf partOf) {}

    /** When those who are there begin to talk. */
    private enum Start {
        /** As soon as everybody is. */
        NOW,
        /** When the admin port is told to. */
        BARRIER
    }

    /**
     * Reads every setting; the help lists them in this order.
     *
     * @throws SettingException if one is wrong, or they can't be together
     */
    public static JourneyConfig read(Journey journey, Settings settings) {
        Journey.Defaults defaults = journey.defaults();
        boolean talks = !journey.has(Trait.COMES_AND_GOES);
        URI target = settings.parsed(
                "TARGET",
                "http://localhost:8080",
                JourneyConfig::target,
                "http://host:port, such as http://localhost:8080",
                "The chat server, for WebSocket and REST.");
        int users = settings.integer("USERS", defaults.users(), 1, MOST_USERS, "How many users there are.");
        Duration ramp = settings.duration(
                "RAMP",
                defaults.ramp(),
                Duration.ZERO,
                Duration.ofHours(1),
                "In what time all of them come; below a second all at once.");
        int rooms = settings.integer(
                "ROOMS", defaults.rooms(), 1, MOST_USERS, "How many rooms they are spread over, evenly.");
        int talkers = talks
                ? settings.integer(
                        "TALKERS",
                        defaults.talkers(),
                        1,
                        MOST_USERS,
                        journey.has(Trait.READS_HISTORY)
                                ? "How many talk, beside the users, who read."
                                : "How many of them talk; with more talkers than users all do.")
                : 0;
        double rate = talks
                ? settings.number("RATE", defaults.rate(), 0.1, 100_000, "Messages per second, all talkers together.")
                : 0;
        Duration warmup = talks
                ? settings.duration(
                        "WARMUP",
                        Duration.ofSeconds(5),
                        Duration.ZERO,
                        Duration.ofHours(1),
                        "How long they talk before it is measured.")
                : Duration.ZERO;
        Duration duration = settings.duration(
                "DURATION",
                defaults.duration(),
                Duration.ofMillis(100),
                Duration.ofHours(24),
                talks && !journey.has(Trait.READS_HISTORY)
                        ? "How long it is measured."
                        : "How long each user stays before it leaves.");
        Duration drain = talks
                ? settings.duration(
                        "DRAIN",
                        Duration.ofSeconds(2),
                        Duration.ZERO,
                        Duration.ofMinutes(10),
                        "How long messages that are late are waited for.")
                : Duration.ZERO;
        int messageBytes = talks
                ? (int) settings.size(
                        "MESSAGE_BYTES", 128, SHORTEST_MESSAGE, 20_000, "The size of a message, the whole frame.")
                : 0;
        int history = journey.has(Trait.READS_HISTORY)
                ? settings.integer(
                        "HISTORY", defaults.history(), 1, 1000, "How many of the last messages a reader asks for.")
                : 0;
        long seed = settings.parsed(
                "SEED",
                "1",
                Long::parseLong,
                "a whole number",
                talks ? "In which order users come, and who talks when." : "In which order users come.");
        String resultsDir = settings.text(
                "RESULTS_DIR", "gatling-results", "The folder in which each run gets one, with Gatling's report.");
        Gates gates = gates(settings, talks);
        Control control = control(settings, talks, talks && !journey.has(Trait.READS_HISTORY));
        settings.requireAllKnown();
        JourneyConfig config = new JourneyConfig(
                journey,
                target,
                users,
                ramp,
                rooms,
                journey.has(Trait.READS_HISTORY) ? talkers : Math.min(talkers, users),
                rate,
                warmup,
                duration,
                drain,
                messageBytes,
                history,
                seed,
                resultsDir,
                gates,
                control,
                settings.resolved());
        config.requireUsersInEveryRoom();
        config.requireMessages();
        return config;
    }

    private static Gates gates(Settings settings, boolean talks) {
        double maxFailed = settings.parsed(
                "MAX_FAILED",
                "0%",
                Shares::parse,
                "a share from 0% to 100%, such as 0.5%",
                "Gate: the share of requests that may fail.");
        double maxLost = talks
                ? settings.parsed(
                        "MAX_LOST",
                        "0%",
                        Shares::parse,
                        "a share from 0% to 100%, such as 0.5%",
                        "Gate: the share of deliveries that may not come, or come twice, and of messages that may be refused.")
                : 0;
        @Nullable
        Duration maxRequestP99 = wholeMillis(
                gate(settings, "MAX_REQUEST_P99", "Gate: response time of each kind of request, as Gatling sees it"));
        @Nullable
        Duration maxP99 =
                talks ? gate(settings, "MAX_P99", "Gate: delivery latency, from when a message was due") : null;
        return new Gates(maxFailed, maxLost, maxRequestP99, maxP99);
    }

    private static Control control(Settings settings, boolean talks, boolean canWait) {
        Duration maxSendLag = talks
                ? settings.duration(
                        "MAX_SEND_LAG",
                        Duration.ofMillis(10),
                        Duration.ofNanos(1000),
                        Duration.ofHours(1),
                        "Invalid is a run whose messages leave later than this, and than a tenth of the latency (each at its p99).")
                : Duration.ZERO;
        Start start = canWait
                ? settings.choice(
                        "START",
                        Start.class,
                        Start.NOW,
                        "When to talk once all are there: now, or barrier: when POST /start comes to ADMIN_PORT.")
                : Start.NOW;
        @Nullable
        Integer adminPort = settings.parsed(
                        "ADMIN_PORT",
                        "off",
                        JourneyConfig::adminPort,
                        "a port from 0 (any) to 65535, or off",
                        "HTTP port for status, start, results and metrics; 0 for any free one, off for none.")
                .orElse(null);
        String bind = settings.text("BIND", "0.0.0.0", "Address that the admin port listens on.");
        Duration barrierTimeout = canWait
                ? settings.duration(
                        "BARRIER_TIMEOUT",
                        Duration.ofMinutes(10),
                        Duration.ofSeconds(1),
                        Duration.ofHours(24),
                        "With START=barrier, how long to wait for POST /start, and to stay up with the results.")
                : Duration.ZERO;
        PartOf partOf = PartOf.read(settings);
        if (start == Start.BARRIER && adminPort == null) {
            throw new SettingException(
                    "START is 'barrier' and ADMIN_PORT is 'off', but the barrier has to be opened through the admin port.");
        }
        return new Control(start == Start.BARRIER, adminPort, bind, barrierTimeout, maxSendLag, partOf);
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

    private static @Nullable Duration gate(Settings settings, String name, String what) {
        Duration most = settings.parsed(
                name,
                "off",
                text -> text.equals("off") ? Duration.ZERO : positive(Durations.parse(text)),
                "off, or a duration such as 100ms",
                what + ", at most this at the 99th percentile.");
        return most.isZero() ? null : most;
    }

    /** Gatling knows nothing shorter. */
    private static @Nullable Duration wholeMillis(@Nullable Duration gate) {
        if (gate != null && (gate.toNanos() % 1_000_000 != 0 || gate.compareTo(Duration.ofHours(1)) > 0)) {
            throw new SettingException("MAX_REQUEST_P99 is '" + Durations.format(gate)
                    + "', but it has to be whole milliseconds, at most an hour.");
        }
        return gate;
    }

    private static Duration positive(Duration duration) {
        if (duration.isZero()) {
            throw new IllegalArgumentException("0");
        }
        return duration;
    }

    private static URI target(String text) {
        URI uri = URI.create(text);
        boolean isServer = "http".equals(uri.getScheme())
                && uri.getHost() != null
                && uri.getPort() > 0
                && uri.getPort() <= 65_535
                && (uri.getPath().isEmpty() || uri.getPath().equals("/"))
                && uri.getQuery() == null;
        if (!isServer) {
            throw new IllegalArgumentException(text);
        }
        return URI.create("http://" + uri.getRawAuthority());
    }

    private void requireUsersInEveryRoom() {
        if (chatting() < rooms) {
            throw new SettingException(String.format(
                    Locale.ROOT, "ROOMS is %d, but it has to be at most the %d who are in them.", rooms, chatting()));
        }
    }

    private void requireMessages() {
        if (talkers == 0) {
            return;
        }
        if (messages() - Math.ceil(rate * warmup.toNanos() / 1e9) < 1) {
            throw new SettingException(String.format(
                    Locale.ROOT,
                    "RATE is %s messages/s and DURATION is %s, but together they have to make at least one message that is"
                            + " measured.",
                    resolved.get("RATE"),
                    Durations.format(duration)));
        }
        if (journey.has(Trait.READS_HISTORY) && rate * warmup.toNanos() / 1e9 < talkers) {
            throw new SettingException(String.format(
                    Locale.ROOT,
                    "RATE is %s messages/s, WARMUP is %s and TALKERS is %d, but each of them has to have said something before"
                            + " the readers come.",
                    resolved.get("RATE"),
                    Durations.format(warmup),
                    talkers));
        }
        if (messages() > MOST_MESSAGES) {
            throw new SettingException(String.format(
                    Locale.ROOT,
                    "RATE is %s messages/s, WARMUP is %s and DURATION is %s, but together they may make at most %,d messages.",
                    resolved.get("RATE"),
                    Durations.format(warmup),
                    Durations.format(duration),
                    MOST_MESSAGES));
        }
    }

    /** How many there are in all. */
    public int everybody() {
        return journey.has(Trait.READS_HISTORY) ? users + talkers : users;
    }

    /** How many are there from the beginning to the end of a chat: all users, or, where those come and go, the talkers. */
    public int chatting() {
        return journey.has(Trait.READS_HISTORY) ? talkers : users;
    }

    /** Whether everybody is there from the first message to the last, so that every delivery can be accounted for. */
    public boolean isAccountable() {
        return talkers > 0 && !journey.has(Trait.READS_HISTORY);
    }

    /** For how long there is talk. */
    public Duration talk() {
        Duration measured = journey.has(Trait.READS_HISTORY) ? ramp.plus(duration) : duration;
        return warmup.plus(measured);
    }

    /** How many messages are due in all. */
    public long messages() {
        return (long) Math.floor(rate * talk().toNanos() / 1e9);
    }

    /** How many are in the room from the beginning to the end of a chat. */
    public int members(int room) {
        return chatting() / rooms + (room < chatting() % rooms ? 1 : 0);
    }
}
