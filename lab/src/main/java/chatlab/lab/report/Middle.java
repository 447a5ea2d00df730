package chatlab.lab.report;

import java.util.List;

/**
 * Of several repetitions the one in the middle: always a value that was measured, never a mean of percentiles. Of an even
 * number it is the larger of the two in the middle. What never came counts as infinite.
 *
 * @param low the smallest
 * @param median the middle
 * @param high the largest
 */
record Middle(double low, double median, double high) {
    static Middle of(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        return new Middle(sorted.getFirst(), sorted.get(sorted.size() / 2), sorted.getLast());
    }
}
