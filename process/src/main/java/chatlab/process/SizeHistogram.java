package chatlab.process;

import io.prometheus.metrics.model.registry.Collector;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.NativeHistogramBuckets;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * A histogram of sizes in bytes, for those that are counted with every message: an observation costs a look into a table and
 * two additions, a tenth of what the client library's takes, which keeps classic and native buckets beside each other. Here
 * the classic ones, whose bounds are powers of two, are made of the native ones, which have all those as bounds.
 * Thread-safe.
 */
public final class SizeHistogram implements Collector {
    /** Schema 5 of Prometheus' native histograms: so many buckets from one power of two to the next. */
    private static final int SCHEMA = 5;

    private static final int PER_OCTAVE = 1 << SCHEMA;

    /** What the client library takes for zero; no size is. */
    private static final double ZERO_THRESHOLD = 0x1p-128;

    /** {@code 2^(i/32)}, the upper bound of the i-th bucket behind a power of two, as a share of that. */
    private static final double[] BOUNDS = new double[PER_OCTAVE + 1];

    /** The first bound that can be above what begins with these bits behind the comma. */
    private static final byte[] GUESSES = new byte[2 * PER_OCTAVE];

    private static final int FRACTION_BITS = 52;
    private static final int GUESS_SHIFT = FRACTION_BITS - SCHEMA - 1;
    private static final long FRACTION = (1L << FRACTION_BITS) - 1;
    private static final long ONE = Double.doubleToRawLongBits(1);

    static {
        for (int i = 0; i <= PER_OCTAVE; i++) {
            BOUNDS[i] = Math.pow(2, (double) i / PER_OCTAVE);
        }
        for (int i = 0, bound = 0; i < GUESSES.length; i++) {
            double least = 1 + (double) i / GUESSES.length;
            while (BOUNDS[bound] < least) {
                bound++;
            }
            GUESSES[i] = (byte) bound;
        }
    }

    private final String name;
    private final String help;
    private final int classicFrom;
    private final int classicTo;

    /** By the native bucket's index; null where nothing was counted yet. */
    private final AtomicReferenceArray<@Nullable LongAdder> buckets =
            new AtomicReferenceArray<>(Integer.SIZE * PER_OCTAVE);

    private final LongAdder sum = new LongAdder();

    /**
     * @param classicFrom the first classic bucket holds sizes up to two to the power of this
     * @param classicTo the same of the last one but that for everything larger
     */
    SizeHistogram(String name, String help, int classicFrom, int classicTo) {
        this.name = name;
        this.help = help;
        this.classicFrom = classicFrom;
        this.classicTo = classicTo;
    }

    /** Counts something of so many bytes, at least one. */
    public void observe(int bytes) {
        LongAdder bucket = buckets.getPlain(bucketOf(bytes));
        (bucket == null ? create(bucketOf(bytes)) : bucket).increment();
        sum.add(bytes);
    }

    /** The index of the native bucket, as Prometheus counts them. */
    static int bucketOf(int bytes) {
        if (bytes < 1) {
            throw new IllegalArgumentException("a size of " + bytes + " bytes");
        }
        long bits = Double.doubleToRawLongBits(bytes);
        long fraction = bits & FRACTION;
        double share = Double.longBitsToDouble(fraction | ONE);
        int bound = GUESSES[(int) (fraction >>> GUESS_SHIFT)];
        while (BOUNDS[bound] < share) {
            bound++;
        }
        return (int) ((bits - ONE) >> FRACTION_BITS) * PER_OCTAVE + bound;
    }

    private LongAdder create(int index) {
        LongAdder fresh = new LongAdder();
        @Nullable LongAdder other = buckets.compareAndExchange(index, null, fresh);
        return other == null ? fresh : other;
    }

    @Override
    public MetricSnapshot collect() {
        long[] classic = new long[classicTo - classicFrom + 2];
        NativeHistogramBuckets.Builder natives = NativeHistogramBuckets.builder();
        double bytes = sum.sum(); // first, so that all it holds is counted below
        for (int i = 0; i < buckets.length(); i++) {
            @Nullable LongAdder bucket = buckets.get(i);
            if (bucket != null) {
                long count = bucket.sum();
                natives.bucket(i, count);
                int power = Math.ceilDiv(i, PER_OCTAVE);
                classic[Math.clamp(power - classicFrom, 0, classic.length - 1)] += count;
            }
        }
        return HistogramSnapshot.builder()
                .name(name)
                .help(help)
                .dataPoint(HistogramDataPointSnapshot.builder()
                        .sum(bytes)
                        .nativeSchema(SCHEMA)
                        .nativeZeroThreshold(ZERO_THRESHOLD)
                        .nativeBucketsForPositiveValues(natives.build())
                        .classicHistogramBuckets(ClassicHistogramBuckets.of(classicBounds(classic.length), classic))
                        .build())
                .build();
    }

    private double[] classicBounds(int count) {
        double[] bounds = new double[count];
        for (int i = 0; i < count - 1; i++) {
            bounds[i] = Math.scalb(1d, classicFrom + i);
        }
        bounds[count - 1] = Double.POSITIVE_INFINITY;
        return bounds;
    }
}
