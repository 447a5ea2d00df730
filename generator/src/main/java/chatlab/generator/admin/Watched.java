package chatlab.generator.admin;

import chatlab.generator.summary.Summary;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A run as the admin port sees it. Called on the port's thread at any time. */
public interface Watched {
    /**
     * A run's state.
     *
     * @param run eight hexadecimal digits
     * @param failure why it failed and whose doing that is; null unless it failed
     */
    record Status(
            Phase phase,
            int clients,
            int connected,
            String run,
            @Nullable Long windowFromNs,
            @Nullable Long windowToNs,
            @Nullable Failure failure) {}

    /**
     * What a run left behind.
     *
     * @param logs its histogram logs, by file name: those that the summary names
     */
    record Results(Summary summary, Map<String, byte[]> logs) {}

    /** The state now. */
    Status status();

    /** How long before the schedule's time 0 it has to know of it. */
    Duration headStart();

    /**
     * Opens the barrier.
     *
     * @param atNs when the schedule's time 0 is, on the monotonic clock, at least {@link #headStart} from now
     * @return whether the run was waiting at it
     */
    boolean start(long atNs);

    /** What this process has to tell the others of its run; null until its talkers have sent their last message. */
    @Nullable
    String sent();

    /**
     * Takes what another process of this run tells, or a part of it.
     *
     * @return whether it was taken: not when the run's account is being drawn up
     * @throws IllegalArgumentException if it is nothing of that kind, with a sentence
     */
    boolean told(String lines);

    /** The results, null until the run is done. */
    @Nullable
    Results results();
}
