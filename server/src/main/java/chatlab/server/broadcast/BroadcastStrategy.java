package chatlab.server.broadcast;

import chatlab.server.chat.Broadcaster;
import chatlab.server.chat.Loop;
import java.util.function.BiFunction;

/** The ways to hand a message to a room's members, for the {@code BROADCAST} setting. */
@SuppressWarnings("ImmutableEnumChecker") // constructor references hold no state
public enum BroadcastStrategy {
    /** A log per room, a cursor per member, one write per member and sweep. */
    LOG(LogBroadcaster::new),
    /** A write and a flush per member and message: what everyone writes first. */
    NAIVE((loop, options) -> new NaiveBroadcaster(loop)),
    /** A write per member and message, one flush per member when the loop's iteration ends. */
    BATCHED((loop, options) -> new BatchedBroadcaster(loop));

    private final BiFunction<Loop, LogOptions, Broadcaster> constructor;

    BroadcastStrategy(BiFunction<Loop, LogOptions, Broadcaster> constructor) {
        this.constructor = constructor;
    }

    /** The broadcaster for one loop. */
    public Broadcaster on(Loop loop, LogOptions options) {
        return constructor.apply(loop, options);
    }
}
