package chatlab.bench.report;

import chatlab.bench.scenario.Figure;
import chatlab.bench.scenario.Goal;
import chatlab.bench.scenario.Readings;
import chatlab.bench.scenario.Spread;
import chatlab.bench.scenario.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * One figure of a build beside the same of the baseline, which was measured in the same repetition, window by window: how many
 * times as bad it is, be it more that is bad or less.
 *
 * @param median of the ratios; NaN if there is none
 * @param least of an interval that holds the median of all such ratios with a probability of 95% at least; NaN if there are too few
 * @param most of the interval
 * @param count how many pairs stand
 */
public record Pairs(String scenario, String what, double median, double least, double most, int count) {
    private static final double CONFIDENCE = 0.95;

    /** One in so many turns has to be a pair. */
    private static final int FEWEST_OF = 3;

    /** The unit of capacities, of which more is better also where there is no goal. */
    private static final String RATE = "/s";

    /**
     * Compares them repetition by repetition.
     *
     * @param build as many repetitions as {@code baseline} has
     */
    static Pairs of(String scenario, Figure figure, List<Readings> build, List<Readings> baseline) {
        boolean moreIsBetter = figure.goal().direction() == Goal.Direction.AT_LEAST
                || figure.unit().equals(RATE);
        double[] ratios = IntStream.range(0, Math.min(build.size(), baseline.size()))
                .mapToDouble(i -> ratio(figure.value(), build.get(i), baseline.get(i)))
                .filter(ratio -> !Double.isNaN(ratio))
                .map(ratio -> moreIsBetter ? 1 / ratio : ratio)
                .sorted()
                .toArray();
        int n = ratios.length;
        int outside = outside(n);
        return new Pairs(
                scenario,
                figure.what(),
                Spread.of(ratios).median(),
                outside < 0 ? Double.NaN : ratios[outside],
                outside < 0 ? Double.NaN : ratios[n - 1 - outside],
                n);
    }

    /**
     * Of the sums over the windows that have a neighbour in time which saw the same machine, at least a third of all: where one is
     * left out, so is the other.
     * Not above 0 is no figure, or a difference of two that are as large.
     */
    private static double ratio(Value value, Readings build, Readings baseline) {
        List<Readings> builds = build.turns();
        List<Readings> baselines = baseline.turns();
        double buildSum = 0;
        double baselineSum = 0;
        int both = 0;
        for (int turn = 0; turn < Math.min(builds.size(), baselines.size()); turn++) {
            double mine = value.of(builds.get(turn));
            double other = value.of(baselines.get(turn));
            if (mine > 0 && other > 0 && builds.get(turn).agreeFor(value, baselines.get(turn))) {
                buildSum += mine;
                baselineSum += other;
                both++;
            }
        }
        boolean enough = both > 0 && FEWEST_OF * both >= Math.max(builds.size(), baselines.size());
        return enough ? buildSum / baselineSum : Double.NaN;
    }

    /**
     * How many of {@code n} values may lie outside of the interval on each side: by order statistics, without assuming
     * anything about how they are distributed (Conover, Practical Nonparametric Statistics, section 3.2). −1: they are too few.
     */
    static int outside(int n) {
        double tail = 0;
        double probability = Math.pow(2, -n); // of exactly k of n values below the median
        int k = 0;
        while (2 * (tail + probability) <= 1 - CONFIDENCE) {
            tail += probability;
            probability *= (n - k) / (k + 1.0);
            k++;
        }
        return k - 1;
    }

    /** A line for each. */
    public static List<String> lines(List<Pairs> all) {
        int width = all.stream().mapToInt(pairs -> pairs.what.length()).max().orElse(0);
        List<String> lines = new ArrayList<>();
        for (Pairs pairs : all) {
            String interval = Double.isNaN(pairs.least)
                    ? "too few for an interval"
                    : Numbers.number(pairs.least) + " to " + Numbers.number(pairs.most);
            lines.add(String.format(
                    Locale.ROOT,
                    "%-4s %-" + Math.max(1, width) + "s  %s (%s; %d pairs)",
                    pairs.scenario,
                    pairs.what,
                    Numbers.number(pairs.median),
                    interval,
                    pairs.count));
        }
        return lines;
    }
}
