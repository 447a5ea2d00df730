package chatlab.server.transport;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** How much may wait for members whose sockets are full, over all loops; and how many such sockets there are. Thread-safe. */
final class PendingBudget {
    private final long limitBytes;
    private final AtomicLong pendingBytes = new AtomicLong();
    private final AtomicInteger fullSockets = new AtomicInteger();

    PendingBudget(long limitBytes) {
        this.limitBytes = limitBytes;
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
        return pendingBytes.get() > limitBytes;
    }

    long pendingBytes() {
        return pendingBytes.get();
    }

    int fullSockets() {
        return fullSockets.get();
    }
}
