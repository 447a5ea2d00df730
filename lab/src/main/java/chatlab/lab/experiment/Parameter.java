package chatlab.lab.experiment;

import static chatlab.lab.experiment.Values.after;
import static chatlab.lab.experiment.Values.countOrShare;
import static chatlab.lab.experiment.Values.duration;
import static chatlab.lab.experiment.Values.number;
import static chatlab.lab.experiment.Values.oneOf;
import static chatlab.lab.experiment.Values.size;
import static chatlab.lab.experiment.Values.twoSizes;
import static chatlab.lab.experiment.Values.wholeNumber;

import chatlab.process.Sizes;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What an experiment can set, and so what a matrix can vary. How it takes effect is one of: a limit that is put on the
 * server's container or control group; an environment variable of the server or of the load clients; a part of the address
 * at which the load clients find the server; how many processes play the load clients; which program does; how many servers
 * there are, and whether HAProxy stands before them.
 */
public enum Parameter {
    CPUS(
            Group.SERVER,
            "cpus",
            "CPU limit, cores",
            "1",
            "a number of cores from 0.05 to 64 with at most three decimals",
            number(0.05, 64).and(text -> text.matches("\\d+(\\.\\d{1,3})?")),
            Effect.LIMIT),
    MEMORY(
            Group.SERVER,
            "memory",
            "memory limit",
            "256MiB",
            "a size from 64MiB to 64GiB in whole MiB",
            size(64L << 20, 64L << 30).and(text -> Sizes.parse(text) % (1 << 20) == 0),
            Effect.LIMIT),
    BROADCAST(
            Group.SERVER,
            "broadcast",
            "broadcast strategy",
            "log",
            "one of log, naive, batched",
            oneOf("log", "naive", "batched"),
            "BROADCAST"),
    PATIENCE(
            Group.SERVER,
            "patience",
            "patience",
            "10ms",
            "a duration from 0 to 10ms",
            duration(Duration.ZERO, Duration.ofMillis(10)),
            "PATIENCE"),
    SLOW_CONSUMER(
            Group.SERVER,
            "slowConsumer",
            "slow consumers",
            "gap",
            "one of gap, close",
            oneOf("gap", "close"),
            "SLOW_CONSUMER"),
    ROOM_LOG_BYTES(
            Group.SERVER,
            "roomLogBytes",
            "room log",
            "4MiB",
            "a size from 512KiB to 1GiB",
            size(512 << 10, 1 << 30),
            "ROOM_LOG_BYTES"),
    IO(Group.SERVER, "io", "I/O", "epoll", "one of epoll, nio, io_uring", oneOf("epoll", "nio", "io_uring"), "IO"),
    TOPOLOGY(Group.SERVER, "topology", "topology", "single", Topology.EXPECTED, Topology::isValid, Effect.TOPOLOGY),
    PROXY(Group.SERVER, "proxy", "proxy", "none", "one of none, haproxy", oneOf("none", "haproxy"), Effect.TOPOLOGY),
    MEMBERS(
            Group.CLIENTS,
            "members",
            "members",
            "100",
            "a whole number from 1 to 60000",
            wholeNumber(1, 60_000),
            "CLIENTS"),
    TALKERS(
            Group.CLIENTS,
            "talkers",
            "talkers",
            "10",
            "a whole number from 1 to 60000, or a share such as 5%",
            countOrShare(1, 60_000),
            "TALKERS"),
    BURST_TALKERS(
            Group.CLIENTS,
            "burstTalkers",
            "burst talkers",
            "0",
            "a whole number from 0 to 60000, or a share such as 5%",
            countOrShare(0, 60_000),
            "BURST_TALKERS"),
    BURST_MESSAGES(
            Group.CLIENTS,
            "burstMessages",
            "messages per burst",
            "10",
            "a whole number from 2 to 10000",
            wholeNumber(2, 10_000),
            "BURST_MESSAGES"),
    RATE(
            Group.CLIENTS,
            "rate",
            "offered rate, messages/s",
            "10",
            "a number of messages per second from 0.1 to 1000000",
            number(0.1, 1_000_000),
            "RATE"),
    ARRIVALS(
            Group.CLIENTS,
            "arrivals",
            "arrivals",
            "constant",
            "constant, poisson, ramp:SHARE (0% to 100%: of the rate at the start), steps:COUNT (2 to 1000) or"
                    + " burst:PERIOD (1ms to 1h)",
            oneOf("constant", "poisson")
                    .or(after("ramp:", text -> text.matches("(100(\\.0+)?|\\d{1,2}(\\.\\d{1,9})?)%")))
                    .or(after("steps:", wholeNumber(2, 1_000)))
                    .or(after("burst:", duration(Duration.ofMillis(1), Duration.ofHours(1)))),
            "ARRIVALS"),
    MESSAGE_BYTES(
            Group.CLIENTS,
            "messageBytes",
            "message size, bytes",
            "128",
            "a size from 96 to 20000 bytes, uniform:MIN..MAX or lognormal:MEDIAN..P99",
            size(96, 20_000).or(after("uniform:", twoSizes(96, 20_000))).or(after("lognormal:", twoSizes(96, 20_000))),
            "MESSAGE_BYTES"),
    ROOMS(Group.CLIENTS, "rooms", "rooms", "1", "a whole number from 1 to 10000", wholeNumber(1, 10_000), "ROOMS"),
    ROOM_SIZES(
            Group.CLIENTS,
            "roomSizes",
            "room sizes",
            "equal",
            "equal, or zipf:EXPONENT from 0.1 to 3, such as zipf:1",
            oneOf("equal").or(after("zipf:", number(0.1, 3))),
            "ROOM_SIZES"),
    HOPPERS(
            Group.CLIENTS,
            "hoppers",
            "room hoppers",
            "0",
            "a whole number from 0 to 60000, or a share such as 5%",
            countOrShare(0, 60_000),
            "HOPPERS"),
    HOP_EVERY(
            Group.CLIENTS,
            "hopEvery",
            "time in a room",
            "30s",
            "a duration from 100ms to 1h",
            duration(Duration.ofMillis(100), Duration.ofHours(1)),
            "HOP_EVERY"),
    CHURNERS(
            Group.CLIENTS,
            "churners",
            "churners",
            "0",
            "a whole number from 0 to 60000, or a share such as 5%",
            countOrShare(0, 60_000),
            "CHURNERS"),
    CHURN_EVERY(
            Group.CLIENTS,
            "churnEvery",
            "time connected",
            "30s",
            "a duration from 100ms to 1h",
            duration(Duration.ofMillis(100), Duration.ofHours(1)),
            "CHURN_EVERY"),
    SLOW_READERS(
            Group.CLIENTS,
            "slowReaders",
            "slow readers",
            "0",
            "a whole number from 0 to 60000",
            wholeNumber(0, 60_000),
            "SLOW_READERS"),
    PROCESSES(
            Group.CLIENTS,
            "processes",
            "load-client processes",
            "1",
            "a whole number from 1 to 16",
            wholeNumber(1, 16),
            Effect.PROCESSES),
    CONNECT_RATE(
            Group.CLIENTS,
            "connectRate",
            "connects per second",
            "500",
            "a whole number from 1 to 100000",
            wholeNumber(1, 100_000),
            "CONNECT_RATE"),
    RECONNECT(
            Group.CLIENTS,
            "reconnect",
            "reconnecting",
            "never",
            "one of never, jitter",
            oneOf("never", "jitter"),
            "RECONNECT"),
    TRANSPORT(
            Group.CLIENTS,
            "transport",
            "transport",
            "tcp",
            "one of tcp, websocket",
            oneOf("tcp", "websocket"),
            Effect.ADDRESS),
    GENERATOR(
            Group.CLIENTS,
            "generator",
            "load generator",
            "load-clients",
            "one of load-clients, gatling",
            oneOf("load-clients", "gatling"),
            Effect.GENERATOR);

    private enum Effect {
        LIMIT,
        VARIABLE,
        ADDRESS,
        PROCESSES,
        GENERATOR,
        TOPOLOGY
    }

    /** Whom a parameter is for. */
    public enum Group {
        SERVER("server"),
        CLIENTS("clients");

        private final String key;

        Group(String key) {
            this.key = key;
        }

        /** The key of the group in an experiment file. */
        public String key() {
            return key;
        }
    }

    private final Group group;
    private final String key;
    private final String label;
    private final String fallback;
    private final String expected;
    private final Predicate<String> valid;
    private final Effect effect;
    private final String variable;

    Parameter(
            Group group,
            String key,
            String label,
            String fallback,
            String expected,
            Predicate<String> valid,
            String variable) {
        this(group, key, label, fallback, expected, valid, Effect.VARIABLE, variable);
    }

    Parameter(
            Group group,
            String key,
            String label,
            String fallback,
            String expected,
            Predicate<String> valid,
            Effect effect) {
        this(group, key, label, fallback, expected, valid, effect, "");
    }

    Parameter(
            Group group,
            String key,
            String label,
            String fallback,
            String expected,
            Predicate<String> valid,
            Effect effect,
            String variable) {
        this.group = group;
        this.key = key;
        this.label = label;
        this.fallback = fallback;
        this.expected = expected;
        this.valid = valid;
        this.effect = effect;
        this.variable = variable;
    }

    /** Whom it is for. */
    public Group group() {
        return group;
    }

    /** Its key within its group: {@code members}. */
    public String key() {
        return key;
    }

    /** Its name in a matrix: {@code clients.members}. */
    public String path() {
        return group.key + "." + key;
    }

    /** What it is called on an axis, with its unit. */
    public String label() {
        return label;
    }

    /** Its value where an experiment does not set it. */
    public String fallback() {
        return fallback;
    }

    /** What a right value is, to follow "it has to be". */
    public String expected() {
        return expected;
    }

    /** The environment variable it is handed over in; empty if it takes effect in another way. */
    public Optional<String> variable() {
        return effect == Effect.VARIABLE ? Optional.of(variable) : Optional.empty();
    }

    /** Whether it is a limit on the server, which may or may not bind. */
    public boolean isLimit() {
        return effect == Effect.LIMIT;
    }

    /**
     * Gives the value back if it is right.
     *
     * @throws IllegalArgumentException if it is not
     */
    public String require(String value) {
        if (!valid.test(value)) {
            throw new IllegalArgumentException(expected);
        }
        return value;
    }

    /** The parameters of a group, in order. */
    public static List<Parameter> of(Group group) {
        return Arrays.stream(values()).filter(p -> p.group == group).toList();
    }

    /**
     * The parameter that a matrix calls {@code path}.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static Parameter ofPath(String path) {
        return Arrays.stream(values())
                .filter(p -> p.path().equals(path))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(path));
    }
}
