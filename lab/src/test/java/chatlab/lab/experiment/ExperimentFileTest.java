package chatlab.lab.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import chatlab.lab.experiment.Experiment.Purpose;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ExperimentFileTest {
    private static final Path SHIPPED = Path.of(System.getProperty("chatlab.checkout"), "experiments");

    @Test
    void aQuestionAloneIsAnExperimentOfOneTrialWithEveryDefault() {
        Experiment experiment = ExperimentFile.parse("some/where/minimal.yaml", "question: How fast is it?\n");

        assertThat(experiment.name()).isEqualTo("minimal");
        assertThat(experiment.question()).isEqualTo("How fast is it?");
        assertThat(experiment.hypothesis()).isEmpty();
        assertThat(experiment.purpose()).isEqualTo(Purpose.GATE);
        assertThat(experiment.matrix().axes()).isEmpty();
        assertThat(experiment.repetitions()).isEqualTo(1);
        assertThat(experiment.seed()).isEqualTo(1);
        assertThat(experiment.objectives()).isEmpty();
        assertThat(experiment.timing().total()).isEqualTo(Duration.ofSeconds(5 + 20 + 5));
        assertThat(experiment.points()).hasSize(1);
        for (Parameter parameter : Parameter.values()) {
            assertThat(experiment.points().getFirst().get(parameter))
                    .as(parameter.path())
                    .isEqualTo(parameter.fallback());
        }
    }

    @Test
    void everyDefaultIsAValueThatCouldHaveBeenWritten() {
        assertThat(Parameter.values())
                .allSatisfy(parameter ->
                        assertThat(parameter.require(parameter.fallback())).isEqualTo(parameter.fallback()));
    }

    @Test
    void everythingThatIsWrittenIsRead() {
        String text = """
                question: q
                hypothesis: h
                purpose: explore
                server: {cpus: 0.25, memory: 1GiB, broadcast: naive, patience: 2.5ms, slowConsumer: close, roomLogBytes: 1MiB,
                  io: nio, topology: hybrid:2x2, proxy: haproxy}
                clients: {members: 7, talkers: 5%, burstTalkers: 100%, burstMessages: 2, rate: 17.7, arrivals: poisson,
                  messageBytes: 1KiB, rooms: 2, roomSizes: zipf:1.5, hoppers: 1, hopEvery: 1s, churners: 10%,
                  churnEvery: 1s, slowReaders: 3, connectRate: 9, reconnect: jitter, transport: websocket}
                trial: {warmup: 0, duration: 1.5s, drain: 250ms, repetitions: 3}
                slo: [p99.9 <= 10ms, told > 0]
                seed: 42
                """;

        Experiment experiment = ExperimentFile.parse("all.yaml", text);

        assertThat(experiment.purpose()).isEqualTo(Purpose.EXPLORE);
        assertThat(experiment.hypothesis()).isEqualTo("h");
        assertThat(String.join(" ", experiment.points().getFirst().values().values()))
                .isEqualTo(
                        "0.25 1GiB naive 2.5ms close 1MiB nio hybrid:2x2 haproxy 7 5% 100% 2 17.7 poisson 1KiB 2 zipf:1.5 1 1s 10% 1s 3 1 9"
                                + " jitter websocket load-clients");
        assertThat(experiment.timing().warmup()).isZero();
        assertThat(experiment.timing().duration()).isEqualTo(Duration.ofMillis(1500));
        assertThat(experiment.timing().drain()).isEqualTo(Duration.ofMillis(250));
        assertThat(experiment.repetitions()).isEqualTo(3);
        assertThat(experiment.seed()).isEqualTo(42);
        assertThat(experiment.objectives()).extracting(Objective::text).containsExactly("p99.9 <= 10ms", "told > 0");
        assertThat(experiment.source()).isEqualTo(text);
    }

    @Test
    void pointsAreTheProductOfTheMatrixTheFirstParameterChangingSlowest() {
        Experiment experiment = ExperimentFile.parse("matrix.yaml", """
                question: q
                server: {cpus: 64}
                matrix:
                  clients.members: [200, 100]
                  server.cpus: [0.25, 1, 0.5]
                """);

        assertThat(experiment.points())
                .extracting(point -> point.get(Parameter.MEMBERS) + "/" + point.get(Parameter.CPUS))
                .containsExactly("200/0.25", "200/1", "200/0.5", "100/0.25", "100/1", "100/0.5");
        assertThat(experiment.points())
                .allSatisfy(point -> assertThat(point.get(Parameter.MEMORY)).isEqualTo("256MiB"));
    }

    @Test
    void aThousandTrialsAreAllowed() {
        List<String> members =
                Stream.iterate(100, m -> m + 1).limit(100).map(String::valueOf).toList();
        String text = "question: q\nmatrix: {clients.members: " + members + "}\ntrial: {repetitions: 10}\n";

        assertThat(ExperimentFile.parse("large.yaml", text).points()).hasSize(100);
    }

    @Test
    void bothEndsOfARangeAreInIt() {
        for (String line : List.of(
                "server: {cpus: 0.05}",
                "server: {cpus: 64}",
                "server: {memory: 64MiB}",
                "server: {memory: 64GiB}",
                "server: {patience: 0, roomLogBytes: 512KiB}",
                "server: {patience: 10ms, roomLogBytes: 1GiB}",
                "server: {topology: replicas:2}",
                "server: {topology: replicas:16, proxy: haproxy}",
                "server: {topology: shards:16}\nclients: {rooms: 16}",
                "server: {topology: hybrid:8x2}\nclients: {rooms: 8}",
                "clients: {members: 60000, talkers: 60000, rooms: 10000}",
                "clients: {members: 60000, talkers: 1, slowReaders: 59999}",
                "clients: {members: 1, talkers: 100%}",
                "clients: {burstTalkers: 100%, burstMessages: 2, rate: 100}",
                "clients: {burstTalkers: 0%, burstMessages: 10000}",
                "clients: {rooms: 2, roomSizes: zipf:0.1, hoppers: 90%, hopEvery: 100ms}",
                "clients: {rooms: 2, roomSizes: zipf:3, churners: 90, churnEvery: 1h}\ntrial: {duration: 2m}",
                "clients: {rate: 0.1, messageBytes: 96, connectRate: 1}",
                "clients: {rate: 1000000, messageBytes: 20000, connectRate: 100000}",
                "trial: {warmup: 1h, duration: 24h, drain: 10m, repetitions: 100}",
                "seed: 2147483647")) {
            assertThat(ExperimentFile.parse("range.yaml", "question: q\n" + line + "\n")
                            .points())
                    .as(line)
                    .hasSize(1);
        }
    }

    @ParameterizedTest
    @MethodSource("shipped")
    void shippedExperimentsAreRead(Path file) {
        Experiment experiment = ExperimentFile.read(file);

        assertThat(experiment.name() + ".yaml").isEqualTo(file.getFileName().toString());
        assertThat(experiment.question()).endsWith("?");
        assertThat(experiment.points()).isNotEmpty();
    }

    @Test
    void onlyWhatIsPutOnTheServersContainerIsALimit() {
        assertThat(Parameter.values()).filteredOn(Parameter::isLimit).containsExactly(Parameter.CPUS, Parameter.MEMORY);
    }

    @Test
    void namesOfParametersAreUnique() {
        // Points of a result are told apart by the last part of the path alone.
        assertThat(Arrays.stream(Parameter.values()).map(Parameter::key)).doesNotHaveDuplicates();
    }

    static Stream<Path> shipped() throws IOException {
        try (Stream<Path> files = Files.list(SHIPPED)) {
            return files.filter(file -> file.toString().endsWith(".yaml")).toList().stream();
        }
    }
}
