package chatlab.server.transport;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The lines, WebSocket messages and HTTP requests that clients of one loop have begun and not finished: how much they hold,
 * and since when. Confined to its loop.
 */
final class UnfinishedLines {
    private final long limitBytes;
    private final long maxAgeNs;

    /** The one that was begun first comes first. */
    private final Map<Connection, Held> lines = new LinkedHashMap<>();

    private long heldBytes;

    private static final class Held {
        private final long sinceNs;
        private int bytes;

        Held(long sinceNs) {
            this.sinceNs = sinceNs;
        }
    }

    /**
     * @param limitBytes how much all of them may hold
     * @param maxAgeNs how long one may stay unfinished, however much of it comes in meanwhile
     */
    UnfinishedLines(long limitBytes, long maxAgeNs) {
        this.limitBytes = limitBytes;
        this.maxAgeNs = maxAgeNs;
    }

    /** The connection holds so many bytes for a line; beyond the limit the oldest lines go, with their connections. */
    void hold(Connection connection, int bytes, long nowNs) {
        Held held = lines.computeIfAbsent(connection, c -> new Held(nowNs));
        heldBytes += bytes - held.bytes;
        held.bytes = bytes;
        while (heldBytes > limitBytes) {
            endOldest();
        }
    }

    /** The connection's line is finished, or nobody cares any more. */
    void forget(Connection connection) {
        Held held = lines.remove(connection);
        if (held != null) {
            heldBytes -= held.bytes;
        }
    }

    /** Ends the connections whose lines are too old. */
    void checkAges(long nowNs) {
        while (!lines.isEmpty() && nowNs - lines.values().iterator().next().sinceNs >= maxAgeNs) {
            endOldest();
        }
    }

    private void endOldest() {
        Connection oldest = lines.keySet().iterator().next();
        forget(oldest);
        oldest.endUnfinished();
    }
}
