package chatlab.bench.scenario;

import java.util.List;
import java.util.function.IntFunction;

/** What a connection costs. */
final class Memory {
    private static final double KIB_PER_MIB = 1024;

    private Memory() {}

    /**
     * The slope of resident memory over connections, by least squares, in KiB.
     *
     * @param rssMiB with so many connections
     */
    static Value slopeKiB(List<Integer> counts, IntFunction<Value> rssMiB) {
        return readings -> {
            double meanX = counts.stream().mapToInt(Integer::intValue).average().orElse(Double.NaN);
            double meanY = counts.stream()
                    .mapToDouble(count -> rssMiB.apply(count).of(readings))
                    .average()
                    .orElse(Double.NaN);
            double xy = 0;
            double xx = 0;
            for (int count : counts) {
                xy += (count - meanX) * (rssMiB.apply(count).of(readings) - meanY);
                xx += (count - meanX) * (count - meanX);
            }
            return xy / xx * KIB_PER_MIB;
        };
    }
}
