package chatlab.server.broadcast;

import chatlab.server.chat.Broadcaster;
import chatlab.server.chat.Loop;
import java.util.function.Function;

/** The ways to hand a message to a room's members, for the {@code BROADCAST} setting. */
@SuppressWarnings("ImmutableEnumChecker") // constructor references hold no state
public enum BroadcastStrategy {
    /** A write and a flush per member and message: what everyone writes first. */
    NAIVE(loop -> new NaiveBroadcaster()),
    /** A write per member and message, one flush per member when the loop's iteration ends. */
    BATCHED(BatchedBroadcaster::new);

    private final Function<Loop, Broadcaster> constructor;

    BroadcastStrategy(Function<Loop, Broadcaster> constructor) {
        this.constructor = constructor;
    }

    /** The broadcaster for one loop. */
    public Broadcaster on(Loop loop) {
        return constructor.apply(loop);
    }
}
