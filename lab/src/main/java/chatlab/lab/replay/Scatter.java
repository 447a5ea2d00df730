package chatlab.lab.replay;

import java.util.Arrays;
import java.util.List;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * How much repetitions of the same trial differ, in logarithms: the pooled standard deviation of all trials of a run.
 *
 * @param deviation pooled over the trials, 0 if no trial has two repetitions
 * @param degrees of freedom: repetitions beyond the first of each trial
 */
record Scatter(double deviation, int degrees) {
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
        return new Scatter(degrees == 0 ? 0 : Math.sqrt(squares / degrees), degrees);
    }

    /** The standard deviation of one trial; 0 for one repetition. */
    static double deviation(double[] trial) {
        return trial.length < 2 ? 0 : Math.sqrt(squares(trial) / (trial.length - 1));
    }

    static double mean(double[] values) {
        return Arrays.stream(values).average().orElseThrow();
    }

    /**
     * Half the width of the prediction interval for the mean of {@code m} further repetitions of a trial: Student's t times the deviation
     * times √(1/n + 1/m) (Hahn and Meeker, Statistical Intervals, section 4.7). A trial that scatters more than the others do counts with its own deviation.
     *
     * @param trial the logarithms of what its repetitions measured
     * @param m how many further ones
     * @param level of confidence, such as 0.95
     * @param least a deviation below which nothing can be told apart
     */
    double halfWidth(double[] trial, int m, double level, double least) {
        double t = TDistribution.of(degrees).inverseCumulativeProbability((1 + level) / 2);
        double own = Math.max(Math.max(deviation, deviation(trial)), least);
        return t * own * Math.sqrt(1.0 / trial.length + 1.0 / m);
    }

    private static double squares(double[] values) {
        double mean = mean(values);
        return Arrays.stream(values)
                .map(value -> (value - mean) * (value - mean))
                .sum();
    }
}
