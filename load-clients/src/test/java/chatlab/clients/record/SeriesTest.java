package chatlab.clients.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogReader;
import org.junit.jupiter.api.Test;

class SeriesTest {
    private static final long START_MILLIS = 1_700_000_000_000L;

    private record Interval(long fromMillis, long toMillis, long count) {}

    private static List<Interval> read(Series series) {
        List<Interval> intervals = new ArrayList<>();
        try (HistogramLogReader log = new HistogramLogReader(new ByteArrayInputStream(series.log()))) {
            while (log.hasNext()) {
                if (log.nextIntervalHistogram() instanceof Histogram interval) {
                    intervals.add(new Interval(
                            interval.getStartTimeStamp() - START_MILLIS,
                            interval.getEndTimeStamp() - START_MILLIS,
                            interval.getTotalCount()));
                }
            }
        }
        return intervals;
    }

    /** One value is recorded before each tick. */
    private static Series ticked(int ticks, Duration apart) {
        LoopRecorder loop = new LoopRecorder();
        Series series = Series.latency(List.of(loop), START_MILLIS);
        for (int tick = 1; tick <= ticks; tick++) {
            loop.latency(tick);
            loop.arrived(1, 1);
            assertThat(series.tick(START_MILLIS + tick * apart.toMillis()).getTotalCount())
                    .isEqualTo(1);
        }
        return series;
    }

    @Test
    void forTenMinutesEverySecondIsAnInterval() {
        List<Interval> intervals = read(ticked(600, Duration.ofSeconds(1)));
        assertThat(intervals).hasSize(600).allMatch(interval -> interval.count() == 1);
        assertThat(intervals.getLast()).isEqualTo(new Interval(599_000, 600_000, 1));
    }

    @Test
    void aLongRunsLogGrowsEverSlowerAndLosesNothing() {
        int ticks = 6 * 60 * 24;
        Series series = ticked(ticks, Duration.ofSeconds(10));
        List<Interval> intervals = read(series);
        assertThat(intervals).hasSizeBetween(600, 3000);
        assertThat(intervals.stream().mapToLong(Interval::count).sum())
                .isEqualTo(ticks)
                .isEqualTo(series.total().getTotalCount());
        for (int i = 1; i < intervals.size(); i++) {
            assertThat(intervals.get(i).fromMillis())
                    .isEqualTo(intervals.get(i - 1).toMillis());
        }
        assertThat(intervals.getLast().toMillis()).isEqualTo(Duration.ofDays(1).toMillis());
    }

    @Test
    void theLogIsWholeWheneverItIsRead() {
        Series series = ticked(1201, Duration.ofSeconds(1));
        List<Interval> intervals = read(series);
        assertThat(intervals.stream().mapToLong(Interval::count).sum()).isEqualTo(1201);
        assertThat(read(series)).isEqualTo(intervals);
    }
}
