package chatlab.server.chat;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A member's place in an {@link Audience}. Confined to the member's loop. */
public abstract class Seat {
    private @Nullable Room room;

    /** The room that it is in. Known to who has been {@link Rooms#join given} the seat. */
    final Room room() {
        return Objects.requireNonNull(room);
    }

    final void isIn(Room room) {
        this.room = room;
    }

    /** The member's socket takes bytes again: hands it what has been waiting for that. */
    public abstract void resume();

    /** What was broadcast until now is all that the member shall get; hands it as much of that as its socket takes. */
    public abstract void finish();

    /** The member shall get nothing more, whatever has been broadcast. */
    public abstract void forsake();

    /** Whether a {@link #finish finished} member has been handed everything. */
    public abstract boolean isDone();

    /** Gives the place up. Never called during a broadcast. */
    public abstract void leave();
}
