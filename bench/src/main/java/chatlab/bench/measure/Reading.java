package chatlab.bench.measure;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One measured point.
 *
 * @param run the figures; of a capacity, those at the highest rate that passed, or of one turn's trial; null if there are none
 * @param capacityPerS messages per second; in turns, the rate that was tried; NaN where none was looked for
 * @param messagesPerWrite NaN if the server doesn't count its writes
 * @param failures what the server under test did badly: a result, and never void
 * @param doubts why it is void, unless the server failed; none: it stands
 * @param disturbances what else ran, where the user wants such points to stand
 * @param speeds of the cores meanwhile, where windows are compared
 */
public record Reading(
        @Nullable Run run,
        double capacityPerS,
        double messagesPerWrite,
        List<String> failures,
        List<String> doubts,
        List<String> disturbances,
        Speeds speeds) {
    public Reading {
        failures = List.copyOf(failures);
        doubts = List.copyOf(doubts);
        disturbances = List.copyOf(disturbances);
    }

    /** One of a machine whose speed was not looked at. */
    public Reading(
            @Nullable Run run,
            double capacityPerS,
            double messagesPerWrite,
            List<String> failures,
            List<String> doubts,
            List<String> disturbances) {
        this(run, capacityPerS, messagesPerWrite, failures, doubts, disturbances, Speeds.UNKNOWN);
    }

    /** One that stands, or is void for these reasons. */
    public static Reading of(Run run, double capacityPerS, double messagesPerWrite, String... doubts) {
        return new Reading(run, capacityPerS, messagesPerWrite, List.of(), List.of(doubts), List.of());
    }

    /** One that could not be made. */
    public static Reading notMade(String reason) {
        return new Reading(null, Double.NaN, Double.NaN, List.of(), List.of(reason), List.of());
    }

    /** One of which nothing but the server's failure is known. */
    public static Reading failed(String reason) {
        return new Reading(null, Double.NaN, Double.NaN, List.of(reason), List.of(), List.of());
    }

    /** The same of a server that is not under test: what it did badly only makes the point useless. */
    public Reading withoutSubject() {
        return new Reading(
                run,
                capacityPerS,
                messagesPerWrite,
                List.of(),
                Stream.concat(failures.stream(), doubts.stream()).toList(),
                disturbances,
                speeds);
    }

    /** The same, with how fast the cores were. */
    Reading at(Speeds then) {
        return new Reading(run, capacityPerS, messagesPerWrite, failures, doubts, disturbances, then);
    }

    public boolean isFailed() {
        return !failures.isEmpty();
    }

    public boolean isVoid() {
        return failures.isEmpty() && ((run == null && Double.isNaN(capacityPerS)) || !doubts.isEmpty());
    }
}
