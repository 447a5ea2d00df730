package chatlab.clients.record;

import io.prometheus.metrics.model.registry.Collector;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.NativeHistogramBuckets;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.HdrHistogram.Histogram;

/**
 * Shows a histogram of nanoseconds to Prometheus in seconds, with native buckets beside classic ones. It is translated at
 * the scrape, so that recording costs nothing more.
 */
public final class HistogramMetric implements Collector {
    /** Native buckets grow by 2^(1/8) (schema 3 of Prometheus' native histograms). */
    private static final int SCHEMA = 3;

    private static final double[] BOUNDS = {
        0.0001,
        0.00025,
        0.0005,
        0.001,
        0.0025,
        0.005,
        0.01,
        0.025,
        0.05,
        0.1,
        0.25,
        0.5,
        1,
        2.5,
        5,
        10,
        30,
        60,
        Double.POSITIVE_INFINITY
    };

    private final String name;
    private final String help;
    private final Supplier<Histogram> source;

    /** @param source a copy of everything recorded so far */
    public HistogramMetric(String name, String help, Supplier<Histogram> source) {
        this.name = name;
        this.help = help;
        this.source = source;
    }

    @Override
    public MetricSnapshot collect() {
        long[] classic = new long[BOUNDS.length];
        Map<Integer, Long> buckets = new TreeMap<>();
        double sum = 0;
        long zeros = 0;
        for (var value : source.get().recordedValues()) {
            double seconds = value.getValueIteratedTo() / 1e9;
            long count = value.getCountAtValueIteratedTo();
            sum += seconds * count;
            int bound = 0;
            while (seconds > BOUNDS[bound]) {
                bound++;
            }
            classic[bound] += count;
            if (value.getValueIteratedTo() == 0) {
                zeros += count;
            } else {
                buckets.merge((int) Math.ceil(Math.log(seconds) / Math.log(2) * (1 << SCHEMA)), count, Long::sum);
            }
        }
        return HistogramSnapshot.builder()
                .name(name)
                .help(help)
                .dataPoint(HistogramSnapshot.HistogramDataPointSnapshot.builder()
                        .classicHistogramBuckets(ClassicHistogramBuckets.of(BOUNDS, classic))
                        .nativeSchema(SCHEMA)
                        .nativeZeroCount(zeros)
                        .nativeBucketsForPositiveValues(NativeHistogramBuckets.of(
                                buckets.keySet().stream().mapToInt(i -> i).toArray(),
                                buckets.values().stream().mapToLong(i -> i).toArray()))
                        .sum(sum)
                        .build())
                .build();
    }
}
