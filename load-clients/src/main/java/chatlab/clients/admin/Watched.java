package chatlab.clients.admin;

import chatlab.clients.connection.Failure;
import chatlab.clients.summary.Summary;
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

    /** What a run left behind. */
    record Results(Summary summary, byte[] latencyLog, byte[] sendLagLog) {}

    /** The state now. */
    Status status();

    /**
     * Opens the barrier.
     *
     * @return whether the run was waiting at it
     */
    boolean start();

    /** The results, null until the run is done. */
    @Nullable
    Results results();
}
