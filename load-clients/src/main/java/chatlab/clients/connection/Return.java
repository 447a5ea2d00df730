package chatlab.clients.connection;

import chatlab.clients.record.Move;
import io.netty.util.concurrent.ScheduledFuture;
import org.jspecify.annotations.Nullable;

/** A client's way back, since it has left or was cut off. Confined to its event loop. */
final class Return {
    private final Move kind;
    private final long dueNs;
    private int failures;
    private boolean attempted;
    private @Nullable ScheduledFuture<?> patience;

    /**
     * @param kind why it connects anew
     * @param dueNs when it was meant to leave, or was cut off
     */
    Return(Move kind, long dueNs) {
        this.kind = kind;
        this.dueNs = dueNs;
    }

    Move kind() {
        return kind;
    }

    long dueNs() {
        return dueNs;
    }

    /** @param newPatience ends the attempt when it takes too long */
    void attempt(ScheduledFuture<?> newPatience) {
        attempted = true;
        patience = newPatience;
    }

    /** Whether an attempt has begun. */
    boolean isAttempted() {
        return attempted;
    }

    /** Whether it left of its own accord and an attempt to come back has failed. */
    boolean isStranded() {
        return kind != Move.RECONNECT && failures > 0;
    }

    /** An attempt has failed; being cut off, too, counts. Answers how many there are now. */
    int fail() {
        failures++;
        return failures;
    }

    /** The attempt is over. */
    void stopWaiting() {
        if (patience != null) {
            patience.cancel(false);
        }
    }
}
