package chatlab.lab;

import static org.assertj.core.api.Assertions.assertThat;

import chatlab.lab.engine.EngineProbe;
import chatlab.lab.result.Repetition;
import chatlab.lab.result.ResultFiles;
import chatlab.lab.result.RunResult;
import chatlab.process.ExitCode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Two runs of one experiment at the same time, in the same results folder. */
class SideBySideTest {
    private static final String EXPERIMENT = """
            question: Do two runs keep apart?
            purpose: explore
            server: {memory: 192MiB}
            clients: {members: 10, talkers: 2, rate: 20}
            trial: {warmup: 0, duration: 2s, drain: 2s, repetitions: 2}
            """;

    @TempDir
    private Path folder;

    static List<String> engines() {
        return EngineProbe.answers() ? List.of("local", "docker") : List.of("local");
    }

    @ParameterizedTest
    @MethodSource("engines")
    void bothComeToTheirEndWithAllOfTheirOwnMessagesAndLeaveNothing(String engine) throws Exception {
        Files.writeString(folder.resolve("apart.yaml"), EXPERIMENT);
        try (Labs labs = new Labs(folder)) {
            List<Process> both = List.of(
                    labs.start("run", "apart.yaml", "--engine", engine),
                    labs.start("run", "apart.yaml", "--engine", engine));

            for (Process lab : both) {
                assertThat(lab.waitFor(5, TimeUnit.MINUTES)).isTrue();
            }

            // They take CPU from each other, so that a generator may have been late: that is said, and is no failure.
            assertThat(both)
                    .as(labs.outputOf(1) + labs.outputOf(2))
                    .allSatisfy(
                            lab -> assertThat(lab.exitValue()).isIn(ExitCode.OK.number(), ExitCode.INVALID.number()));
            List<Path> runs;
            try (var all = Files.list(folder.resolve("results"))) {
                runs = all.toList();
            }
            assertThat(runs).hasSize(2);
            for (Path run : runs) {
                RunResult result = ResultFiles.read(run);
                assertThat(result.interrupted()).isFalse();
                List<Repetition> repetitions = result.trials().getFirst().repetitions();
                assertThat(repetitions).hasSize(2).allSatisfy(repetition -> {
                    assertThat(Objects.requireNonNull(repetition.figures())
                                    .messages()
                                    .ledgerExact())
                            .isTrue();
                    assertThat(repetition.reasons())
                            .extracting(Repetition.Reason::code)
                            .doesNotContain("other-run", "failed");
                });
                assertThat(Leftovers.of(engine, result.id())).isEmpty();
            }
        }
    }
}
