package chatlab.bench.generator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import chatlab.bench.generator.Load.Hardship;
import chatlab.bench.machine.CPrograms;
import chatlab.bench.machine.Children;
import chatlab.bench.machine.Commands;
import chatlab.bench.machine.Cores;
import chatlab.bench.measure.Pace;
import chatlab.bench.measure.Reading;
import chatlab.bench.measure.Retries;
import chatlab.bench.measure.Span;
import chatlab.bench.measure.YardstickProgram;
import chatlab.process.StopSignal;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Real generators at a real yardstick, with next to no load: what is measured of them is what they did. */
class GeneratorMeasurerTest {
    private static final Pace PACE =
            new Pace(0.5, 2, new Span(0.2, 0.5), 1, new Pace.InTurns(1, new Span(0.2, 0.5), 1));
    private static final int CLIENTS = 10;
    private static final double RATE = 50;

    private static CPrograms programs;

    @BeforeAll
    static void compile() throws Exception {
        assumeTrue(Commands.find(List.of("cc", "gcc", "clang")).isPresent(), "a C compiler on the path");
        assumeTrue(Commands.find(List.of("taskset")).isPresent(), "taskset on the path");
        programs = CPrograms.compile();
    }

    @AfterAll
    static void clean() throws IOException {
        if (programs != null) {
            programs.close();
        }
    }

    @Test
    void bothGeneratorsReceiveAllThatTheySent() throws Exception {
        for (Generator generator : List.of(new CClient(programs.client()), LoadClientsJar.built())) {
            GeneratorRun run = run(generator, Load.chat(CLIENTS, 2, RATE));
            assertThat(run.expected()).as(generator.name()).isEqualTo((long) (RATE * PACE.windowS() * CLIENTS));
            assertThat(run.received()).as(generator.name()).isEqualTo(run.expected());
            assertThat(run.sendLagP99Ms()).as(generator.name()).isNotNull();
            assertThat(run.rssMiB()).as(generator.name()).isPositive();
            assertThat(run.cores()).as(generator.name()).isBetween(0.0, 1.0);
        }
    }

    @Test
    void whatIsSwallowedIsSentAndNeverComes() throws Exception {
        for (Generator generator : List.of(new CClient(programs.client()), LoadClientsJar.built())) {
            GeneratorRun run = run(generator, Load.sink(CLIENTS, RATE));
            assertThat(run.received()).as(generator.name()).isZero();
            assertThat(run.sendLagP99Ms()).as(generator.name()).isNotNull();
        }
    }

    @Test
    void idleClientsSendNothing() throws Exception {
        GeneratorRun run = run(LoadClientsJar.built(), Load.idle(CLIENTS));
        assertThat(run.sentPerS()).isZero();
        assertThat(run.sendLagP99Ms()).isNull();
        assertThat(run.rssMiB()).isPositive();
    }

    @Test
    void neighboursEndWithTheirPoint() throws Exception {
        run(LoadClientsJar.built(), Load.chat(CLIENTS, 2, RATE).under(Hardship.neighbours(2)));
        assertThat(ProcessHandle.current().descendants()).isEmpty();
    }

    @Test
    void generatorThatCannotBeStartedMakesNoPoint() throws Exception {
        LoadClients none = new LoadClients(
                "chatlab",
                Path.of(System.getProperty("java.home"), "bin", "java"),
                Path.of("no.jar"),
                Path.of(System.getProperty("chatlab.checkout"), "load-clients", "jvm.options"));
        Reading reading = measure(none, Load.idle(1));
        assertThat(reading.isVoid()).isTrue();
        assertThat(reading.doubts()).singleElement().asString().startsWith("the load clients ended with code 1: ");
    }

    private static GeneratorRun run(Generator generator, Load load) throws Exception {
        Reading reading = measure(generator, load);
        assertThat(reading.doubts()).as(generator.name()).isEmpty();
        return (GeneratorRun) Objects.requireNonNull(reading.run());
    }

    /** On a machine whose disturbances don't matter here. */
    private static Reading measure(Generator generator, Load load) throws Exception {
        try (Children children = new Children()) {
            return new GeneratorMeasurer(
                            new YardstickProgram(programs.yardstick()),
                            new Cores(0, 1),
                            PACE,
                            true,
                            children,
                            new Retries(true, new StopSignal(), line -> {}))
                    .measure(generator, load);
        }
    }
}
