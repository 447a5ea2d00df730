package chatlab.lab.experiment;

import java.time.Duration;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A question to be answered by measurement: settings, what of them is varied, how often and how long it is measured, and
 * what counts as good enough.
 *
 * @param name the file's name without its ending
 * @param question in one sentence
 * @param hypothesis what is expected, empty if nothing is
 * @param purpose what a missed objective means
 * @param settings every parameter's value where the matrix does not vary it
 * @param matrix what is varied
 * @param timing how long the phases of a trial are
 * @param repetitions how often every trial is run
 * @param seed shuffles the order of the trials
 * @param objectives what a trial has to keep
 * @param ending what ends a run before all of its trials are measured
 * @param source the file's text
 * @param overrides what was said instead of it
 */
public record Experiment(
        String name,
        String question,
        String hypothesis,
        Purpose purpose,
        Map<Parameter, String> settings,
        Matrix matrix,
        Timing timing,
        int repetitions,
        long seed,
        List<Objective> objectives,
        Ending ending,
        String source,
        Overrides overrides) {

    /** What a missed objective means for whoever runs the experiment. */
    public enum Purpose {
        /** A failure: the run ends with exit code 3. */
        GATE,
        /** What the experiment is looking for: the run ends with exit code 0. */
        EXPLORE
    }

    /** How long the phases of a trial are. */
    public record Timing(Duration warmup, Duration duration, Duration drain) {
        /** All phases in which messages may be under way. */
        public Duration total() {
            return warmup.plus(duration).plus(drain);
        }
    }

    public Experiment {
        settings = Collections.unmodifiableMap(new EnumMap<>(settings));
        objectives = List.copyOf(objectives);
    }

    /** The same, said to have been written in another way. */
    public Experiment writtenAs(String text, Overrides instead) {
        return new Experiment(
                name,
                question,
                hypothesis,
                purpose,
                settings,
                matrix,
                timing,
                repetitions,
                seed,
                objectives,
                ending,
                text,
                instead);
    }

    /** What the matrix varies, at one point, for people: {@code members=100 cpus=0.25}; empty without a matrix. */
    public String title(Point point) {
        return matrix.axes().keySet().stream()
                .map(parameter -> parameter.key() + "=" + point.get(parameter))
                .collect(Collectors.joining(" "));
    }

    /** The trials, in the order of the matrix. */
    public List<Point> points() {
        return matrix.points(settings);
    }
}
