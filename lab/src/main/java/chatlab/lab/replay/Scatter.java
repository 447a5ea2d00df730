package chatlab.lab.replay;

import java.util.Arrays;
import java.util.List;
import org.apache.commons.statistics.distribution.FDistribution;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * How much repetitions of the same trial differ, in logarithms: squares about the means of all trials of a run, pooled.
 *
 * @param squares their sum
 * @param degrees of freedom: repetitions beyond the first of each trial
 */
record Scatter(double squares, int degrees) {
    /** How seldom a trial that scatters as the others do may be taken for one that scatters more. */
    private static final double ODD = 0.01;

    /** @param trials per trial the logarithms of what its repetitions measured */
    static Scatter of(List<double[]> trials) {
        double squares = 0;
        int degrees = 0;
        for (double[] trial : trials) {
            if (trial.length > 1) {
                squares += squares(trial);
                degrees += trial.length - 1;
            }
        }
        return new Scatter(squares, degrees);
    }

    static double mean(double[] values) {
        return Arrays.stream(values).average().orElseThrow();
    }

    /**
     * Half the width of the prediction interval for the mean of {@code m} further repetitions of a trial: Student's t times the deviation
     * times √(1/n + 1/m) (Hahn and Meeker, Statistical Intervals, section 4.7). The deviation is that of all trials; of a trial that scatters more than the others, by an F
     * test, its own, with its own few degrees of freedom.
     *
     * @param trial the logarithms of what its repetitions measured
     * @param m how many further ones
     * @param level of confidence, such as 0.95
     * @param least a deviation below which nothing can be told apart
     */
    double halfWidth(double[] trial, int m, double level, double least) {
        Scatter own = of(List.of(trial));
        Scatter used = own.isAboveAll(minus(own)) ? own : this;
        double t = TDistribution.of(used.degrees).inverseCumulativeProbability((1 + level) / 2);
        return t * Math.max(used.deviation(), least) * Math.sqrt(1.0 / trial.length + 1.0 / m);
    }

    private Scatter minus(Scatter part) {
        return new Scatter(Math.max(0, squares - part.squares), degrees - part.degrees);
    }

    private boolean isAboveAll(Scatter others) {
        if (degrees == 0 || others.degrees == 0) {
            return false;
        }
        double ratio = FDistribution.of(degrees, others.degrees).inverseSurvivalProbability(ODD);
        return squares / degrees > ratio * others.squares / others.degrees;
    }

    double deviation() {
        return Math.sqrt(squares / degrees);
    }

    private static double squares(double[] values) {
        double mean = mean(values);
        return Arrays.stream(values)
                .map(value -> (value - mean) * (value - mean))
                .sum();
    }
}
