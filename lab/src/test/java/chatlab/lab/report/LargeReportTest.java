package chatlab.lab.report;

import static org.assertj.core.api.Assertions.assertThat;

import chatlab.lab.result.Axis;
import chatlab.lab.result.Repetition;
import chatlab.lab.result.RunResult;
import chatlab.lab.result.TrialResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A matrix of 200 trials: 10 CPU limits × 20 sizes, each with its histogram. */
class LargeReportTest {
    private static final int MOST_BYTES = 5_000_000;

    @TempDir
    private Path folder;

    @Test
    void staysSmallAndSaysWhatItLeavesOut() throws IOException {
        RunResult large = large();
        for (TrialResult trial : large.trials()) {
            for (Repetition each : trial.repetitions()) {
                writeHistogram(
                        Files.createDirectories(folder.resolve(each.folder())).resolve("latency.hlog"), trial.number());
            }
        }

        Path html = Report.write(folder, large);

        assertThat(Files.size(html)).isLessThan(MOST_BYTES);
        assertThat(html)
                .content()
                .contains("Of the latency distributions at most 7 places along x and the first 6 series are drawn.")
                .contains("distribution-6")
                .doesNotContain("distribution-7");
        assertThat(folder.resolve("summary.csv"))
                .content()
                .hasLineCount(1 + large.trials().size());
    }

    private static RunResult large() {
        RunResult small = Results.firstLook();
        Repetition any = small.trials().getFirst().repetitions().getFirst();
        List<String> cpus = IntStream.rangeClosed(1, 10)
                .mapToObj(i -> String.valueOf(i / 10.0))
                .toList();
        List<String> members = IntStream.rangeClosed(1, 20)
                .mapToObj(i -> String.valueOf(i * 100))
                .toList();
        List<TrialResult> trials = new ArrayList<>();
        for (String cpu : cpus) {
            for (String count : members) {
                int number = trials.size() + 1;
                Repetition repetition = new Repetition(
                        1,
                        "trials/%02d-cpus=%s-members=%s/rep-1".formatted(number, cpu, count),
                        any.started(),
                        any.seconds(),
                        any.status(),
                        any.reasons(),
                        any.notices(),
                        any.figures(),
                        any.limits(),
                        any.files());
                trials.add(new TrialResult(number, Map.of("cpus", cpu, "members", count), List.of(repetition)));
            }
        }
        return new RunResult(
                RunResult.FORMAT,
                small.id(),
                small.question(),
                small.setup(),
                small.started(),
                small.ended(),
                false,
                List.of(
                        new Axis("cpus", "CPU limit, cores", cpus, true),
                        new Axis("members", "members", members, true)),
                trials);
    }

    private static void writeHistogram(Path file, int milliseconds) throws IOException {
        Histogram histogram = new Histogram(3);
        for (int i = 1; i <= 1_000; i++) {
            histogram.recordValue(1_000L * i * milliseconds);
        }
        histogram.setStartTimeStamp(0);
        histogram.setEndTimeStamp(1_000);
        try (var out = Files.newOutputStream(file)) {
            HistogramLogWriter writer = new HistogramLogWriter(out);
            writer.outputLogFormatVersion();
            writer.outputIntervalHistogram(histogram);
        }
    }
}
