package chatlab.lab.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chatlab.lab.capsule.Capsule;
import chatlab.lab.command.LabProcess.End;
import chatlab.lab.experiment.InvalidExperiment;
import chatlab.process.ExitCode;
import chatlab.process.SettingException;
import chatlab.process.StopSignal;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The lab's commands as people type them: wrong usage is told in one sentence, exit code 2, and nothing is started. */
class CommandsTest {
    private static final Path CHECKOUT = Path.of(System.getProperty("chatlab.checkout"));

    @TempDir
    private Path folder;

    @AfterEach
    void nothingWasStarted() {
        assertThat(folder.resolve("results")).doesNotExist();
        assertThat(ProcessHandle.current().children().toList()).isEmpty();
    }

    static Stream<InvalidExperiment> invalid() throws IOException {
        return InvalidExperiment.all();
    }

    @ParameterizedTest
    @MethodSource("invalid")
    void anInvalidExperimentIsToldInItsSentenceByRunAndDescribe(InvalidExperiment invalid) {
        for (String command : List.of("run", "describe")) {
            List<String> arguments =
                    new ArrayList<>(List.of(command, invalid.file().toString()));
            if (command.equals("run")) {
                arguments.addAll(List.of("--output", folder.resolve("results").toString()));
            }
            assertThatThrownBy(() -> execute(arguments.toArray(String[]::new)))
                    .isInstanceOf(SettingException.class)
                    .hasMessage(invalid.expected());
        }
    }

    @Test
    void aRunOfOtherSettingsIsNoRepeatWhicheverOfTheTwoSaysMore() throws Exception {
        Path whole = folder.resolve("whole");
        Path shorter = folder.resolve("shorter");
        for (Path each : List.of(whole, shorter)) {
            try (Capsule capsule = Capsule.open(Path.of("src/test/resources/capsule/small-20261129.zip"))) {
                capsule.unpack(each);
            }
        }
        Path spec = shorter.resolve("run.json");
        Files.writeString(
                spec,
                Files.readString(spec).replace("slo:\\n  - lost == 0\\n", "").replace("  processes: 1\\n", ""));

        assertThatThrownBy(() -> execute("replay", whole.toString(), "--with", shorter.toString()))
                .isInstanceOf(SettingException.class)
                .hasMessage(shorter
                        + " is no repeat of small-20261129-100857-4fb6: that has '- lost == 0', which it has not.");
        assertThatThrownBy(() -> execute("replay", shorter.toString(), "--with", whole.toString()))
                .isInstanceOf(SettingException.class)
                .hasMessage(whole
                        + " is no repeat of small-20261129-100857-4fb6: it has '- lost == 0', which that has not.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"unknown-key", "not-yaml-tab", "value-of-two-lines", "not-utf-8"})
    void theProgramEndsWithTwoAndOneLineOnStandardError(String name) throws Exception {
        InvalidExperiment invalid = InvalidExperiment.named(name);

        End run = program("run", invalid.file().toAbsolutePath().toString());

        assertThat(run.error())
                .isEqualTo(invalid.expected()
                                .replace(
                                        invalid.file().toString(),
                                        invalid.file().toAbsolutePath().toString())
                        + System.lineSeparator());
        assertThat(run.out()).isEmpty();
        assertThat(run.exitCode()).isEqualTo(2);
    }

    @Test
    void theProgramEndsWithTwoForAWrongArgument() throws Exception {
        End run = program("run");

        assertThat(run.error().lines()).hasSize(1);
        assertThat(run.exitCode()).isEqualTo(2);
    }

    @Test
    void wrongArgumentsAreToldInOneSentenceWithWhereToLook() {
        assertThatThrownBy(() -> execute("run"))
                .isInstanceOf(SettingException.class)
                .hasMessage("Missing required parameter: 'EXPERIMENT'. See 'chatlab run --help'.");
        assertThatThrownBy(() -> execute("jump"))
                .isInstanceOf(SettingException.class)
                .hasMessage("'jump' is no command or argument here. See 'chatlab --help'.");
        assertThatThrownBy(() -> execute("run", "first-look", "--fast"))
                .isInstanceOf(SettingException.class)
                .hasMessage("'--fast' is no command or argument here. See 'chatlab run --help'.");
        assertThatThrownBy(() -> execute("run", "first-look", "--engine", "podman"))
                .isInstanceOf(SettingException.class)
                .hasMessageContaining("'podman' is no engine, it has to be docker or local.")
                .hasMessageEndingWith(" See 'chatlab run --help'.")
                .hasMessageNotContaining("\n");
    }

    @Test
    void anExperimentThatIsNotThereIsToldWithThoseThatAre() {
        assertThatThrownBy(() -> execute("run", "second-look"))
                .isInstanceOf(SettingException.class)
                .hasMessageStartingWith(
                        "There is no experiment 'second-look'; it has to be the path of a file or one of ")
                .hasMessageContaining("first-look");
    }

    @Test
    void aFolderWithoutAResultIsTold() {
        assertThatThrownBy(() -> execute("report", folder.toString()))
                .isInstanceOf(SettingException.class)
                .hasMessage("There is no " + folder.resolve("result.json") + "; the folder has to be that of a run.");
    }

    @Test
    void aResultOfAnUnknownFormatIsTold() throws IOException {
        Files.writeString(folder.resolve("result.json"), "{\"format\":\"chatlab-run/99\"}");

        assertThatThrownBy(() -> execute("report", folder.toString()))
                .isInstanceOf(SettingException.class)
                .hasMessageContaining("chatlab-run/99")
                .hasMessageContaining("chatlab-run/1")
                .hasMessageNotContaining("\n");
    }

    @Test
    void shippedExperimentsAreListedWithTheirQuestions() throws Exception {
        End run = program("list");

        assertThat(run.error()).isEmpty();
        assertThat(run.out().lines()).anySatisfy(line -> assertThat(line).matches("first-look +5 min  How .*\\?"));
        assertThat(run.exitCode()).isZero();
    }

    @Test
    void describingAnExperimentStartsNothing() throws Exception {
        assertThat(execute("describe", "first-look")).isEqualTo(ExitCode.OK.number());
    }

    @Test
    void aDryRunSaysTheOrderAndWhatItTakesAndStartsNothing() throws Exception {
        End run = program("run", "first-look", "--dry-run", "--set", "clients.members=[50, 60]", "--set", "seed=7");

        assertThat(run.error()).isEmpty();
        assertThat(run.out().lines())
                .anySatisfy(line -> assertThat(line).matches(" +1  members=[56]0 cpus=[0-9.]+ +1 +0:3\\d"))
                .anySatisfy(line -> assertThat(line).matches("time +about 3:\\d\\d for 6 repetitions"))
                .contains("server        one at a time, limited to at most 1 core and 256 MiB")
                .anySatisfy(line -> assertThat(line).startsWith("clients       at most 60 at a time"));
        assertThat(run.exitCode()).isZero();
        assertThat(folder.resolve("results")).doesNotExist();
    }

    @Test
    void aDryRunIsJsonForScripts() throws Exception {
        End run = program("run", "first-look", "--dry-run", "--json");

        JsonNode plan = new JsonMapper().readTree(run.out());
        assertThat(plan.path("repetitions")).hasSize(9);
        assertThat(plan.at("/repetitions/0/folder").asText()).startsWith("trials/0");
        assertThat(plan.path("seconds").asDouble()).isBetween(250.0, 400.0);
        assertThat(plan.path("fileBytes").asLong()).isPositive();
    }

    @Test
    void aWrongOverrideAndJsonWithoutADryRunAreTold() {
        assertThatThrownBy(() -> execute("run", "first-look", "--set", "clients.rate=fast"))
                .isInstanceOf(SettingException.class)
                .hasMessageStartingWith("--set: 'clients.rate' is 'fast', but it has to be a number");
        assertThatThrownBy(() -> execute("describe", "first-look", "--set", "rate=1"))
                .isInstanceOf(SettingException.class)
                .hasMessageStartingWith("--set: there is no key 'rate'");
        assertThatThrownBy(() -> execute("run", "first-look", "--json"))
                .isInstanceOf(SettingException.class)
                .hasMessageContaining("--dry-run");
    }

    @Test
    void whatCantBeGoneOnWithIsTold() throws IOException {
        assertThatThrownBy(() -> execute("run", "--resume", folder.toString()))
                .isInstanceOf(SettingException.class)
                .hasMessage("There is no " + folder.resolve("run.json") + "; the folder has to be that of a run.");
        assertThatThrownBy(() -> execute("run", "first-look", "--resume", folder.toString()))
                .isInstanceOf(SettingException.class)
                .hasMessage(
                        "--resume takes nothing else: experiment, settings, engine and folder are those of the run.");
        Files.writeString(folder.resolve("run.json"), "{\"format\": \"chatlab-spec/2\"}");
        assertThatThrownBy(() -> execute("run", "--resume", folder.toString()))
                .isInstanceOf(SettingException.class)
                .hasMessageStartingWith(folder.resolve("run.json") + " is not what a run has left: ")
                .hasMessageNotContaining("\n");
    }

    private static int execute(String... arguments) throws Exception {
        return Commands.execute(new Context(CHECKOUT, "test", new StopSignal()), arguments);
    }

    private End program(String... arguments) throws IOException, InterruptedException {
        return new LabProcess(CHECKOUT, folder).run(arguments);
    }
}
