package chatlab.clients.connection;

import chatlab.clients.record.Move;

/** A client's way back, since it has left or was cut off. Confined to its event loop. */
final class Return {
    private final Move kind;
    private final long dueNs;
    private int failures;
    private boolean attempted;

    /**
     * @param kind churn or a reconnect
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

    void attempt() {
        attempted = true;
    }

    /** Whether an attempt has begun. */
    boolean isAttempted() {
        return attempted;
    }

    /** Being cut off, too, is a failure; answers how many there are now. */
    int fail() {
        failures++;
        return failures;
    }
}
