package chatlab.bench.report;

import chatlab.bench.scenario.Figure;
import chatlab.bench.scenario.Goal;
import chatlab.bench.scenario.Readings;
import chatlab.bench.scenario.Spread;
import chatlab.bench.scenario.Value;
import chatlab.bench.scenario.Verdict;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * One figure of one build, over all repetitions.
 *
 * @param build whose
 * @param ratio to the reference, by repetition; of the median one
 * @param messagesPerWrite NaN if unknown
 */
public record Row(
        String scenario,
        String build,
        String what,
        String unit,
        Spread value,
        String referenceName,
        Spread reference,
        Spread ratio,
        Goal goal,
        Verdict verdict,
        double messagesPerWrite,
        double referenceMessagesPerWrite) {

    /**
     * The server's failure in a point misses the goals of all that is made of it. Otherwise fewer than half of the
     * repetitions standing make the row void, unless one of them misses what has to be reached each time.
     */
    static Row of(String scenario, String build, Figure figure, List<Readings> repetitions) {
        Spread value = spread(repetitions, figure.value()::of);
        Spread ratio = spread(repetitions, readings -> ratio(figure, readings));
        return new Row(
                scenario,
                build,
                figure.what(),
                figure.unit(),
                value,
                figure.referenceName(),
                spread(repetitions, readings -> reference(figure, readings)),
                ratio,
                figure.goal(),
                verdict(figure, repetitions, value, ratio),
                spread(repetitions, readings -> readings.messagesPerWrite(figure.key()))
                        .median(),
                spread(repetitions, readings -> readings.messagesPerWrite(figure.referenceKey()))
                        .median());
    }

    private static Verdict verdict(Figure figure, List<Readings> repetitions, Spread value, Spread ratio) {
        Goal goal = figure.goal();
        Spread judged = goal.ofRatio() ? ratio : value;
        if (goal.direction() != Goal.Direction.NONE && repetitions.stream().anyMatch(each -> isFailed(figure, each))) {
            return Verdict.MISSED;
        }
        Verdict worst = goal.judge(goal.direction() == Goal.Direction.AT_LEAST ? judged.least() : judged.most());
        if (goal.always() && worst == Verdict.MISSED) {
            return Verdict.MISSED;
        }
        return 2 * judged.count() < repetitions.size() ? Verdict.VOID : goal.judge(judged.median());
    }

    private static double reference(Figure figure, Readings readings) {
        Value reference = figure.reference();
        return reference == null ? Double.NaN : reference.of(readings);
    }

    private static double ratio(Figure figure, Readings readings) {
        return figure.value().of(readings) / reference(figure, readings);
    }

    private static boolean isFailed(Figure figure, Readings readings) {
        Value reference = figure.reference();
        return readings.anyFailedFor(figure.value())
                || (figure.goal().ofRatio() && reference != null && readings.anyFailedFor(reference));
    }

    private static Spread spread(List<Readings> repetitions, ToDoubleFunction<Readings> value) {
        return Spread.of(repetitions.stream().mapToDouble(value).toArray());
    }
}
