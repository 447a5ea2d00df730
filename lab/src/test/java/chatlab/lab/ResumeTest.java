package chatlab.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chatlab.lab.engine.EngineProbe;
import chatlab.lab.result.Repetition;
import chatlab.lab.result.ResultFiles;
import chatlab.lab.result.RunResult;
import chatlab.process.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A run that was killed, SIGKILL, in the middle of a repetition, and is gone on with. */
class ResumeTest {
    private static final String EXPERIMENT = """
            question: Is nothing measured twice?
            purpose: explore
            server: {memory: 192MiB}
            clients: {members: 10, talkers: 2, rate: 20}
            matrix: {clients.rooms: [1, 2]}
            trial: {warmup: 0, duration: 2s, drain: 1s, repetitions: 2}
            """;

    @TempDir
    private Path folder;

    private Labs labs = new Labs(Path.of(""));

    @BeforeEach
    void begin() {
        labs = new Labs(folder);
    }

    @AfterEach
    void end() {
        labs.close();
    }

    static List<String> engines() {
        return EngineProbe.answers() ? List.of("local", "docker") : List.of("local");
    }

    @ParameterizedTest
    @MethodSource("engines")
    void nothingStoredIsMeasuredAgainAndNothingIsLeft(String engine) throws Exception {
        Process first =
                labs.start("run", experiment(), "--engine", engine, "--set", "clients.rate=30", "--output", results());
        Path run = untilARepetitionIsStored();
        await().atMost(Duration.ofMinutes(2))
                .until(() -> Leftovers.of(engine, id(run)).size() >= 2);
        first.destroyForcibly().waitFor();
        assertThat(Leftovers.of(engine, id(run))).isNotEmpty();
        Map<String, Repetition> stored = repetitions(ResultFiles.read(run));

        Process second = labs.start("run", "--resume", run.toString());

        assertThat(second.waitFor(4, TimeUnit.MINUTES)).isTrue();
        assertThat(second.exitValue()).as(labs.output()).isIn(ExitCode.OK.number(), ExitCode.INVALID.number());
        RunResult result = ResultFiles.read(run);
        assertThat(result.interrupted()).isFalse();
        assertThat(result.setup().clients()).containsEntry("rate", "30");
        assertThat(result.setup().notices())
                .anySatisfy(notice -> assertThat(notice)
                        .startsWith("The run was cut short and gone on with at ")
                        .endsWith(", when %d of 4 repetitions had been measured.".formatted(stored.size())));
        assertThat(repetitions(result)).hasSize(4).containsAllEntriesOf(stored);
        assertThat(Leftovers.of(engine, id(run))).isEmpty();

        Process third = labs.start("run", "--resume", run.toString());

        assertThat(third.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(third.exitValue()).isEqualTo(ExitCode.USAGE.number());
        assertThat(labs.output())
                .endsWith("came to its end; there is nothing to go on with."
                        + " './chatlab report' renders its report again."
                        + System.lineSeparator());
    }

    @Test
    void aRunThatIsStillRunningIsLeftAlone() throws Exception {
        Process first = labs.start("run", experiment(), "--engine", "local", "--output", results());
        Path run = untilARepetitionIsStored();

        Process second = labs.start("run", "--resume", run.toString());

        assertThat(second.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(second.exitValue()).isEqualTo(ExitCode.USAGE.number());
        assertThat(labs.output()).endsWith("is still running; it can't be gone on with." + System.lineSeparator());
        assertThat(first.waitFor(2, TimeUnit.MINUTES)).isTrue();
        assertThat(repetitions(ResultFiles.read(run))).hasSize(4);
    }

    @Test
    void aRunOfOtherProgramsIsNotGoneOnWith() throws Exception {
        Process first = labs.start("run", experiment(), "--engine", "local", "--output", results());
        Path run = untilARepetitionIsStored();
        await().atMost(Duration.ofMinutes(2))
                .until(() -> !Leftovers.of("local", id(run)).isEmpty());
        first.destroyForcibly().waitFor();
        Path spec = run.resolve("run.json");
        Files.writeString(
                spec,
                Files.readString(spec)
                        .replaceFirst("\"program server\" : \"[^\"]*\"", "\"program server\" : \"older\""));
        String before = Files.readString(run.resolve(ResultFiles.NAME));

        Process second = labs.start("run", "--resume", run.toString());

        assertThat(second.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(second.exitValue()).isEqualTo(ExitCode.USAGE.number());
        assertThat(labs.output())
                .contains("can't be gone on with: program server was 'older' and is 'sha256:")
                .endsWith("; its results could not be compared." + System.lineSeparator());
        assertThat(Files.readString(run.resolve(ResultFiles.NAME))).isEqualTo(before);
        assertThat(Leftovers.of("local", id(run))).isEmpty();
    }

    private Path untilARepetitionIsStored() {
        return await().atMost(Duration.ofMinutes(4))
                .until(
                        () -> Files.isDirectory(Path.of(results())) ? only(Path.of(results())) : folder,
                        run -> Files.exists(run.resolve(ResultFiles.NAME)));
    }

    private Path only(Path results) throws IOException {
        try (var runs = Files.list(results)) {
            return runs.findFirst().orElse(folder);
        }
    }

    private static String id(Path run) {
        return run.getFileName().toString();
    }

    /** By folder. */
    private static Map<String, Repetition> repetitions(RunResult result) {
        return result.trials().stream()
                .flatMap(trial -> trial.repetitions().stream())
                .collect(Collectors.toMap(Repetition::folder, repetition -> repetition));
    }

    private String experiment() throws IOException {
        return Files.writeString(folder.resolve("twice.yaml"), EXPERIMENT).toString();
    }

    private String results() {
        return folder.resolve("results").toString();
    }
}
