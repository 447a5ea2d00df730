package chatlab.server.transport;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How much may wait for members whose sockets are full, over all loops: in the server's own memory, by bytes, and in the
 * kernel's, by sockets, as each holds what its send buffer takes. Thread-safe.
 */
final class PendingBudget {
    private final long limitBytes;
    private final int limitSockets;
    private final AtomicLong pendingBytes = new AtomicLong();
    private final AtomicInteger fullSockets = new AtomicInteger();

    PendingBudget(long limitBytes, int limitSockets) {
        this.limitBytes = limitBytes;
        this.limitSockets = limitSockets;
    }

    /** More ({@code bytes} &gt; 0) or less of it is waiting now. */
    void add(long bytes) {
        pendingBytes.addAndGet(bytes);
    }

    /** A socket is full. */
    void addFullSocket() {
        fullSockets.incrementAndGet();
    }

    /** A socket is full no more, or its connection is being ended. */
    void removeFullSocket() {
        fullSockets.decrementAndGet();
    }

    /** Whether more is waiting than may. */
    boolean isExceeded() {
        return pendingBytes.get() > limitBytes || fullSockets.get() > limitSockets;
    }

    long pendingBytes() {
        return pendingBytes.get();
    }

    int fullSockets() {
        return fullSockets.get();
    }
}
