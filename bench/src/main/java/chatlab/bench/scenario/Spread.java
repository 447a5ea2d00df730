package chatlab.bench.scenario;

import java.util.Arrays;

/**
 * Several measurements of one figure.
 *
 * @param median NaN if there is none
 * @param count how many stand
 */
public record Spread(double median, double least, double most, int count) {
    /** Of those that are numbers; what is NaN is void. */
    public static Spread of(double[] values) {
        double[] sorted = Arrays.stream(values)
                .filter(value -> !Double.isNaN(value))
                .sorted()
                .toArray();
        int n = sorted.length;
        if (n == 0) {
            return new Spread(Double.NaN, Double.NaN, Double.NaN, 0);
        }
        // With an infinite one in the middle, so is the median.
        double median = n % 2 == 1 || sorted[n / 2 - 1] == sorted[n / 2]
                ? sorted[n / 2]
                : (sorted[n / 2 - 1] + sorted[n / 2]) / 2;
        return new Spread(median, sorted[0], sorted[n - 1], n);
    }
}
