package chatlab.lab.result;

import java.time.Instant;
import java.util.List;

/**
 * One run of an experiment: {@code result.json} of its folder.
 *
 * @param format {@link #FORMAT}
 * @param id the run's folder name, such as {@code first-look-20261123-131502}
 * @param interrupted whether it did not come to its end, because the user stopped it, it was killed, or its engine
 *     failed; what had been measured by then is here
 * @param trials in the order of the matrix, those without a repetition left out
 */
public record RunResult(
        String format,
        String id,
        Question question,
        Setup setup,
        Instant started,
        Instant ended,
        boolean interrupted,
        List<Axis> axes,
        List<TrialResult> trials) {
    /** The fact that says what was said on the command line instead of the file: the arguments, as for a shell. */
    public static final String SAID_INSTEAD = "said instead of the file";

    /** The fact that says that the server's virtual machine was recorded meanwhile. */
    public static final String PROFILED = "profiled";

    /** The version of this format. */
    public static final String FORMAT = "chatlab-run/1";

    public RunResult {
        axes = List.copyOf(axes);
        trials = List.copyOf(trials);
    }

    /** The worst status of all repetitions: a run with an invalid repetition is invalid, else missed, else met. */
    public Status status() {
        return trials.stream()
                .flatMap(trial -> trial.repetitions().stream())
                .map(Repetition::status)
                .reduce(Status.MET, Status::worse);
    }
}
