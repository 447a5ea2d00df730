package chatlab.server.chat;

/** A member's place in an {@link Audience}. Confined to the member's loop. */
public interface Seat {
    /** The member's socket takes bytes again: hands it what has been waiting for that. */
    void resume();

    /** What was broadcast until now is all that the member shall get; hands it as much of that as its socket takes. */
    void finish();

    /** The member shall get nothing more, whatever has been broadcast. */
    void forsake();

    /** Whether a {@link #finish finished} member has been handed everything. */
    boolean isDone();

    /** Gives the place up. Never called during a broadcast. */
    void leave();
}
