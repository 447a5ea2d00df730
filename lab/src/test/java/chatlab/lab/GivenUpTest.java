package chatlab.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import chatlab.lab.engine.EngineRelay;
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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.testcontainers.DockerClientFactory;

/** What a run needs is gone in its middle: the disk's room, the engine, a container. What was stored is intact. */
class GivenUpTest {
    private static final String ANSWERS = "chatlab.lab.engine.EngineProbe#answers";
    private static final String EXPERIMENT = """
            question: Is what was stored intact?
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
    void begin() throws IOException {
        labs = new Labs(folder);
        Files.writeString(folder.resolve("intact.yaml"), EXPERIMENT);
    }

    @AfterEach
    void end() {
        labs.close();
    }

    @Test
    void aFullDiskEndsTheRunAndLeavesWhatWasStored() throws Exception {
        Path mounted = Files.createDirectory(folder.resolve("small"));
        Path kept = folder.resolve("kept");
        // What fills it comes when a repetition is stored, in the midst of the next.
        String script = "mount -t tmpfs -o size=4m tmpfs \"$0\" || exit 99;"
                + " (until ls \"$0\"/*/result.json >/dev/null 2>&1; do sleep 0.1; done; cat /dev/zero > \"$0\"/filler) 2>/dev/null &"
                + " \"$@\"; code=$?; rm \"$0\"/filler; cp -r \"$0\" " + kept + "; exit $code";
        List<String> onSmallDisk = List.of("unshare", "-rm", "sh", "-c", script, mounted.toString());
        assumeThat(labs.ends(List.of("unshare", "-rm", "mount", "-t", "tmpfs", "tmpfs", mounted.toString())))
                .as("a file system of one's own can be had")
                .isTrue();

        Process lab = labs.start(
                onSmallDisk, Map.of(), "run", "intact.yaml", "--engine", "local", "--output", mounted.toString());

        assertThat(lab.waitFor(4, TimeUnit.MINUTES)).isTrue();
        assertThat(lab.exitValue()).as(labs.output()).isEqualTo(ExitCode.UNUSABLE.number());
        assertThat(labs.output())
                .contains("The results can't be written to " + mounted)
                .contains(": No space left on device.")
                .contains("./chatlab run --resume " + mounted);
        Path run = only(kept);
        requireIntact(run, ResultFiles.read(run));
        try (var files = Files.walk(run)) {
            assertThat(files).noneMatch(file -> file.toString().endsWith(".part"));
        }
    }

    @Test
    @EnabledIf(ANSWERS)
    void aContainerThatIsGoneEndsTheRun() throws Exception {
        Process lab = labs.start("run", "intact.yaml", "--engine", "docker", "--output", "results");
        Path run = untilARepetitionIsStored();
        String server = await().atMost(Duration.ofMinutes(1))
                .until(
                        () -> Leftovers.onDocker(id(run)).stream()
                                .filter(name -> name.endsWith("-server"))
                                .findFirst()
                                .orElse(""),
                        name -> !name.isEmpty());

        DockerClientFactory.lazyClient()
                .removeContainerCmd(server)
                .withForce(true)
                .exec();

        assertThat(lab.waitFor(3, TimeUnit.MINUTES)).isTrue();
        assertThat(lab.exitValue()).as(labs.output()).isEqualTo(ExitCode.UNUSABLE.number());
        assertThat(labs.output()).contains(" is gone: somebody else removed it while it was needed.");
        requireIntact(run, ResultFiles.read(run));
        assertThat(Leftovers.onDocker(id(run))).isEmpty();
    }

    @Test
    @EnabledIf(ANSWERS)
    void anEngineThatIsGoneEndsTheRunWhichCanBeGoneOnWith() throws Exception {
        Path run;
        int stored;
        try (EngineRelay relay = EngineRelay.at(folder.resolve("engine.sock"))) {
            Process lab = labs.start(
                    List.of(),
                    Map.of("DOCKER_HOST", "unix://" + relay.socket()),
                    "run",
                    "intact.yaml",
                    "--engine",
                    "docker",
                    "--output",
                    "results");
            run = untilARepetitionIsStored();
            await().atMost(Duration.ofMinutes(1))
                    .until(() -> Leftovers.onDocker(id(run)).size() >= 2);

            relay.vanish();

            assertThat(lab.waitFor(3, TimeUnit.MINUTES)).isTrue();
            assertThat(lab.exitValue()).as(labs.output()).isEqualTo(ExitCode.UNUSABLE.number());
            RunResult result = ResultFiles.read(run);
            requireIntact(run, result);
            stored = repetitions(result).size();
        }

        Process again = labs.start("run", "--resume", run.toString());

        assertThat(again.waitFor(4, TimeUnit.MINUTES)).isTrue();
        assertThat(again.exitValue()).as(labs.output()).isIn(ExitCode.OK.number(), ExitCode.INVALID.number());
        assertThat(repetitions(ResultFiles.read(run))).hasSize(4).hasSizeGreaterThan(stored);
        assertThat(Leftovers.onDocker(id(run))).isEmpty();
    }

    private Path untilARepetitionIsStored() {
        return await().atMost(Duration.ofMinutes(4))
                .until(
                        () -> Files.isDirectory(folder.resolve("results")) ? only(folder.resolve("results")) : folder,
                        run -> Files.exists(run.resolve(ResultFiles.NAME)));
    }

    /** At least one repetition, and every file that it names. */
    private static void requireIntact(Path run, RunResult result) {
        assertThat(result.interrupted()).isTrue();
        assertThat(repetitions(result))
                .isNotEmpty()
                .allSatisfy(repetition -> assertThat(repetition.files())
                        .contains("clients-summary.json", "latency.hlog")
                        .allSatisfy(file -> assertThat(
                                        run.resolve(repetition.folder()).resolve(file))
                                .isNotEmptyFile()));
    }

    private static List<Repetition> repetitions(RunResult result) {
        return result.trials().stream()
                .flatMap(trial -> trial.repetitions().stream())
                .toList();
    }

    private Path only(Path results) throws IOException {
        try (var runs = Files.list(results)) {
            return runs.findFirst().orElse(folder);
        }
    }

    private static String id(Path run) {
        return run.getFileName().toString();
    }
}
