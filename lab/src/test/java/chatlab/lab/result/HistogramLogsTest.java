package chatlab.lab.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistogramLogsTest {
    private static final long HIGHEST_NS = 3_600_000_000_000L;

    @TempDir
    private Path folder;

    @Test
    void severalProcessesAddUpToOneThatRecordedEverything() throws Exception {
        Histogram one = new Histogram(HIGHEST_NS, 3);
        Histogram[] parts = new Histogram[4];
        for (int i = 0; i < parts.length; i++) {
            parts[i] = new Histogram(HIGHEST_NS, 3);
        }
        for (long k = 1; k <= 100_000; k++) {
            long ns = 100 * k * k;
            one.recordValue(ns);
            parts[(int) (k * 7 % parts.length)].recordValue(ns);
        }

        Histogram sum = HistogramLogs.sum(
                List.of(log("0", parts[0]), log("1", parts[1]), log("2", parts[2]), log("3", parts[3])));

        assertThat(sum.getTotalCount()).isEqualTo(100_000);
        for (double percent : new double[] {0, 50, 90, 99, 99.9, 100}) {
            assertThat(sum.getValueAtPercentile(percent)).isEqualTo(one.getValueAtPercentile(percent));
        }
    }

    @Test
    void logsOfTheSameTimeMakeOneWithAnIntervalPerSecond() throws Exception {
        Path merged = folder.resolve("merged");

        HistogramLogs.merge(
                List.of(
                        log("one", at(10.2, 11.2, 5), at(11.2, 12.2, 6), at(20, 24, 1)),
                        log("other", at(10.7, 11.7, 7), at(12.1, 13.1, 8), at(21, 25, 2))),
                merged);

        List<HistogramLogs.Interval> intervals = HistogramLogs.intervals(merged);
        assertThat(intervals)
                .extracting(interval -> interval.histogram().getTotalCount())
                .containsExactly(12L, 6L, 8L, 3L);
        assertThat(intervals.getFirst().startSeconds()).isEqualTo(10.2);
        assertThat(intervals.getFirst().seconds()).isEqualTo(1.5, within(1e-9));
        HistogramLogs.merge(List.of(log("none")), merged);
        assertThat(HistogramLogs.intervals(merged)).isEmpty();
    }

    private static Histogram at(double from, double to, int count) {
        Histogram histogram = new Histogram(HIGHEST_NS, 3);
        histogram.recordValueWithCount(5, count);
        histogram.setStartTimeStamp(Math.round(from * 1e3));
        histogram.setEndTimeStamp(Math.round(to * 1e3));
        return histogram;
    }

    @Test
    void everyIntervalOfALogCounts() throws Exception {
        Histogram first = new Histogram(HIGHEST_NS, 3);
        first.recordValueWithCount(5, 2);
        Histogram second = new Histogram(HIGHEST_NS, 3);
        second.recordValueWithCount(7, 3);
        assertThat(HistogramLogs.sum(List.of(log("two", first, second))).getTotalCount())
                .isEqualTo(5);
        assertThat(HistogramLogs.sum(List.of(log("none"))).getTotalCount()).isZero();
    }

    @Test
    void whatIsNoLogIsSaidToBeNone() throws Exception {
        Path text = Files.writeString(folder.resolve("text"), "#[StartTime: x\nnot a log\n");
        assertThatExceptionOfType(ResultFormatException.class)
                .isThrownBy(() -> HistogramLogs.sum(List.of(text)))
                .withMessage(text + " is no histogram log that load clients wrote");
        Path bytes = Files.write(folder.resolve("bytes"), new byte[] {(byte) 0xff, (byte) 0xfe, 0, 1});
        assertThatExceptionOfType(ResultFormatException.class).isThrownBy(() -> HistogramLogs.sum(List.of(bytes)));
        Path broken = Files.writeString(
                folder.resolve("broken"), Files.readString(log("whole", new Histogram(HIGHEST_NS, 3))) + "rubbish,x\n");
        assertThatExceptionOfType(ResultFormatException.class).isThrownBy(() -> HistogramLogs.sum(List.of(broken)));
        assertThatExceptionOfType(NoSuchFileException.class)
                .isThrownBy(() -> HistogramLogs.sum(List.of(folder.resolve("absent"))));
    }

    private Path log(String name, Histogram... intervals) throws IOException {
        Path file = folder.resolve(name);
        HistogramLogWriter writer = new HistogramLogWriter(file.toFile());
        writer.outputLogFormatVersion();
        writer.outputStartTime(0);
        writer.setBaseTime(0);
        writer.outputLegend();
        for (Histogram interval : intervals) {
            interval.setTag("latency");
            if (interval.getStartTimeStamp() == Long.MAX_VALUE) { // not said
                interval.setStartTimeStamp(0);
                interval.setEndTimeStamp(1_000);
            }
            writer.outputIntervalHistogram(interval);
        }
        writer.close();
        return file;
    }
}
