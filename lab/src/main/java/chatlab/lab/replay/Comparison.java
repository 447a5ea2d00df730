package chatlab.lab.replay;

import chatlab.lab.result.Figures;
import chatlab.lab.result.Repetition;
import chatlab.lab.result.RunResult;
import chatlab.lab.result.Status;
import chatlab.lab.result.TrialResult;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A run beside the one that it repeats.
 *
 * @param format {@link #FORMAT}
 * @param first the id of the run that was repeated
 * @param second the id of its repeat
 * @param level how surely all of the repeat lies within the intervals if nothing has changed, such as 0.95
 * @param rows a trial and a figure each
 */
public record Comparison(String format, String first, String second, double level, List<Row> rows) {
    /** The version of this format. */
    public static final String FORMAT = "chatlab-replay/1";

    private static final double LEVEL = 0.95;

    /** A relative step of the load clients' histograms, which keep three digits. */
    private static final double RESOLUTION = 1e-3;

    public Comparison {
        rows = List.copyOf(rows);
    }

    /** Whether a figure is where it was to be expected. */
    public enum Verdict {
        INSIDE,
        OUTSIDE,
        /** There is no number to compare. */
        UNKNOWN,
        /** It was measured then and is not now. */
        MISSING
    }

    /**
     * One figure of one trial; numbers are geometric means over repetitions, in the unit that {@code figure} says.
     *
     * @param trial what the matrix varies at it, empty without a matrix
     * @param first null if there is none
     * @param low of the interval that the second is expected in, null if there is none
     * @param high of that interval
     * @param second null if there is none
     * @param why a sentence where there is no number to compare, else empty
     */
    public record Row(
            String trial,
            String figure,
            @Nullable Double first,
            @Nullable Double low,
            @Nullable Double high,
            @Nullable Double second,
            Verdict verdict,
            String why) {}

    /** Whether a run has repetitions enough for a repeat to be judged. */
    public static boolean canJudge(RunResult first) {
        return scatter(first, Measure.DELIVERIES).degrees() > 0;
    }

    /**
     * Holds a repeat against the first run.
     *
     * @throws IllegalArgumentException if the first run can't judge any
     */
    public static Comparison of(RunResult first, RunResult second) {
        if (!canJudge(first)) {
            throw new IllegalArgumentException(first.id());
        }
        long pairs = (long) first.trials().size() * Measure.values().length;
        // Bonferroni: all intervals together hold as surely as one would alone.
        double each = 1 - (1 - LEVEL) / pairs;
        List<Row> rows = new ArrayList<>();
        for (TrialResult trial : first.trials()) {
            Side then = Side.of(List.of(trial));
            Side now = Side.of(second.trials().stream()
                    .filter(other -> other.point().equals(trial.point()))
                    .toList());
            for (Measure measure : Measure.values()) {
                rows.add(row(title(trial), measure, then, now, scatter(first, measure), each));
            }
        }
        return new Comparison(FORMAT, first.id(), second.id(), LEVEL, rows);
    }

    /**
     * That of all together: outside if one figure is, else missing if one is, else inside if one is. Nothing is known where nothing
     * could be compared.
     */
    public Verdict verdict() {
        return Stream.of(Verdict.OUTSIDE, Verdict.MISSING, Verdict.INSIDE)
                .filter(verdict -> rows.stream().anyMatch(row -> row.verdict() == verdict))
                .findFirst()
                .orElse(Verdict.UNKNOWN);
    }

    private static Row row(String trial, Measure measure, Side then, Side now, Scatter scatter, double level) {
        if (then.figures().isEmpty() && then.without() == 0) {
            return without(trial, measure, Verdict.UNKNOWN, "no valid repetition then");
        }
        if (now.figures().isEmpty() && now.without() == 0) {
            return without(trial, measure, Verdict.MISSING, "no valid repetition now");
        }
        if (now.without() > 0 || then.without() > 0) {
            return then.without() == 0
                    ? without(trial, measure, Verdict.OUTSIDE, "the server did not come to the end now")
                    : without(trial, measure, Verdict.UNKNOWN, "the server did not come to the end then");
        }
        double[] first = then.values(measure);
        double[] second = now.values(measure);
        if (first.length < then.figures().size()
                || second.length < now.figures().size()) {
            return without(trial, measure, Verdict.UNKNOWN, "unknown in a repetition");
        }
        long neverThen = never(first);
        if (neverThen == first.length) {
            return never(second) == second.length
                    ? without(trial, measure, Verdict.UNKNOWN, "never came then nor now")
                    : without(trial, measure, Verdict.OUTSIDE, "never came then");
        }
        if (neverThen > 0) {
            return without(trial, measure, Verdict.UNKNOWN, "never came in a repetition then");
        }
        if (never(second) > 0) {
            return new Row(
                    trial, measure.label(), geometric(first), null, null, null, Verdict.OUTSIDE, "never came now");
        }
        if (scatter.degrees() == 0) {
            return without(trial, measure, Verdict.UNKNOWN, "no trial had it twice");
        }
        double[] logarithms = Arrays.stream(first).map(Math::log).toArray();
        double half = scatter.halfWidth(logarithms, second.length, level, least(then.figures()));
        double middle = Scatter.mean(logarithms);
        double value = Math.log(geometric(second));
        return new Row(
                trial,
                measure.label(),
                Math.exp(middle),
                Math.exp(middle - half),
                Math.exp(middle + half),
                Math.exp(value),
                Math.abs(value - middle) <= half ? Verdict.INSIDE : Verdict.OUTSIDE,
                "");
    }

    private static long never(double[] values) {
        return Arrays.stream(values).filter(Double::isInfinite).count();
    }

    private static Row without(String trial, Measure measure, Verdict verdict, String why) {
        return new Row(trial, measure.label(), null, null, null, null, verdict, why);
    }

    private static double geometric(double[] values) {
        return Math.exp(Arrays.stream(values).map(Math::log).average().orElseThrow());
    }

    /** Neither a histogram's resolution nor a message more or less at the window's edges is a difference. */
    private static double least(List<Figures> figures) {
        return figures.stream()
                .mapToDouble(each -> 1 / Math.max(1, each.offeredPerSecond() * each.windowSeconds()))
                .map(message -> Math.max(message, RESOLUTION))
                .max()
                .orElse(RESOLUTION);
    }

    private static Scatter scatter(RunResult run, Measure measure) {
        return Scatter.of(run.trials().stream()
                .map(trial -> Side.of(List.of(trial)).values(measure))
                .map(values -> Arrays.stream(values)
                        .filter(Double::isFinite)
                        .map(Math::log)
                        .toArray())
                .toList());
    }

    /**
     * The valid repetitions of a trial in one of the runs.
     *
     * @param without how many are valid and have no figures, because the server did not come to the end
     */
    private record Side(List<Figures> figures, long without) {
        static Side of(List<TrialResult> trials) {
            List<Repetition> valid = trials.stream()
                    .flatMap(trial -> trial.repetitions().stream())
                    .filter(repetition -> repetition.status() != Status.INVALID)
                    .toList();
            List<Figures> figures = valid.stream()
                    .flatMap(repetition -> Stream.ofNullable(repetition.figures()))
                    .toList();
            return new Side(figures, valid.size() - figures.size());
        }

        /** Those that are known. */
        double[] values(Measure measure) {
            return figures.stream()
                    .flatMapToDouble(each -> measure.of(each).stream())
                    .toArray();
        }
    }

    private static String title(TrialResult trial) {
        return trial.point().entrySet().stream()
                .map(axis -> axis.getKey() + "=" + axis.getValue())
                .collect(Collectors.joining(" "));
    }
}
