package chatlab.lab.report;

import static org.assertj.core.api.Assertions.assertThat;

import chatlab.lab.report.Plot.Point;
import chatlab.lab.report.Plot.Tick;
import chatlab.lab.result.Repetition;
import chatlab.lab.result.RunResult;
import chatlab.lab.result.TrialResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DistributionsTest {
    @TempDir
    private Path folder;

    @Test
    void eachFurtherNineTakesTheSameRoom() throws IOException {
        RunResult result = Results.firstLook();
        writeAll(result, 100_000);

        Plot plot = Distributions.of(Grid.of(result), folder).getFirst();

        List<Tick> labelled =
                plot.x().stream().filter(tick -> !tick.label().isEmpty()).toList();
        assertThat(labelled).extracting(Tick::label).startsWith("0", "90", "99", "99.9");
        double step = labelled.get(1).at() - labelled.get(0).at();
        for (int i = 1; i < labelled.size(); i++) {
            assertThat(labelled.get(i).at() - labelled.get(i - 1).at())
                    .isCloseTo(step, org.assertj.core.data.Offset.offset(1e-9));
        }
    }

    @Test
    void valuesAreThoseOfTheHistogramAndMissingDeliveriesAreInfinitelyLate() throws IOException {
        RunResult result = Results.firstLook();
        writeAll(result, 100_000);

        List<Plot> plots = Distributions.of(Grid.of(result), folder);

        // Values from 1 to 100,000 µs: the pth percentile of all is p ms, if nothing is missing.
        Repetition whole = result.trials().stream()
                .flatMap(trial -> trial.repetitions().stream())
                .filter(each ->
                        each.figures() != null && each.figures().latency().missing() == 0)
                .findFirst()
                .orElseThrow();
        assertThat(whole).isNotNull();
        List<Point> points = plots.getLast().series().getFirst().points();
        assertThat(points.get(4).median()).isBetween(89.9, 90.2);
        assertThat(points.get(4).text()).isEqualTo("90.0 ms (p90)");
        boolean never = plots.stream()
                .flatMap(plot -> plot.series().stream())
                .anyMatch(series -> series.points().getLast().median() == null);
        boolean missing = result.trials().stream()
                .flatMap(trial -> trial.repetitions().stream())
                .anyMatch(each ->
                        each.figures() != null && each.figures().latency().missing() > 1_000);
        assertThat(never).isEqualTo(missing);
    }

    @Test
    void withoutRawFilesThereIsNothingToDraw() throws IOException {
        RunResult result = Results.firstLook();

        assertThat(Distributions.of(Grid.of(result), folder)).isEmpty();

        Repetition any = result.trials().getFirst().repetitions().getFirst();
        Files.writeString(Files.createDirectories(folder.resolve(any.folder())).resolve("latency.hlog"), "no log");
        assertThat(Distributions.of(Grid.of(result), folder)).isEmpty();
    }

    private void writeAll(RunResult result, int count) throws IOException {
        Histogram histogram = new Histogram(3);
        for (int i = 1; i <= count; i++) {
            histogram.recordValue(i * 1_000L);
        }
        for (TrialResult trial : result.trials()) {
            for (Repetition each : trial.repetitions()) {
                try (var out = Files.newOutputStream(
                        Files.createDirectories(folder.resolve(each.folder())).resolve("latency.hlog"))) {
                    HistogramLogWriter writer = new HistogramLogWriter(out);
                    writer.outputLogFormatVersion();
                    writer.outputIntervalHistogram(histogram);
                }
            }
        }
    }
}
