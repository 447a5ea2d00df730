package chatlab.bench.scenario;

import static chatlab.bench.scenario.Case.chatlab;
import static chatlab.bench.scenario.Case.yardstick;

import chatlab.bench.machine.Limits;
import chatlab.bench.measure.AttemptsRun;
import chatlab.bench.measure.Point;
import chatlab.bench.measure.ServerProgram.Settings;
import chatlab.bench.measure.Shape;
import chatlab.bench.measure.Transport;
import java.util.List;
import java.util.stream.Stream;

/** All scenarios of the server, and the goals of their figures. */
public final class Scenarios {
    private static final String YARDSTICK = "yardstick";
    private static final Settings NO_PATIENCE = Settings.environment("PATIENCE", "0");
    /** What the server would admit into so little memory by itself is another question. */
    private static final Settings ROOM_FOR_ALL = Settings.environment("MAX_CONNECTIONS", "10100");

    private static final int PATIENT_YARDSTICK_US = 10_000;
    private static final int LARGE_BYTES = 16 * 1024;

    private static final List<Scenario<Point>> ALL = List.of(
            capacity(),
            eachMessage(),
            patience(),
            manyMembers(),
            rooms(),
            webSocket(),
            memory(),
            stuck(),
            quota(),
            slow(),
            noRoom());

    private Scenarios() {}

    /** In the order of their numbers. */
    public static List<Scenario<Point>> all() {
        return ALL;
    }

    private static Scenario<Point> capacity() {
        Point thousand = Point.capacity(Shape.global(1_000, 8_000), Settings.NONE, 100);
        Point tenThousand = Point.capacity(Shape.global(10_000, 1_000), Settings.NONE, 500);
        return new Scenario<>(
                "P1",
                "capacity",
                "the highest rate that a global room carries, beside the yardstick's",
                List.of(
                        yardstick("limit-1000", thousand),
                        chatlab("1000", thousand),
                        yardstick("limit-10000", tenThousand),
                        chatlab("10000", tenThousand)),
                List.of(
                        Figure.of(
                                        "1,000 members: capacity at p99 <= 100 ms",
                                        "/s",
                                        Value.capacity("1000"),
                                        Goal.ratioAtLeast(0.9),
                                        "1000")
                                .beside(YARDSTICK, Value.capacity("limit-1000"), "limit-1000"),
                        Figure.of(
                                        "10,000 members: capacity at p99 <= 500 ms",
                                        "/s",
                                        Value.capacity("10000"),
                                        Goal.ratioAtLeast(0.9),
                                        "10000")
                                .beside(YARDSTICK, Value.capacity("limit-10000"), "limit-10000")));
    }

    private static Scenario<Point> eachMessage() {
        Shape shape = Shape.global(1_000, 100);
        return new Scenario<>(
                "P2",
                "each-message",
                "1,000 members at 100 messages/s without patience: what each delivery costs",
                List.of(
                        yardstick("limit", Point.load(shape, Settings.NONE)),
                        chatlab("100", Point.load(shape, NO_PATIENCE))),
                List.of(
                        Figure.of(
                                        "100/s: CPU per delivery",
                                        "us",
                                        Value.cpuPerDelivery("100"),
                                        Goal.ratioAtMost(1.15),
                                        "100")
                                .beside(YARDSTICK, Value.cpuPerDelivery("limit"), "limit"),
                        Figure.of("100/s: p99", "ms", Value.p99("100"), Goal.atMost(13), "100")
                                .beside(YARDSTICK, Value.p99("limit"), "limit")));
    }

    private static Scenario<Point> patience() {
        return new Scenario<>(
                "P3",
                "patience",
                "1,000 members at 1,000 and 5,000 messages/s with the usual patience: CPU beside the eager yardstick's",
                Stream.of(1_000, 5_000)
                        .flatMap(rate -> Stream.of(
                                yardstick("limit-" + rate, Point.load(Shape.global(1_000, rate), Settings.NONE)),
                                chatlab("" + rate, Point.load(Shape.global(1_000, rate), Settings.NONE)),
                                yardstick(
                                        "patient-" + rate,
                                        Point.load(Shape.global(1_000, rate), Settings.pauseUs(PATIENT_YARDSTICK_US)))))
                        .toList(),
                Stream.of("1000", "5000")
                        .flatMap(rate -> Stream.of(
                                Figure.of(rate + "/s: CPU", "cores", Value.cores(rate), Goal.ratioAtMost(0.5), rate)
                                        .beside("eager", Value.cores("limit-" + rate), "limit-" + rate),
                                Figure.of(rate + "/s: CPU", "cores", Value.cores(rate), Goal.NONE, rate)
                                        .beside("patient", Value.cores("patient-" + rate), "patient-" + rate),
                                Figure.of(rate + "/s: p99", "ms", Value.p99(rate), Goal.atMost(30), rate)
                                        .beside("eager", Value.p99("limit-" + rate), "limit-" + rate)))
                        .toList());
    }

    private static Scenario<Point> manyMembers() {
        Shape shape = Shape.global(10_000, 20);
        return new Scenario<>(
                "P4",
                "many-members",
                "10,000 members at 20 messages/s: the sweep itself",
                List.of(
                        yardstick("limit", Point.load(shape, Settings.NONE)),
                        chatlab("20", Point.load(shape, Settings.NONE))),
                List.of(
                        Figure.of("20/s: CPU", "cores", Value.cores("20"), Goal.ratioAtMost(1.1), "20")
                                .beside(YARDSTICK, Value.cores("limit"), "limit"),
                        Figure.of("20/s: p99", "ms", Value.p99("20"), Goal.atMost(155), "20")
                                .beside(YARDSTICK, Value.p99("limit"), "limit")));
    }

    private static Scenario<Point> rooms() {
        Shape shape = Shape.rooms(24, 2, 9_600);
        return new Scenario<>(
                "P5",
                "rooms",
                "24 rooms of 2 members, each 200 messages/s: CPU and capacity",
                List.of(
                        chatlab("eager", Point.load(shape, NO_PATIENCE)),
                        chatlab("patient", Point.load(shape, Settings.environment("PATIENCE", "5ms"))),
                        chatlab("capacity", Point.capacity(shape.withRate(100_000), NO_PATIENCE, 100))),
                List.of(
                        Figure.of(
                                "9,600/s, no patience: CPU", "cores", Value.cores("eager"), Goal.atMost(0.35), "eager"),
                        Figure.of("9,600/s, no patience: p99", "ms", Value.p99("eager"), Goal.atMost(0.5), "eager"),
                        Figure.of(
                                "9,600/s, 5 ms of patience: CPU",
                                "cores",
                                Value.cores("patient"),
                                Goal.atMost(0.25),
                                "patient"),
                        Figure.of("9,600/s, 5 ms of patience: p99", "ms", Value.p99("patient"), Goal.NONE, "patient"),
                        Figure.of(
                                "no patience: capacity at p99 <= 100 ms",
                                "/s",
                                Value.capacity("capacity"),
                                Goal.atLeast(500_000),
                                "capacity")));
    }

    private static Scenario<Point> webSocket() {
        List<Integer> rates = List.of(100, 1_000, 5_000);
        return new Scenario<>(
                "P6",
                "websocket",
                "1,000 members over WebSocket beside the same over lines: CPU per delivery",
                rates.stream()
                        .flatMap(rate -> Stream.of(Transport.LINES, Transport.WEB_SOCKET)
                                .map(transport -> chatlab(
                                        transport + "-" + rate,
                                        Point.load(
                                                Shape.global(1_000, rate).over(transport),
                                                rate == 100 ? NO_PATIENCE : Settings.NONE))))
                        .toList(),
                rates.stream()
                        .map(rate -> Figure.of(
                                        rate + "/s over WebSocket: CPU per delivery",
                                        "us",
                                        Value.cpuPerDelivery(Transport.WEB_SOCKET + "-" + rate),
                                        Goal.ratioAtMost(1.1),
                                        Transport.WEB_SOCKET + "-" + rate)
                                .beside(
                                        "lines",
                                        Value.cpuPerDelivery(Transport.LINES + "-" + rate),
                                        Transport.LINES + "-" + rate))
                        .toList());
    }

    private static Scenario<Point> memory() {
        List<Integer> crowds = List.of(1_000, 5_000, 10_000);
        Value slope = Memory.slopeKiB(crowds, count -> Value.rssMiB("idle-" + count));
        return new Scenario<>(
                "P7",
                "memory",
                "memory empty, per idle connection, and for 10,000 active members within 128 MiB",
                Stream.concat(
                                Stream.concat(Stream.of(0), crowds.stream())
                                        .map(count ->
                                                chatlab("idle-" + count, Point.load(Shape.idle(count), Settings.NONE))),
                                Stream.of(chatlab(
                                        "active",
                                        Point.load(Shape.global(10_000, 20), ROOM_FOR_ALL)
                                                .within(new Limits(0, 128)))))
                        .toList(),
                List.of(
                        Figure.of("per idle connection, 1,000 to 10,000", "KiB", slope, Goal.atMost(1.5), null),
                        Figure.of("empty: resident", "MiB", Value.rssMiB("idle-0"), Goal.atMost(60), null),
                        Figure.of(
                                "10,000 active in 128 MiB: resident",
                                "MiB",
                                Value.mostRssMiB("active"),
                                Goal.NONE,
                                "active"),
                        Figure.of(
                                "10,000 active in 128 MiB: sockets, both ends",
                                "MiB",
                                Value.socketsMiB("active"),
                                Goal.NONE,
                                null),
                        Figure.of(
                                "10,000 active in 128 MiB: delivered",
                                "%",
                                Value.completePercent("active"),
                                Goal.atLeast(99).eachTime(),
                                "active")));
    }

    private static Scenario<Point> stuck() {
        Shape reading = Shape.global(1_000, 50).withMessageBytes(LARGE_BYTES);
        return new Scenario<>(
                "P8",
                "stuck-readers",
                "100 of 1,000 members never read, 50 messages/s of 16 KiB: what the others and memory notice",
                List.of(
                        chatlab("all-read", Point.longLoad(reading, Settings.NONE)),
                        chatlab("some-stuck", Point.longLoad(reading.withNeverReaders(100), Settings.NONE))),
                List.of(
                        Figure.of(
                                        "100 stuck: the others' p99",
                                        "ms",
                                        Value.p99("some-stuck"),
                                        Goal.ratioAtMost(1.1),
                                        "some-stuck")
                                .beside("all read", Value.p99("all-read"), "all-read"),
                        Figure.of(
                                "100 stuck: more memory",
                                "MiB",
                                Value.mostRssMiB("some-stuck").minus(Value.mostRssMiB("all-read")),
                                Goal.atMost(16),
                                null),
                        Figure.of(
                                "100 stuck: more in sockets, both ends",
                                "MiB",
                                Value.socketsMiB("some-stuck").minus(Value.socketsMiB("all-read")),
                                Goal.NONE,
                                null)));
    }

    private static Scenario<Point> quota() {
        Point point =
                Point.capacity(Shape.global(1_000, 2_000), Settings.NONE, 500).within(new Limits(0.25, 0));
        return new Scenario<>(
                "P9",
                "quota",
                "1,000 members, a quota of 0.25 CPU, half of what it carries there (at p99 <= 500 ms): latency",
                List.of(chatlab("half", point.halved())),
                List.of(
                        Figure.of(
                                "0.25 CPU, half of its capacity: p99",
                                "ms",
                                Value.p99("half"),
                                Goal.atMost(100),
                                "half"),
                        Figure.of(
                                "0.25 CPU: half of its capacity",
                                "/s",
                                readings -> readings.run("half", run -> run.rate()),
                                Goal.NONE,
                                null)));
    }

    private static Scenario<Point> slow() {
        Shape stopped = Shape.global(2_000, 2_000).withNeverReaders(200);
        Limits limits = new Limits(0, 128);
        Point reading = Point.capacity(Shape.global(2_000, 2_000), Settings.NONE, 100)
                .within(limits)
                .halved();
        Point gap = Point.capacity(stopped, Settings.environment("SLOW_CONSUMER", "gap"), 100)
                .within(limits)
                .halved();
        Point close = Point.capacity(stopped, Settings.environment("SLOW_CONSUMER", "close"), 100)
                .within(limits)
                .halved();
        return new Scenario<>(
                "P10",
                "slow",
                "200 of 2,000 members stop reading at half of capacity, in 128 MiB, and read again at the end",
                List.of(chatlab("all-read", reading), chatlab("gap", gap), chatlab("close", close)),
                Stream.concat(
                                Stream.of("gap", "close")
                                        .flatMap(mode -> Stream.of(
                                                Figure.of(
                                                                mode + ": the others' p99",
                                                                "ms",
                                                                Value.p99(mode),
                                                                Goal.ratioAtMost(1.1),
                                                                mode)
                                                        .beside("all read", Value.p99("all-read"), "all-read"),
                                                Figure.of(
                                                        mode + ": others closed",
                                                        "",
                                                        readings -> readings.run(mode, run -> run.closed()),
                                                        Goal.atMost(0).eachTime(),
                                                        null),
                                                Figure.of(
                                                                mode + ": resident",
                                                                "MiB",
                                                                Value.mostRssMiB(mode),
                                                                Goal.NONE,
                                                                null)
                                                        .beside("all read", Value.mostRssMiB("all-read"), null))),
                                Stream.of(
                                        Figure.of(
                                                "gap: told to have been missed",
                                                "",
                                                readings -> readings.run("gap", run -> run.lateMissed()),
                                                Goal.atLeast(1).eachTime(),
                                                null),
                                        Figure.of(
                                                "gap: neither received nor told of",
                                                "",
                                                Value.unaccounted("gap"),
                                                Goal.atMost(0).eachTime(),
                                                null),
                                        Figure.of(
                                                "close: of those who stopped, closed",
                                                "",
                                                readings -> readings.run("close", run -> run.neverReadersClosed()),
                                                Goal.atLeast(200).eachTime(),
                                                null)))
                        .toList());
    }

    private static Scenario<Point> noRoom() {
        int most = 1_000;
        Shape knocking = Shape.idle(most).withRate(1_000);
        Point atTheCap = Point.attempts(knocking, Settings.most(most));
        Point withoutFiles = Point.attemptsWithoutFiles(knocking, Settings.most(5 * most));
        return new Scenario<>(
                "P11",
                "no-room",
                "1,000 attempts/s at a server that has no room, in its connections or in its open files: what they cost",
                List.of(yardstick("limit", atTheCap), chatlab("connections", atTheCap), chatlab("files", withoutFiles)),
                Stream.of("connections", "files")
                        .flatMap(key -> Stream.of(
                                Figure.of(
                                                key + ": CPU",
                                                "cores",
                                                readings -> readings.attempts(key, AttemptsRun::serverCores),
                                                Goal.atMost(0.05),
                                                null)
                                        .beside(
                                                YARDSTICK,
                                                readings -> readings.attempts("limit", AttemptsRun::serverCores),
                                                null),
                                Figure.of(
                                        key + ": attempts that were answered",
                                        "%",
                                        readings -> 100 * readings.attempts(key, AttemptsRun::answeredShare),
                                        Goal.atLeast(100).eachTime(),
                                        null),
                                Figure.of(
                                        key + ": p99 of the answer's end",
                                        "ms",
                                        readings -> readings.attempts(key, AttemptsRun::answerP99Ms),
                                        Goal.NONE,
                                        null),
                                Figure.of(
                                        key + ": served again once there is room",
                                        "ms",
                                        readings -> readings.attempts(key, AttemptsRun::back),
                                        Goal.atMost(1_000).eachTime(),
                                        null)))
                        .toList());
    }
}
