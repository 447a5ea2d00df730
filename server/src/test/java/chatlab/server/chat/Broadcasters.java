package chatlab.server.chat;

import chatlab.server.broadcast.BroadcastStrategy;
import chatlab.server.broadcast.LogOptions;
import chatlab.server.broadcast.SlowConsumer;
import java.time.Duration;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** Broadcasters as tests need them. */
public final class Broadcasters {
    private static final LogOptions OPTIONS =
            new LogOptions(Duration.ZERO, 1, 1024 * 1024, 8 * 1024 * 1024, SlowConsumer.GAP);

    private Broadcasters() {}

    /** One that never waits. */
    public static Broadcaster of(BroadcastStrategy strategy, Loop loop) {
        return strategy.on(loop, OPTIONS);
    }

    /** One message a member, all waiting in its connection. */
    public static Broadcaster batched(Loop loop) {
        return of(BroadcastStrategy.BATCHED, loop);
    }

    /** One that breaks with every message. */
    public static Broadcaster broken() {
        return new Watched(batched(new TurnLoop(0)), (audience, message) -> {
            throw new IllegalStateException("broken on purpose");
        });
    }

    /** One that tells of every message before it is broadcast. */
    public static Broadcaster watched(Broadcaster broadcaster, BiConsumer<Audience, Message> watcher) {
        return new Watched(broadcaster, watcher);
    }

    private record Watched(Broadcaster broadcaster, BiConsumer<Audience, Message> watcher) implements Broadcaster {
        @Override
        public Audience audience(String room) {
            Audience audience = broadcaster.audience(room);
            return new Audience() {
                @Override
                public int size() {
                    return audience.size();
                }

                @Override
                public Seat add(Recipient member) {
                    return audience.add(member);
                }

                @Override
                public void forEachUpToDate(Consumer<Recipient> action) {
                    audience.forEachUpToDate(action);
                }

                @Override
                public void broadcast(Message message) {
                    watcher.accept(audience, message);
                    audience.broadcast(message);
                }
            };
        }

        @Override
        public long heldBytes() {
            return broadcaster.heldBytes();
        }

        @Override
        public void close() {
            broadcaster.close();
        }
    }
}
