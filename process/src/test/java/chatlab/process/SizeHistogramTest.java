package chatlab.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBucket;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.NativeHistogramBucket;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Beside the client library's own histogram, which knows Prometheus' buckets. */
class SizeHistogramTest {
    private final SizeHistogram sizes = new SizeHistogram("sizes", "For the test.", 6, 15);
    private final Histogram known = Histogram.builder()
            .name("sizes")
            .help("For the test.")
            .classicUpperBounds(IntStream.rangeClosed(6, 15)
                    .mapToDouble(power -> 1 << power)
                    .toArray())
            .nativeMaxNumberOfBuckets(0) // as many as it takes
            .withoutExemplars()
            .build();

    @Test
    void nothingIsCountedInTheBeginning() {
        assertThat(dataPoint().getCount()).isZero();
        assertThat(dataPoint().getClassicBuckets().size()).isEqualTo(11);
    }

    @Test
    void everySizeFallsIntoTheBucketsThatPrometheusHasForIt() {
        IntStream.rangeClosed(1, 70_000).forEach(this::observe);
        isAsKnown();
    }

    @Test
    void largeSizesDoSoToo() {
        Random random = new Random(7);
        for (int i = 0; i < 100_000; i++) {
            observe(1 + random.nextInt(Integer.MAX_VALUE));
        }
        for (int power = 0; power < 31; power++) {
            observe(1 << power);
            observe(Math.max(1, (1 << power) - 1));
        }
        observe(Integer.MAX_VALUE);
        isAsKnown();
    }

    @Test
    void itSaysWhatItIs() {
        assertThat(sizes.collect().getMetadata().getName()).isEqualTo("sizes");
        assertThat(sizes.collect().getMetadata().getHelp()).isEqualTo("For the test.");
    }

    @Test
    void threadsCountTogether() throws Exception {
        int each = 200_000;
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            for (int i = 0; i < 4; i++) {
                var _ = threads.submit(() -> IntStream.range(0, each).forEach(n -> sizes.observe(1 + n % 64)));
            }
        }
        assertThat(dataPoint().getCount()).isEqualTo(4L * each);
        assertThat(dataPoint().getSum()).isEqualTo(4d * each / 64 * (1 + 64) * 64 / 2);
    }

    @Test
    void nothingHasNoSize() {
        assertThatIllegalArgumentException().isThrownBy(() -> sizes.observe(0));
    }

    private void observe(int bytes) {
        sizes.observe(bytes);
        known.observe(bytes);
    }

    private HistogramDataPointSnapshot dataPoint() {
        return ((HistogramSnapshot) sizes.collect()).getDataPoints().getFirst();
    }

    private void isAsKnown() {
        HistogramDataPointSnapshot wanted = known.collect().getDataPoints().getFirst();
        HistogramDataPointSnapshot found = dataPoint();
        assertThat(found.getSum()).isEqualTo(wanted.getSum());
        assertThat(found.getCount()).isEqualTo(wanted.getCount());
        assertThat(found.getNativeSchema()).isEqualTo(wanted.getNativeSchema());
        assertThat(found.getNativeZeroThreshold()).isEqualTo(wanted.getNativeZeroThreshold());
        assertThat(found.getNativeZeroCount()).isZero();
        assertThat(natives(found)).isEqualTo(natives(wanted));
        assertThat(classics(found)).isEqualTo(classics(wanted));
    }

    private static List<String> natives(HistogramDataPointSnapshot point) {
        return point.getNativeBucketsForPositiveValues().stream()
                .map((NativeHistogramBucket bucket) -> bucket.getBucketIndex() + ": " + bucket.getCount())
                .toList();
    }

    private static List<String> classics(HistogramDataPointSnapshot point) {
        return point.getClassicBuckets().stream()
                .map((ClassicHistogramBucket bucket) -> bucket.getUpperBound() + ": " + bucket.getCount())
                .toList();
    }
}
