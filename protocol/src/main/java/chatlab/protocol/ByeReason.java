package chatlab.protocol;

/** Why a server ends a connection, as told in its {@code bye} frame. */
public enum ByeReason {
    /** The server is going away. */
    SHUTDOWN("shutdown"),
    /** The client read more slowly than its rooms talk and the bound on what waits for it was reached. */
    SLOW_CONSUMER("slow_consumer"),
    /** No byte was accepted in either direction for the idle timeout. */
    IDLE("idle"),
    /** A line was begun and not finished within the idle timeout, or while all unfinished ones held too much memory. */
    UNFINISHED("unfinished"),
    /** The client has not shown credentials in time. */
    UNAUTHENTICATED("unauthenticated"),
    /** The server already has as many connections as it takes. */
    FULL("full"),
    /** The client asked for it. */
    QUIT("quit");

    private final String wire;

    ByeReason(String wire) {
        this.wire = wire;
    }

    /** The reason as it stands in the {@code bye} frame. */
    public String wire() {
        return wire;
    }
}
