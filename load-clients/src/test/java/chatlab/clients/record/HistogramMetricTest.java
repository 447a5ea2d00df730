package chatlab.clients.record;

import static org.assertj.core.api.Assertions.assertThat;

import chatlab.generator.recording.HistogramLog;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.NativeHistogramBuckets;
import java.util.Random;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class HistogramMetricTest {
    private static HistogramDataPointSnapshot collect(Histogram histogram) {
        HistogramSnapshot snapshot =
                (HistogramSnapshot) new HistogramMetric("x_seconds", "x", () -> histogram).collect();
        return snapshot.getDataPoints().getFirst();
    }

    @Test
    void everyValueIsInTheBucketsThatItsBoundsSay() {
        Random random = new Random(1);
        for (int i = 0; i < 2000; i++) {
            Histogram histogram = new Histogram(HistogramLog.HIGHEST_NS, HistogramLog.DIGITS);
            histogram.recordValue((long) Math.min(HistogramLog.HIGHEST_NS, Math.pow(10, random.nextDouble(13))));
            double seconds = histogram.recordedValues().iterator().next().getValueIteratedTo() / 1e9;
            HistogramDataPointSnapshot point = collect(histogram);
            NativeHistogramBuckets buckets = point.getNativeBucketsForPositiveValues();
            assertThat(buckets.size()).isEqualTo(1);
            assertThat(seconds)
                    .isGreaterThan(Math.pow(2, (buckets.getBucketIndex(0) - 1) / 8.0))
                    .isLessThanOrEqualTo(Math.pow(2, buckets.getBucketIndex(0) / 8.0));
            assertThat(point.getClassicBuckets().stream()
                            .filter(bucket -> bucket.getCount() == 1)
                            .findFirst()
                            .orElseThrow()
                            .getUpperBound())
                    .isGreaterThanOrEqualTo(seconds);
        }
    }

    @Test
    void nothingIsLostFromTheLowestToTheHighest() {
        Histogram histogram = new Histogram(HistogramLog.HIGHEST_NS, HistogramLog.DIGITS);
        for (long ns : new long[] {0, 1, 2, 1000, 1_000_000_000, HistogramLog.HIGHEST_NS}) {
            histogram.recordValueWithCount(ns, 3);
        }
        HistogramDataPointSnapshot point = collect(histogram);
        assertThat(point.getNativeZeroCount()).isEqualTo(3);
        assertThat(point.getNativeBucketsForPositiveValues().stream()
                        .mapToLong(bucket -> bucket.getCount())
                        .sum())
                .isEqualTo(15);
        assertThat(point.getCount()).isEqualTo(18);
        assertThat(point.getClassicBuckets().stream()
                        .mapToLong(bucket -> bucket.getCount())
                        .sum())
                .isEqualTo(18);
    }
}
