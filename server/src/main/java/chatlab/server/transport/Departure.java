package chatlab.server.transport;

import chatlab.server.chat.EndReason;

/** Why a connection ends, what is still to be said, and until when. Those that don't end have none, and pay no memory for it. */
final class Departure {
    private static final byte[] NOTHING = {};

    private final EndReason reason;
    private byte[] lastWords;
    private long deadlineNs;

    /** At once, without a word. */
    Departure(EndReason reason) {
        this(reason, NOTHING, System.nanoTime());
    }

    /**
     * @param lastWords framed already
     * @param deadlineNs when the connection is closed although they are not said
     */
    Departure(EndReason reason, byte[] lastWords, long deadlineNs) {
        this.reason = reason;
        this.lastWords = lastWords;
        this.deadlineNs = deadlineNs;
    }

    EndReason reason() {
        return reason;
    }

    void within(long newDeadlineNs) {
        deadlineNs = newDeadlineNs;
    }

    boolean isOverdue(long nowNs) {
        return nowNs - deadlineNs >= 0;
    }

    /** Answers them once, then an empty array. */
    byte[] takeLastWords() {
        byte[] taken = lastWords;
        lastWords = NOTHING;
        return taken;
    }
}
