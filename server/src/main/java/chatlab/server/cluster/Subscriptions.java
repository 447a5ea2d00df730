package chatlab.server.cluster;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Which channels this server listens to, whether there is a connection or not. Thread-safe, but for one channel, of which
 * nothing is called twice at a time.
 */
final class Subscriptions {
    private static final int MOST_AT_ONCE = 1000;

    private final Supplier<@Nullable RedisSession> session;

    /** These first, always. */
    private final List<String> first;

    private final Set<String> wanted = ConcurrentHashMap.newKeySet();

    /** @param session gives the connection that there is at the moment */
    Subscriptions(Supplier<@Nullable RedisSession> session, List<String> first) {
        this.session = session;
        this.first = first;
    }

    void add(String channel) {
        boolean _ = wanted.add(channel);
        @Nullable RedisSession now = session.get(); // only now: one that comes later sees the channel here
        if (now != null) {
            now.subscribe(Channels.bytes(channel));
        }
    }

    void remove(String channel) {
        boolean _ = wanted.remove(channel);
        @Nullable RedisSession now = session.get();
        if (now != null) {
            now.unsubscribe(Channels.bytes(channel));
        }
    }

    /** There is a connection, which is given to whoever asks from now on. */
    void addAll(RedisSession opened) {
        List<String> channels = new ArrayList<>(first);
        channels.addAll(wanted);
        for (int from = 0; from < channels.size(); from += MOST_AT_ONCE) {
            List<String> some = channels.subList(from, Math.min(channels.size(), from + MOST_AT_ONCE));
            opened.subscribe(some.stream().map(Channels::bytes).toArray(byte[][]::new));
        }
        channels.stream()
                .skip(first.size())
                .filter(channel -> !wanted.contains(channel))
                .forEach(channel -> {
                    // It was removed meanwhile, and may have been subscribed to after that; and it may be wanted again
                    // by now.
                    opened.unsubscribe(Channels.bytes(channel));
                    if (wanted.contains(channel)) {
                        opened.subscribe(Channels.bytes(channel));
                    }
                });
    }
}
