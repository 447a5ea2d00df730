package chatlab.clients.record;

import chatlab.generator.recording.HistogramLog;
import io.prometheus.metrics.model.registry.Collector;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.NativeHistogramBuckets;
import java.util.Arrays;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.HdrHistogram.Histogram;

/**
 * Shows a histogram of nanoseconds to Prometheus in seconds, with native buckets beside classic ones. It is translated at
 * the scrape, so that recording costs nothing more.
 */
public final class HistogramMetric implements Collector {
    /** Native buckets grow by 2^(1/8) (schema 3 of Prometheus' native histograms). */
    private static final int SCHEMA = 3;

    private static final int BUCKETS_PER_DOUBLING = 1 << SCHEMA;
    /** The native bucket that 1 ns falls into; what is less counts as zero. */
    private static final int LOWEST = nativeIndex(1);

    /** The native buckets' upper bounds in nanoseconds, from {@link #LOWEST} on. */
    private static final double[] NATIVE_BOUNDS_NS = IntStream.rangeClosed(
                    LOWEST, nativeIndex(HistogramLog.HIGHEST_NS) + 1)
            .mapToDouble(index -> Math.pow(2, (double) index / BUCKETS_PER_DOUBLING) * 1e9)
            .toArray();

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
        long[] buckets = new long[NATIVE_BOUNDS_NS.length];
        double sum = 0;
        long zeros = 0;
        int bound = 0;
        int bucket = 0;
        // The values ascend, and so do both kinds of buckets: one walk through all three.
        for (var value : source.get().recordedValues()) {
            long ns = value.getValueIteratedTo();
            double seconds = ns / 1e9;
            long count = value.getCountAtValueIteratedTo();
            sum += seconds * count;
            while (seconds > BOUNDS[bound]) {
                bound++;
            }
            classic[bound] += count;
            if (ns == 0) {
                zeros += count;
                continue;
            }
            while (ns > NATIVE_BOUNDS_NS[bucket]) {
                bucket++;
            }
            buckets[bucket] += count;
        }
        int[] used =
                IntStream.range(0, buckets.length).filter(i -> buckets[i] > 0).toArray();
        return HistogramSnapshot.builder()
                .name(name)
                .help(help)
                .dataPoint(HistogramSnapshot.HistogramDataPointSnapshot.builder()
                        .classicHistogramBuckets(ClassicHistogramBuckets.of(BOUNDS, classic))
                        .nativeSchema(SCHEMA)
                        .nativeZeroCount(zeros)
                        .nativeBucketsForPositiveValues(NativeHistogramBuckets.of(
                                Arrays.stream(used).map(i -> LOWEST + i).toArray(),
                                Arrays.stream(used).mapToLong(i -> buckets[i]).toArray()))
                        .sum(sum)
                        .build())
                .build();
    }

    /** The bucket with 2^((i − 1)/8) < value ≤ 2^(i/8), in seconds, is number i. */
    private static int nativeIndex(long ns) {
        return (int) Math.ceil(Math.log(ns / 1e9) / Math.log(2) * BUCKETS_PER_DOUBLING);
    }
}
