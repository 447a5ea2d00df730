package chatlab.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import chatlab.bench.machine.CPrograms;
import chatlab.bench.machine.Children;
import chatlab.bench.machine.Commands;
import chatlab.bench.machine.Cores;
import chatlab.bench.machine.Limits;
import chatlab.process.StopSignal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of a point whose server does badly: {@link SinningServer} stands in its place. */
class MeasurerTest {
    private static final Shape SHAPE = new Shape(Transport.LINES, 2, 1, 0, 0, 128, 100);
    private static final Pace PACE = new Pace(0.2, 1, new Span(0.2, 0.5), 1, new Pace.InTurns(3, new Span(0.2, 1), 3));

    @TempDir
    private static Path folder;

    private static CPrograms programs;
    private static Path options;

    @BeforeAll
    static void compile() throws Exception {
        assumeTrue(Commands.find(List.of("cc", "gcc", "clang")).isPresent(), "a C compiler on the path");
        assumeTrue(Commands.find(List.of("taskset")).isPresent(), "taskset on the path");
        programs = CPrograms.compile();
        options = Files.writeString(
                folder.resolve("options"),
                "-cp \"" + System.getProperty("java.class.path") + "\"\n" + SinningServer.class.getName() + "\n");
    }

    @AfterAll
    static void clean() throws IOException {
        if (programs != null) {
            programs.close();
        }
    }

    @Test
    void serverThatDoesWellStands() throws Exception {
        Reading reading = measure("", Point.load(SHAPE, ServerProgram.Settings.NONE));
        assertThat(reading.failures()).isEmpty();
        assertThat(reading.isVoid()).isFalse();
    }

    @Test
    void serverThatEndsUnderLoadHasFailed() throws Exception {
        Reading reading = measure("ends", Point.load(SHAPE, ServerProgram.Settings.NONE));
        assertThat(reading.failures()).containsExactly("the server ended with code 7");
        assertThat(reading.isVoid()).isFalse();
    }

    @Test
    void serverThatClosesThoseWhoReadHasFailed() throws Exception {
        Reading reading = measure("closes", Point.load(SHAPE, ServerProgram.Settings.NONE));
        assertThat(reading.failures()).containsExactly("the server closed 3 connections that read");
        assertThat(reading.run()).isNotNull();
        assertThat(reading.isVoid()).isFalse();
    }

    @Test
    void serverThatDoublesMessagesHasFailed() throws Exception {
        Reading reading = measure("doubles", Point.load(SHAPE, ServerProgram.Settings.NONE));
        assertThat(reading.failures()).singleElement().asString().endsWith(" messages came twice or out of order");
        assertThat(reading.isVoid()).isFalse();
    }

    /** Within 0.7 s more than 57 messages a second reach the number from which it sins. */
    @Test
    void rateAtWhichTheServerDoesBadlyHasFailed() throws Exception {
        Reading reading = measure("closes", Point.capacity(SHAPE.withRate(50), ServerProgram.Settings.NONE, 10_000));
        assertThat(reading.failures()).isEmpty();
        assertThat(reading.capacityPerS()).isBetween(50.0, 59.0);
    }

    @Test
    void serverThatEndsInASearchHasFailedForGood() throws Exception {
        Reading reading = measure("ends", Point.capacity(SHAPE.withRate(50), ServerProgram.Settings.NONE, 10_000));
        assertThat(reading.failures()).containsExactly("the server ended with code 7");
        assertThat(reading.isVoid()).isFalse();
    }

    @Test
    void serverThatPassesNoRateHasFailed() throws Exception {
        Reading reading = measure("", Point.capacity(SHAPE.withRate(1), ServerProgram.Settings.NONE, 0));
        assertThat(reading.failures()).containsExactly("no rate passed");
        assertThat(reading.isVoid()).isFalse();
    }

    @Test
    void whatAYardstickDoesBadlyMakesItsPointVoid() {
        Reading reading = Reading.failed("the yardstick ended with code 7").withoutSubject();
        assertThat(reading.isFailed()).isFalse();
        assertThat(reading.isVoid()).isTrue();
        assertThat(reading.doubts()).containsExactly("the yardstick ended with code 7");
    }

    @Test
    void serverStaysWarmFromTurnToTurn() throws Exception {
        List<Reading> turns = turns(program(""), Point.load(SHAPE, ServerProgram.Settings.NONE));
        assertThat(turns).hasSize(3).noneMatch(Reading::isVoid).noneMatch(Reading::isFailed);
        assertThat(turns)
                .as("the speed of both cores")
                .extracting(Reading::speeds)
                .allSatisfy(speeds -> assertThat(speeds.serverUs()).isBetween(1.0, 100_000.0))
                .allSatisfy(speeds -> assertThat(speeds.clientUs()).isBetween(1.0, 100_000.0));
    }

    @Test
    void serverThatDoesNotStartHasOneTurnThatIsVoid() throws Exception {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        ChatlabProgram broken = new ChatlabProgram(
                "broken", java, folder.resolve("no.jar"), Files.writeString(folder.resolve("none"), "-Xno"), Map.of());
        List<Reading> turns = turns(broken, Point.load(SHAPE, ServerProgram.Settings.NONE));
        assertThat(turns).singleElement().matches(Reading::isVoid);
    }

    /** At 50 messages a second the 0.7 s of warming up end before the message from which it sins, a window of 1.2 s does not. */
    @Test
    void serverThatEndsInATurnHasFailedInThoseThatFollowToo() throws Exception {
        List<Reading> turns = turns(program("ends"), Point.load(SHAPE.withRate(50), ServerProgram.Settings.NONE));
        List<String> ended = List.of("the server ended with code 7");
        assertThat(turns).extracting(Reading::failures).containsExactly(ended, ended, ended);
    }

    /**
     * Each turn has a rate 3% above or below the one before; 62 a second are too many for any. The next repetition begins where
     * this one's rates lay in the mean.
     */
    @Test
    void turnsOfACapacityGoUpAndDownWhereItIs() throws Exception {
        Point point = Point.capacity(SHAPE.withRate(50), ServerProgram.Settings.NONE, 10_000);
        try (Children children = new Children()) {
            Measurer measurer = measurer(children);
            List<Reading> turns = turns(measurer, program("closes"), point);
            assertThat(turns).hasSize(3).noneMatch(Reading::isVoid).noneMatch(Reading::isFailed);
            List<Double> rates = turns.stream().map(Reading::capacityPerS).toList();
            assertThat(rates).allSatisfy(rate -> assertThat(rate).isBetween(50.0, 62.0));
            for (int i = 1; i < rates.size(); i++) {
                assertThat(Math.abs(Math.log(rates.get(i) / rates.get(i - 1)) / Math.log(1.03)))
                        .isCloseTo(1, Offset.offset(1e-6));
            }
            try (Turns later = measurer.inTurns(program("closes"), point).orElseThrow()) {
                assertThat(later.next().capacityPerS())
                        .isCloseTo(
                                rates.stream()
                                        .mapToDouble(Double::doubleValue)
                                        .average()
                                        .orElseThrow(),
                                Offset.offset(1e-6));
            }
        }
    }

    @Test
    void serverThatPassesNoRateHasOneTurnInWhichItFailed() throws Exception {
        List<Reading> turns = turns(program(""), Point.capacity(SHAPE.withRate(1), ServerProgram.Settings.NONE, 0));
        assertThat(turns).extracting(Reading::failures).containsExactly(List.of("no rate passed"));
    }

    @Test
    void serverThatDoesBadlyWhileItWarmsUpHasFailed() throws Exception {
        List<Reading> turns = turns(program("closes"), Point.load(SHAPE, ServerProgram.Settings.NONE));
        assertThat(turns)
                .extracting(Reading::failures)
                .containsExactly(List.of("while it warmed up the server closed 3 connections that read"));
    }

    @Test
    void whereMemoryCountsThereAreNoTurns() throws Exception {
        try (Children children = new Children()) {
            Point load = Point.load(SHAPE, ServerProgram.Settings.NONE);
            for (Point point : List.of(
                    load.within(new Limits(0, 128)),
                    Point.load(Shape.idle(10), ServerProgram.Settings.NONE),
                    Point.longLoad(SHAPE, ServerProgram.Settings.NONE))) {
                assertThat(measurer(children).inTurns(program(""), point)).isEmpty();
            }
        }
    }

    private static List<Reading> turns(ChatlabProgram program, Point point) throws Exception {
        try (Children children = new Children()) {
            return turns(measurer(children), program, point);
        }
    }

    private static List<Reading> turns(Measurer measurer, ChatlabProgram program, Point point) throws Exception {
        try (Turns turns = measurer.inTurns(program, point).orElseThrow()) {
            List<Reading> readings = new ArrayList<>();
            for (int i = 0; i < turns.count(); i++) {
                readings.add(turns.next());
            }
            return readings;
        }
    }

    private static Reading measure(String sin, Point point) throws Exception {
        try (Children children = new Children()) {
            return measurer(children).measure(program(sin), point);
        }
    }

    private static ChatlabProgram program(String sin) {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        return new ChatlabProgram("sinner", java, folder.resolve("no.jar"), options, Map.of("SIN", sin));
    }

    /** On a machine whose disturbances don't matter here. */
    private static Measurer measurer(Children children) throws IOException {
        Cores cores = new Cores(0, 0);
        return new Measurer(
                new LoadClient(programs.client(), cores, children),
                new Attempts(programs.attempts(), cores, children),
                new SpeedProbes(programs.speed(), cores, children),
                cores,
                PACE,
                true,
                children,
                new StopSignal(),
                line -> {});
    }
}
