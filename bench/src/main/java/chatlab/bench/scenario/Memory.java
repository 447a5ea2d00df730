package chatlab.bench.scenario;

import java.util.List;

/** What a connection costs. */
final class Memory {
    private static final double KIB_PER_MIB = 1024;

    private Memory() {}

    /** The slope of resident memory over connections, by least squares, in KiB; the keys end with the count. */
    static Value slopeKiB(List<Integer> counts, String keyPrefix) {
        return readings -> {
            double meanX = counts.stream().mapToInt(Integer::intValue).average().orElse(Double.NaN);
            double meanY = counts.stream()
                    .mapToDouble(count -> Value.rssMiB(keyPrefix + count).of(readings))
                    .average()
                    .orElse(Double.NaN);
            double xy = 0;
            double xx = 0;
            for (int count : counts) {
                xy += (count - meanX) * (Value.rssMiB(keyPrefix + count).of(readings) - meanY);
                xx += (count - meanX) * (count - meanX);
            }
            return xy / xx * KIB_PER_MIB;
        };
    }
}
