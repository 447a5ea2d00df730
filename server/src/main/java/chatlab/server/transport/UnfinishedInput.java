package chatlab.server.transport;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The lines, WebSocket messages and HTTP requests that clients of one loop have begun and not finished: how much they hold,
 * and since when. Confined to its loop.
 */
final class UnfinishedInput {
    private final long limitBytes;
    private final long maxAgeNs;

    /** The one that was begun first comes first. */
    private final Map<Connection, Held> begun = new LinkedHashMap<>();

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
    UnfinishedInput(long limitBytes, long maxAgeNs) {
        this.limitBytes = limitBytes;
        this.maxAgeNs = maxAgeNs;
    }

    /** The connection holds so many bytes; beyond the limit what was begun first goes, with its connection. */
    void hold(Connection connection, int bytes, long nowNs) {
        Held held = begun.computeIfAbsent(connection, c -> new Held(nowNs));
        heldBytes += bytes - held.bytes;
        held.bytes = bytes;
        while (heldBytes > limitBytes) {
            endOldest();
        }
    }

    /** What the connection has begun is finished, or nobody cares any more. */
    void forget(Connection connection) {
        Held held = begun.remove(connection);
        if (held != null) {
            heldBytes -= held.bytes;
        }
    }

    /** Ends the connections that have begun something too long ago. */
    void checkAges(long readUpToNs) {
        while (!begun.isEmpty() && readUpToNs - begun.values().iterator().next().sinceNs >= maxAgeNs) {
            endOldest();
        }
    }

    private void endOldest() {
        Connection oldest = begun.keySet().iterator().next();
        forget(oldest);
        oldest.endUnfinished();
    }
}
