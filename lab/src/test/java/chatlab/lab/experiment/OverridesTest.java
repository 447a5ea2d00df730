package chatlab.lab.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chatlab.process.SettingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code --set} makes of a file. */
class OverridesTest {
    private static final String FILE = """
            question: q
            clients: {rate: 5}
            matrix:
              clients.members: [100, 200]
              server.cpus: [0.5, 1]
            slo: [p99 < 1s]
            """;

    @TempDir
    private Path folder;

    @Test
    void whatTheFileSetsOrLeavesOutIsReplaced() throws IOException {
        Experiment experiment = read(
                "clients.rate=40", "server.memory=1GiB", "trial.duration=5s", "seed=9", "slo=[p99 < 50ms, lost == 0]");

        assertThat(experiment.settings()).containsEntry(Parameter.RATE, "40").containsEntry(Parameter.MEMORY, "1GiB");
        assertThat(experiment.timing().duration()).isEqualTo(Duration.ofSeconds(5));
        assertThat(experiment.seed()).isEqualTo(9);
        assertThat(experiment.objectives()).extracting(Objective::text).containsExactly("p99 < 50ms", "lost == 0");
    }

    @Test
    void aValueFixesWhatTheMatrixVaries() throws IOException {
        Experiment experiment = read("clients.members=500");

        assertThat(experiment.matrix().axes()).containsOnlyKeys(Parameter.CPUS);
        assertThat(experiment.points())
                .hasSize(2)
                .allSatisfy(point -> assertThat(point.get(Parameter.MEMBERS)).isEqualTo("500"));
    }

    @Test
    void aListVariesItInItsPlaceOrAfterAllOthers() throws IOException {
        Experiment experiment = read("clients.members=[17, 18, 19]", "clients.rate=[1, 2]");

        assertThat(experiment.matrix().axes().keySet())
                .containsExactly(Parameter.MEMBERS, Parameter.CPUS, Parameter.RATE);
        assertThat(experiment.matrix().axes()).containsEntry(Parameter.MEMBERS, List.of("17", "18", "19"));
        assertThat(experiment.points()).hasSize(3 * 2 * 2);
    }

    @Test
    void aListOfTooManyIsNotBlamedOnTheFile() {
        List<String> rates =
                IntStream.rangeClosed(1, 251).mapToObj(String::valueOf).toList();

        assertThatThrownBy(() -> read("clients.rate=" + rates))
                .hasMessage("--set: the matrix has more than 1000 trials with repetitions; split the question.");
    }

    @Test
    void theLaterOfTwoCounts() throws IOException {
        assertThat(read("seed=3", "seed=4").seed()).isEqualTo(4);
    }

    @Test
    void theSourceSaysWhatWasSaidInstead() throws IOException {
        Experiment changed = read("seed=3", "clients.members=[17, 18]");

        assertThat(changed.overrides().noted(changed.source()))
                .startsWith(FILE)
                .endsWith("\n# It was run with:\n#   --set 'seed=3'\n#   --set 'clients.members=[17, 18]'\n");
        assertThat(Overrides.NONE.noted(FILE)).isEqualTo(FILE);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "rate | --set is 'rate', but it has to be KEY=VALUE, such as clients.rate=40 or clients.members=[100, 500].",
                "seed= | --set is 'seed=', but it has to be KEY=VALUE, such as clients.rate=40 or clients.members=[100, 500].",
                "clients.rate=fast | --set: 'clients.rate' is 'fast', but it has to be a number of messages per second from 0.1 to 1000000.",
                "clients.members=[1, many] | --set: 'matrix.clients.members' is 'many', but it has to be a whole number from 1 to 60000.",
                "clients.members=[1, 1] | --set: 'matrix.clients.members' has a value twice: [1, 1].",
                "clients.talkers=150 | --set: 'clients.talkers' is 150, but there are only 100 members; it has to be at most that.",
                "trial.duration=0 | --set: 'trial.duration' is '0', but it has to be a duration from 1s to 24h, such as 20s.",
                "slo=soon | --set: 'slo' is 'soon', but it has to be a list of at least one item,",
                "clients.members=[1, | --set clients.members:1: this is not YAML:",
                "members=5 | --set: there is no key 'members'; the keys are question, hypothesis, purpose, slo, stop, budget, seed, trial.warmup,",
                "clients.cpus=5 | --set: there is no key 'clients.cpus'; the keys are question,",
                "trial.seed=5 | --set: there is no key 'trial.seed'; the keys are question,",
            })
    void whatIsWrongIsToldInOneSentence(String override, String expected) {
        assertThatThrownBy(() -> read(override))
                .isInstanceOf(SettingException.class)
                .hasMessageStartingWith(expected)
                .hasMessageEndingWith(".")
                .hasMessageNotContaining("\n");
    }

    @Test
    void aMistakeOfTheFileIsStillTheFiles() throws IOException {
        Path file = Files.writeString(folder.resolve("wrong.yaml"), "question: q\nclients:\n  rate: fast\n");

        assertThatThrownBy(() -> ExperimentFile.read(file, new Overrides(List.of("seed=3"))))
                .hasMessageStartingWith(file + ":3: 'clients.rate' is 'fast'");
        assertThat(ExperimentFile.read(file, new Overrides(List.of("clients.rate=3")))
                        .settings())
                .containsEntry(Parameter.RATE, "3");
    }

    private Experiment read(String... overrides) throws IOException {
        Path file = Files.writeString(folder.resolve("some.yaml"), FILE);
        return ExperimentFile.read(file, new Overrides(List.of(overrides)));
    }
}
