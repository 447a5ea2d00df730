package chatlab.lab.experiment;

import chatlab.lab.experiment.Experiment.Timing;
import chatlab.process.Durations;
import chatlab.process.SettingException;
import chatlab.process.Shares;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What no single value of an experiment file shows: matrices that explode, and settings that contradict each other. */
final class Consistency {
    private static final int MAX_TRIALS = 1_000;

    /** Of a matrix before anything is left out of it. */
    private static final int MOST_POINTS = 100_000;

    private static final String BURST = "burst:";
    private static final String HAPROXY = "haproxy";

    /** Its maxconn in haproxy/haproxy.cfg. */
    private static final int MOST_THROUGH_HAPROXY = 9_900;

    /** What the load clients take. */
    private static final int MOST_AT_ONCE = 1_000_000;

    private static final long MOST_PAIRS = 4_000_000;

    /** What a member can be, beside a listener. */
    private static final List<Parameter> PARTS =
            List.of(Parameter.TALKERS, Parameter.HOPPERS, Parameter.CHURNERS, Parameter.SLOW_READERS);

    private final String file;
    private final Section root;
    private final Faults faults;
    private final GatlingLimits gatling;

    Consistency(String file, Section root) {
        this.file = file;
        this.root = root;
        faults = new Faults(file, root);
        gatling = new GatlingLimits(faults);
    }

    /** @throws SettingException if the experiment can't be run as it stands */
    void require(Experiment experiment) {
        requireFewTrials(experiment);
        for (Point point : experiment.points()) {
            long members = Long.parseLong(point.get(Parameter.MEMBERS));
            requireAtMost(point, Parameter.TALKERS, members);
            requireAtMost(point, Parameter.SLOW_READERS, members);
            requireAtMost(point, Parameter.ROOMS, members);
            requireAtMost(point, Parameter.PROCESSES, members);
            requireOneProcess(point, members);
            requireRoomForEachShard(point);
            requireSomebodyWhoLeads(point);
            requireRoomInHaproxy(point, members);
            requireRoomForAll(point, members);
            requireBursts(
                    point,
                    count(point, Parameter.TALKERS, members),
                    experiment.timing().duration());
            requireSeveralRooms(point, members);
            requireMoves(point, members, Parameter.HOPPERS, Parameter.HOP_EVERY, experiment.timing());
            requireMoves(point, members, Parameter.CHURNERS, Parameter.CHURN_EVERY, experiment.timing());
            requireAccounts(point, members);
            requireAMessage(point, experiment.timing().duration());
            gatling.require(experiment, point);
        }
    }

    /**
     * Where the mean rate is not the same all the time, the window may hold half of the messages, or a period less; of windows
     * in which ten are due at random one in 22,000 has none.
     */
    private void requireAMessage(Point point, Duration window) {
        String arrivals = point.get(Parameter.ARRIVALS);
        int least = leastInWindow(point);
        if (Double.parseDouble(point.get(Parameter.RATE)) * window.toNanos() / 1e9 < least) {
            throw faults.wrong(
                    Parameter.RATE,
                    point.get(Parameter.RATE) + " messages/s, but in a window of " + Durations.format(window)
                            + (least == 1
                                    ? " that is not a single message"
                                    : " that may not be a single message with arrivals " + arrivals)
                            + "; rate × duration has to be at least " + least + ".");
        }
        if (arrivals.startsWith(BURST)) {
            Duration period = Durations.parse(arrivals.substring(BURST.length()));
            if (period.multipliedBy(2).compareTo(window) > 0) {
                throw faults.wrong(
                        Parameter.ARRIVALS,
                        arrivals + ", but the window is " + Durations.format(window)
                                + "; it has to be at least two such periods long.");
            }
            if (Double.parseDouble(point.get(Parameter.RATE)) * period.toNanos() / 1e9 > MOST_AT_ONCE) {
                throw faults.wrong(
                        Parameter.ARRIVALS,
                        arrivals + ", but at " + point.get(Parameter.RATE) + " messages/s that is more than "
                                + MOST_AT_ONCE + " at once; rate × period has to be at most that.");
            }
        }
    }

    private void requireFewTrials(Experiment experiment) {
        if (experiment.matrix().size(MOST_POINTS) > MOST_POINTS
                || (long) experiment.points().size() * experiment.repetitions() > MAX_TRIALS) {
            Section matrix = MatrixReader.section(root, MatrixReader.MATRIX);
            boolean said = experiment.matrix().axes().keySet().stream()
                    .anyMatch(axis -> matrix.lineOf(axis.path()) == Yaml.NO_LINE);
            int line = said ? Yaml.NO_LINE : root.lineOf(MatrixReader.MATRIX);
            throw new SettingException(Yaml.at(file, line) + ": the matrix has more than " + MAX_TRIALS
                    + " trials with repetitions; split the question.");
        }
        if (experiment.points().isEmpty()) {
            throw new SettingException(Yaml.at(file, root.lineOf(MatrixReader.EXCLUDE))
                    + ": 'exclude' leaves out every trial; at least one has to be left.");
        }
    }

    /** With fewer some servers would have nothing to do for sure; with as many it may be so, as rooms are dealt out by chance. */
    private void requireRoomForEachShard(Point point) {
        int shards = Topology.parse(point.get(Parameter.TOPOLOGY)).shards();
        long rooms = Long.parseLong(point.get(Parameter.ROOMS));
        if (shards > rooms) {
            throw faults.wrong(
                    Parameter.TOPOLOGY,
                    point.get(Parameter.TOPOLOGY) + ", but "
                            + (rooms == 1 ? "there is one room" : "there are " + rooms + " rooms")
                            + "; clients.rooms has to be at least " + shards + ".");
        }
    }

    /** Over lines a server says where a room is, and the way there is past HAProxy; over WebSocket HAProxy knows by the path. */
    private void requireSomebodyWhoLeads(Point point) {
        if (!Topology.parse(point.get(Parameter.TOPOLOGY)).dealsRoomsOut()) {
            return;
        }
        boolean websocket = point.get(Parameter.TRANSPORT).equals("websocket");
        boolean haproxy = point.get(Parameter.PROXY).equals(HAPROXY);
        if (haproxy && !websocket) {
            throw faults.wrong(
                    Parameter.PROXY,
                    HAPROXY + ", but " + Parameter.TOPOLOGY.path() + " is " + point.get(Parameter.TOPOLOGY) + " and "
                            + Parameter.TRANSPORT.path() + " " + point.get(Parameter.TRANSPORT)
                            + ", over which servers send clients on to each other, past HAProxy; the transport has to be websocket.");
        }
        if (websocket && !haproxy) {
            throw faults.wrong(
                    Parameter.TRANSPORT,
                    "websocket, but " + Parameter.TOPOLOGY.path() + " is " + point.get(Parameter.TOPOLOGY)
                            + ", where only HAProxy leads WebSockets to the servers that have their rooms; "
                            + Parameter.PROXY.path() + " has to be haproxy.");
        }
    }

    /** More would wait until others leave. */
    private void requireRoomInHaproxy(Point point, long members) {
        if (point.get(Parameter.PROXY).equals(HAPROXY) && members > MOST_THROUGH_HAPROXY) {
            throw faults.wrong(
                    Parameter.MEMBERS,
                    members + ", but " + Parameter.PROXY.path() + " is " + HAPROXY + ", which takes "
                            + MOST_THROUGH_HAPROXY + " connections; it has to be at most that.");
        }
    }

    /** The processes of a run don't know of each other when messages are handed over, which the account of who comes and goes needs. */
    private void requireOneProcess(Point point, long members) {
        String processes = point.get(Parameter.PROCESSES);
        if (processes.equals("1")) {
            return;
        }
        for (Parameter part : List.of(Parameter.HOPPERS, Parameter.CHURNERS)) {
            if (count(point, part, members) > 0) {
                throw faults.wrong(
                        Parameter.PROCESSES,
                        processes + ", but " + part.path() + " is " + point.get(part)
                                + "; members who come and go need all of them in one process.");
            }
        }
        if (!point.get(Parameter.RECONNECT).equals("never")) {
            throw faults.wrong(
                    Parameter.PROCESSES,
                    processes + ", but " + Parameter.RECONNECT.path() + " is " + point.get(Parameter.RECONNECT)
                            + "; members who come back need all of them in one process.");
        }
    }

    private void requireAtMost(Point point, Parameter parameter, long members) {
        String value = point.get(parameter);
        if (!value.endsWith("%") && Long.parseLong(value) > members) {
            throw faults.wrong(
                    parameter,
                    value + ", but there are only " + members + (members == 1 ? " member" : " members")
                            + "; it has to be at most that.");
        }
    }

    /** A member plays one part. */
    private void requireRoomForAll(Point point, long members) {
        long all = PARTS.stream().mapToLong(part -> count(point, part, members)).sum();
        if (all > members) {
            Parameter last = PARTS.reversed().stream()
                    .filter(part -> count(point, part, members) > 0)
                    .findFirst()
                    .orElseThrow();
            String others = PARTS.stream()
                    .filter(part -> part != last && count(point, part, members) > 0)
                    .map(part -> part.path() + " is " + count(point, part, members))
                    .collect(Collectors.joining(" and "));
            throw faults.wrong(
                    last,
                    count(point, last, members) + ", but of " + members + " members "
                            + (others.isEmpty() ? "" : others + "; ")
                            + "all together have to be at most the members.");
        }
    }

    private void requireBursts(Point point, long talkers, Duration window) {
        String bursting = point.get(Parameter.BURST_TALKERS);
        if (!bursting.endsWith("%") && Long.parseLong(bursting) > talkers) {
            throw faults.wrong(
                    Parameter.BURST_TALKERS,
                    bursting + ", but there are only " + talkers + " talkers; it has to be at most that.");
        }
        long bursters = count(point, Parameter.BURST_TALKERS, talkers);
        double bursts = Double.parseDouble(point.get(Parameter.RATE))
                * window.toNanos()
                / 1e9
                * bursters
                / talkers
                / Double.parseDouble(point.get(Parameter.BURST_MESSAGES));
        int least = leastInWindow(point);
        if (bursters > 0 && bursts < least) {
            throw faults.wrong(
                    Parameter.BURST_TALKERS,
                    bursting + ", but with " + Parameter.BURST_MESSAGES.path() + " "
                            + point.get(Parameter.BURST_MESSAGES) + " and " + point.get(Parameter.RATE)
                            + " messages/s they have fewer than " + least + (least == 1 ? " burst" : " bursts")
                            + " in a window of " + Durations.format(window) + ".");
        }
    }

    /** How many have to be due on average so that there is one, as good as surely. */
    private static int leastInWindow(Point point) {
        return switch (point.get(Parameter.ARRIVALS)) {
            case "constant" -> 1;
            case "poisson" -> 10;
            default -> 2;
        };
    }

    /** Hoppers need somewhere to go, and one room has no other to differ from. */
    private void requireSeveralRooms(Point point, long members) {
        if (Long.parseLong(point.get(Parameter.ROOMS)) > 1) {
            return;
        }
        if (count(point, Parameter.HOPPERS, members) > 0) {
            throw faults.wrong(
                    Parameter.HOPPERS,
                    point.get(Parameter.HOPPERS) + ", but there is one room; clients.rooms has to be at least 2.");
        }
        if (!point.get(Parameter.ROOM_SIZES).equals("equal")) {
            throw faults.wrong(
                    Parameter.ROOM_SIZES,
                    point.get(Parameter.ROOM_SIZES)
                            + ", but there is one room; clients.rooms has to be at least 2 for rooms to differ.");
        }
    }

    /** A part that nobody comes to play is a mistake. */
    private void requireMoves(Point point, long members, Parameter part, Parameter every, Timing timing) {
        long movers = count(point, part, members);
        Duration played = timing.warmup().plus(timing.duration());
        if (movers > 0
                && (double) movers
                                * played.toNanos()
                                / Durations.parse(point.get(every)).toNanos()
                        < 1) {
            throw faults.wrong(
                    part,
                    point.get(part) + ", but with " + every.path() + " " + point.get(every) + " none of them moves in "
                            + Durations.format(played) + " of warm-up and duration; make one of these longer or "
                            + every.key() + " shorter.");
        }
    }

    /** Who comes and goes is accounted for talker by talker. Rooms may differ, so that a churner may hear as many talkers as a hopper. */
    private void requireAccounts(Point point, long members) {
        long movers = count(point, Parameter.HOPPERS, members) + count(point, Parameter.CHURNERS, members);
        long talkers = count(point, Parameter.TALKERS, members);
        boolean alike = point.get(Parameter.ROOM_SIZES).equals("equal");
        long rooms = Long.parseLong(point.get(Parameter.ROOMS));
        long pairs = count(point, Parameter.HOPPERS, members) * talkers
                + count(point, Parameter.CHURNERS, members) * (alike ? (talkers + rooms - 1) / rooms : talkers);
        if (pairs > MOST_PAIRS) {
            throw faults.wrong(
                    count(point, Parameter.CHURNERS, members) > 0 ? Parameter.CHURNERS : Parameter.HOPPERS,
                    String.format(
                            Locale.ROOT,
                            "such that %,d members come and go, but with %,d talkers they make %,d pairs to account for one"
                                    + " by one; it has to be at most %,d.",
                            movers,
                            talkers,
                            pairs,
                            MOST_PAIRS));
        }
    }

    /** As the load clients count a share. */
    private static long count(Point point, Parameter parameter, long all) {
        String value = point.get(parameter);
        return value.endsWith("%") ? Shares.of(value, all) : Long.parseLong(value);
    }
}
