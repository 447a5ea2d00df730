package chatlab.lab.replay;

import chatlab.lab.result.Figures;
import chatlab.lab.result.Repetition;
import chatlab.lab.result.RunResult;
import chatlab.lab.result.Status;
import chatlab.lab.result.TrialResult;
import java.util.ArrayList;
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
        /** No valid figure on one side, or never a number on both. */
        UNKNOWN
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
            List<Figures> then = valid(trial);
            List<Figures> now = second.trials().stream()
                    .filter(other -> other.point().equals(trial.point()))
                    .flatMap(other -> valid(other).stream())
                    .toList();
            for (Measure measure : Measure.values()) {
                rows.add(row(title(trial), measure, then, now, scatter(first, measure), each));
            }
        }
        return new Comparison(FORMAT, first.id(), second.id(), LEVEL, rows);
    }

    /** The worst of all verdicts: one figure outside is enough, and if nothing could be compared nothing is known. */
    public Verdict verdict() {
        if (rows.stream().anyMatch(row -> row.verdict() == Verdict.OUTSIDE)) {
            return Verdict.OUTSIDE;
        }
        return rows.stream().anyMatch(row -> row.verdict() == Verdict.INSIDE) ? Verdict.INSIDE : Verdict.UNKNOWN;
    }

    private static Row row(
            String trial, Measure measure, List<Figures> then, List<Figures> now, Scatter scatter, double level) {
        double[] first = logarithms(measure, then);
        double[] second = logarithms(measure, now);
        if (then.isEmpty() || now.isEmpty()) {
            return unknown(trial, measure, "no valid repetition " + (then.isEmpty() ? "then" : "now"));
        }
        if (first.length == 0 && second.length == 0) {
            return unknown(trial, measure, "no number then nor now");
        }
        if (first.length == 0 || second.length == 0) {
            return new Row(
                    trial,
                    measure.label(),
                    mean(first),
                    null,
                    null,
                    mean(second),
                    Verdict.OUTSIDE,
                    "a number only " + (first.length == 0 ? "now" : "then"));
        }
        if (first.length < then.size() || second.length < now.size()) {
            return unknown(trial, measure, "not a number in every repetition");
        }
        if (scatter.degrees() == 0) {
            return unknown(trial, measure, "no trial had it twice");
        }
        double half = scatter.halfWidth(first, second.length, level, least(then));
        double middle = Scatter.mean(first);
        double value = Scatter.mean(second);
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

    private static Row unknown(String trial, Measure measure, String why) {
        return new Row(trial, measure.label(), null, null, null, null, Verdict.UNKNOWN, why);
    }

    private static @Nullable Double mean(double[] logarithms) {
        return logarithms.length == 0 ? null : Double.valueOf(Math.exp(Scatter.mean(logarithms)));
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
                .map(trial -> logarithms(measure, valid(trial)))
                .toList());
    }

    private static double[] logarithms(Measure measure, List<Figures> figures) {
        return figures.stream()
                .flatMapToDouble(each -> measure.of(each).stream())
                .map(Math::log)
                .toArray();
    }

    private static List<Figures> valid(TrialResult trial) {
        return trial.repetitions().stream()
                .filter(repetition -> repetition.status() != Status.INVALID)
                .map(Repetition::figures)
                .flatMap(Stream::ofNullable)
                .toList();
    }

    private static String title(TrialResult trial) {
        return trial.point().entrySet().stream()
                .map(axis -> axis.getKey() + "=" + axis.getValue())
                .collect(Collectors.joining(" "));
    }
}
