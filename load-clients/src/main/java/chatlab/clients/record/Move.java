package chatlab.clients.record;

/** Why a client changes its connection or its room while it is measured. */
public enum Move {
    /** A churner leaves and comes back. */
    CHURN,
    /** A hopper moves to another room. */
    HOP,
    /** The server has ended a client's connection, and it comes back. */
    RECONNECT
}
