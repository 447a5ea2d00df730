package chatlab.server.broadcast;

/** What becomes of a member that its room's log has moved past, for the {@code SLOW_CONSUMER} setting. */
public enum SlowConsumer {
    /** It is told how many messages it missed, and goes on with the oldest that there is. */
    GAP,
    /** It is ended with {@code bye}. */
    CLOSE
}
