package chatlab.lab.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResolvedFileTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "question: q\n",
                """
                question: "What: does \\"it\\" # cost?"
                hypothesis: "two\\nlines \\u00e4"
                purpose: explore
                server: {cpus: 0.25, memory: 1GiB, patience: 0}
                clients: {members: 500, rooms: 3, roomSizes: zipf:1.5, rate: 50, talkers: 5%, messageBytes: lognormal:128..1KiB}
                matrix:
                  clients.arrivals: [constant, burst:1s, ramp:10%]
                  server.broadcast: [log, naive]
                trial: {warmup: 1500ms, repetitions: 3}
                slo: [p99.9 < 100ms, lost == 0]
                seed: 7
                """,
                """
                question: q
                matrix: {clients.members: [100, 200], server.cpus: [0.5, 1]}
                zip:
                  clients.rooms: [1, 4]
                  clients.rate: [10, 40]
                exclude:
                  - {server.cpus: 0.5, clients.rate: [10]}
                  - clients.members: [200]
                    clients.rooms: 4
                stop: [missed == 1, invalid == 3]
                budget: 30m
                """,
            })
    void readsAsTheSame(String text) {
        Experiment experiment = ExperimentFile.parse("some.yaml", text);

        Experiment again = ExperimentFile.parse("some.yaml", ResolvedFile.of(experiment));

        assertThat(again).usingRecursiveComparison().ignoringFields("source").isEqualTo(experiment);
    }

    @Test
    void whatWasSaidInsteadOfWhatIsExcludedIsNotExcluded() {
        String text = """
                question: q
                matrix: {clients.members: [100, 200], server.cpus: [0.25, 1]}
                exclude:
                  - {server.cpus: 0.25, clients.members: 200}
                """;
        for (String override : List.of("server.cpus=1", "server.cpus=0.25", "clients.members=[200, 300]")) {
            Experiment experiment = ExperimentFile.parse("some.yaml", text, new Overrides(List.of(override)));

            assertThat(ExperimentFile.parse("some.yaml", ResolvedFile.of(experiment))
                            .points())
                    .as(override)
                    .isEqualTo(experiment.points());
        }
    }

    @Test
    void leavesNothingToADefault() {
        String text =
                ResolvedFile.of(ExperimentFile.parse("some.yaml", "question: q\nmatrix: {server.cpus: [1, 2]}\n"));

        assertThat(Arrays.stream(Parameter.values()))
                .allSatisfy(parameter -> assertThat(text)
                        .containsPattern("(?m)^  (" + parameter.key() + "|" + parameter.path() + "): "));
        assertThat(text).contains("\n  server.cpus: [1, 2]\n").doesNotContain("\n  cpus:");
    }

    @Test
    void saysWhatWasSaidInsteadOfTheFile() {
        Experiment experiment = ExperimentFile.parse(
                "some.yaml", "question: q\n", new Overrides(List.of("clients.rate=40", "clients.members=[10, 20]")));

        assertThat(ResolvedFile.of(experiment)).contains("\n  rate: 40\n", "\n  clients.members: [10, 20]\n");
    }
}
