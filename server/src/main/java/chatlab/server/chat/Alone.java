package chatlab.server.chat;

import java.time.Duration;
import java.util.Set;
import java.util.function.Consumer;

/** There are no other servers. */
final class Alone implements Cluster {
    @Override
    public Cluster.Link link(Counterpart room) {
        return Cluster.Link.NONE;
    }

    @Override
    public void serve(Resident resident) {}

    @Override
    public boolean reachesOthers() {
        return false;
    }

    @Override
    public void connected(String clientId) {}

    @Override
    public void disconnected(String clientId) {}

    @Override
    public void whisper(String clientId, Message message, Consumer<Reach> outcome) {
        outcome.accept(Reach.NOBODY);
    }

    @Override
    public void awaitOutcomes(Duration within) {}

    @Override
    public void close() {}

    @Override
    public Listing rooms() {
        return Listing.NONE;
    }

    /** The way to them. */
    static final class Link implements Cluster.Link {
        @Override
        public void open() {}

        @Override
        public boolean awaitsOthers(Runnable then) {
            return false;
        }

        @Override
        public void publish(Message message) {}

        @Override
        public void entered(String clientId) {}

        @Override
        public void left(String clientId) {}

        @Override
        public Set<String> elsewhere() {
            return Set.of();
        }

        @Override
        public int unnamedElsewhere() {
            return 0;
        }

        @Override
        public void close() {}
    }
}
