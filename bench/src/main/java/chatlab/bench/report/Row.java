package chatlab.bench.report;

import chatlab.bench.scenario.Figure;
import chatlab.bench.scenario.Goal;
import chatlab.bench.scenario.Readings;
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

    /** Fewer than half of the repetitions standing make the row void. */
    static Row of(String scenario, String build, Figure figure, List<Readings> repetitions) {
        ToDoubleFunction<Readings> none = readings -> Double.NaN;
        ToDoubleFunction<Readings> reference = figure.reference() == null ? none : figure.reference()::of;
        Spread value = spread(repetitions, figure.value()::of);
        Spread ratio = spread(repetitions, readings -> figure.value().of(readings) / reference.applyAsDouble(readings));
        int standing = figure.goal().ofRatio() ? ratio.count() : value.count();
        Verdict verdict =
                2 * standing < repetitions.size() ? Verdict.VOID : figure.goal().judge(value.median(), ratio.median());
        return new Row(
                scenario,
                build,
                figure.what(),
                figure.unit(),
                value,
                figure.referenceName(),
                spread(repetitions, reference),
                ratio,
                figure.goal(),
                verdict,
                spread(repetitions, readings -> readings.messagesPerWrite(figure.key()))
                        .median(),
                spread(repetitions, readings -> readings.messagesPerWrite(figure.referenceKey()))
                        .median());
    }

    private static Spread spread(List<Readings> repetitions, ToDoubleFunction<Readings> value) {
        return Spread.of(repetitions.stream().mapToDouble(value).toArray());
    }
}
