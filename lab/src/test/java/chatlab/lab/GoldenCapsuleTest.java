package chatlab.lab;

import static org.assertj.core.api.Assertions.assertThat;

import chatlab.lab.capsule.Capsule;
import chatlab.lab.experiment.Experiment;
import chatlab.lab.experiment.ExperimentFile;
import chatlab.lab.experiment.Parameter;
import chatlab.lab.replay.Comparison;
import chatlab.lab.replay.Comparison.Verdict;
import chatlab.lab.report.Report;
import chatlab.lab.result.Repetition;
import chatlab.lab.result.ResultFiles;
import chatlab.lab.result.RunResult;
import chatlab.lab.run.RunSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run that was packed by the first version that could: every later one has to read it. */
class GoldenCapsuleTest {
    private static final Path GOLDEN = Path.of("src/test/resources/capsule/small-20261129.zip");

    @TempDir
    private Path folder;

    @BeforeEach
    void unpack() throws IOException {
        try (Capsule capsule = Capsule.open(GOLDEN)) {
            capsule.unpack(folder);
        }
    }

    @Test
    void itsFiguresAreRead() throws IOException {
        RunResult result = ResultFiles.read(folder);

        assertThat(result.question().question()).isEqualTo("Does a small room hear everything?");
        assertThat(result.setup().engine()).isEqualTo("docker");
        List<Repetition> repetitions = result.trials().stream()
                .flatMap(trial -> trial.repetitions().stream())
                .toList();
        assertThat(repetitions).hasSize(4).allSatisfy(each -> {
            assertThat(each.limits()).hasSize(2).allMatch(Repetition.Limit::bound);
            assertThat(Objects.requireNonNull(each.figures()).messages().ledgerExact())
                    .isTrue();
            assertThat(each.files())
                    .allSatisfy(file -> assertThat(folder.resolve(each.folder()).resolve(file))
                            .exists());
        });
        assertThat(Comparison.of(result, result).verdict()).isEqualTo(Verdict.INSIDE);
    }

    @Test
    void itsExperimentIsTheSameFromItsFileAndWrittenOut() throws IOException {
        Experiment experiment = RunSpec.read(folder).experiment();
        Path resolved = folder.resolve(experiment.name() + ".yaml");

        assertThat(experiment.points())
                .extracting(point -> point.get(Parameter.RATE))
                .containsExactly("10", "20");
        assertThat(ExperimentFile.read(resolved).points()).isEqualTo(experiment.points());
    }

    @Test
    void itsReportIsRenderedAgainAndAlwaysTheSame() throws IOException {
        RunResult result = ResultFiles.read(folder);

        String first = Files.readString(Report.write(folder, result));
        String second = Files.readString(Report.write(folder, result));

        assertThat(second).isEqualTo(first).contains("Latency distribution", "timeline.svg");
    }
}
