package chatlab.server.cluster;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Which channels this server listens to, whether there is a connection or not. Thread-safe; of one channel nothing is called twice at a time. */
final class Subscriptions {
    private static final int MOST_AT_ONCE = 1000;

    private final Set<String> wanted = ConcurrentHashMap.newKeySet();

    /** @param now null while there is no connection */
    void add(String channel, @Nullable RedisSession now) {
        boolean _ = wanted.add(channel);
        if (now != null) {
            now.subscribe(Channels.bytes(channel));
        }
    }

    /** As above. */
    void remove(String channel, @Nullable RedisSession now) {
        boolean _ = wanted.remove(channel);
        if (now != null) {
            now.unsubscribe(Channels.bytes(channel));
        }
    }

    /** There is a connection, which whoever adds or removes one knows of already. */
    void addAll(RedisSession opened) {
        List<String> channels = List.copyOf(wanted);
        for (int from = 0; from < channels.size(); from += MOST_AT_ONCE) {
            List<String> some = channels.subList(from, Math.min(channels.size(), from + MOST_AT_ONCE));
            opened.subscribe(some.stream().map(Channels::bytes).toArray(byte[][]::new));
        }
        // One that was removed meanwhile may have been subscribed to after that.
        channels.stream()
                .filter(channel -> !wanted.contains(channel))
                .forEach(channel -> opened.unsubscribe(Channels.bytes(channel)));
    }
}
