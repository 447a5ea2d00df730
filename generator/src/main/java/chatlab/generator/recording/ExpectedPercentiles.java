package chatlab.generator.recording;

import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * Percentiles over everything that was expected: what never came stands at the end, infinitely late.
 *
 * @param recorded what came, in nanoseconds
 * @param expected how many were expected
 */
public record ExpectedPercentiles(Histogram recorded, long expected) {
    /** How many never came. */
    public long missing() {
        return Math.max(0, expected - recorded.getTotalCount());
    }

    /** The value that {@code percent} of the expected are at most, in nanoseconds; null if one of the missing is among them. */
    public @Nullable Long at(double percent) {
        long all = recorded.getTotalCount() + missing();
        // As in the histogram itself, so that both answer the same when nothing is missing.
        long rank = Math.max(1, (long) Math.ceil(Math.nextDown(percent / 100) * all));
        if (all == 0 || rank > recorded.getTotalCount()) {
            return null;
        }
        long below = 0;
        for (var value : recorded.recordedValues()) {
            below += value.getCountAtValueIteratedTo();
            if (below >= rank) {
                return value.getValueIteratedTo();
            }
        }
        return recorded.getMaxValue();
    }

    /** The largest, in nanoseconds; null if anything is missing. */
    public @Nullable Long max() {
        return missing() > 0 || recorded.getTotalCount() == 0 ? null : (Long) recorded.getMaxValue();
    }
}
