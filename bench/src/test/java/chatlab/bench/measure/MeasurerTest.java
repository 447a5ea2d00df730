package chatlab.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import chatlab.bench.machine.CPrograms;
import chatlab.bench.machine.Children;
import chatlab.bench.machine.Commands;
import chatlab.bench.machine.Cores;
import chatlab.process.StopSignal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of a point whose server does badly: {@link SinningServer} stands in its place. */
class MeasurerTest {
    private static final Shape SHAPE = new Shape(Transport.LINES, 2, 1, 0, 0, 128, 100);
    private static final Pace PACE = new Pace(0.2, 1, new Span(0.2, 0.5), 1);

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

    /** On a machine whose disturbances don't matter here. */
    private static Reading measure(String sin, Point point) throws Exception {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        Cores cores = new Cores(0, 0);
        try (Children children = new Children()) {
            Measurer measurer = new Measurer(
                    new LoadClient(programs.client(), cores, children),
                    new Attempts(programs.attempts(), cores, children),
                    cores,
                    PACE,
                    true,
                    children,
                    new StopSignal(),
                    line -> {});
            return measurer.measure(
                    new ChatlabProgram("sinner", java, folder.resolve("no.jar"), options, Map.of("SIN", sin)), point);
        }
    }
}
