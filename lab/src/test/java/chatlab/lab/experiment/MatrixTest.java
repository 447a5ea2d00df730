package chatlab.lab.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class MatrixTest {
    @Test
    void zippedParametersVaryTogether() {
        Experiment experiment = parse("""
                question: q
                matrix: {server.cpus: [0.5, 1]}
                zip:
                  clients.rooms: [1, 4, 16]
                  clients.rate: [20, 80, 20]
                """);

        assertThat(experiment.points().stream()
                        .map(point -> point.get(Parameter.CPUS) + " " + point.get(Parameter.ROOMS) + " "
                                + point.get(Parameter.RATE)))
                .containsExactly("0.5 1 20", "0.5 4 80", "0.5 16 20", "1 1 20", "1 4 80", "1 16 20");
        assertThat(experiment.title(experiment.points().getLast())).isEqualTo("cpus=1 rooms=16");
        assertThat(experiment.matrix().values(Parameter.RATE)).containsExactly("20", "80", "20");
    }

    @Test
    void whatIsExcludedIsNoTrial() {
        Experiment experiment = parse("""
                question: q
                matrix:
                  server.cpus: [0.25, 0.5, 1]
                  clients.members: [100, 200, 400]
                exclude:
                  - {server.cpus: 0.25, clients.members: [200, 400]}
                  - clients.members: 400
                """);

        assertThat(experiment.points().stream()
                        .map(point -> point.get(Parameter.CPUS) + " " + point.get(Parameter.MEMBERS)))
                .containsExactly("0.25 100", "0.5 100", "0.5 200", "1 100", "1 200");
    }

    @Test
    void whatIsSaidInsteadLeavesTheOthersOfAZipAlone() {
        String text = """
                question: q
                zip:
                  clients.rooms: [1, 4]
                  clients.rate: [20, 80]
                  clients.members: [100, 400]
                """;

        Experiment fixed = ExperimentFile.parse("some.yaml", text, new Overrides(List.of("clients.rooms=3")));
        Experiment varied = ExperimentFile.parse("some.yaml", text, new Overrides(List.of("clients.rooms=[1, 2, 3]")));

        assertThat(fixed.points())
                .hasSize(2)
                .allSatisfy(point -> assertThat(point.get(Parameter.ROOMS)).isEqualTo("3"));
        assertThat(varied.points()).hasSize(6);
        assertThat(ExperimentFile.parse("some.yaml", text, new Overrides(List.of("clients.rooms=3", "clients.rate=30")))
                        .points())
                .as("one that is left alone is varied all the same")
                .hasSize(2);
    }

    @Test
    void aRunEndsWhenItsFileSaysSo() {
        Ending ending = parse("question: q\nstop: [missed == 2, invalid == 1]\nbudget: 10m\n")
                .ending();

        assertThat(ending.reason(1, 0, Duration.ofMinutes(10))).isEmpty();
        assertThat(ending.reason(2, 0, Duration.ZERO))
                .isEqualTo("It was ended early, as the experiment says: missed == 2.");
        assertThat(ending.reason(0, 1, Duration.ZERO))
                .isEqualTo("It was ended early, as the experiment says: invalid == 1.");
        assertThat(ending.reason(0, 0, Duration.ofMinutes(11)))
                .isEqualTo("It was ended early, as the experiment says: its budget of 10m was used up.");
        assertThat(Ending.NEVER.reason(1_000, 1_000, Duration.ofDays(1))).isEmpty();
    }

    private static Experiment parse(String text) {
        return ExperimentFile.parse("some.yaml", text);
    }
}
