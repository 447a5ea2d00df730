package chatlab.server.transport;

import java.util.concurrent.atomic.AtomicLong;

/** How much may wait for members whose sockets are full, over all loops. Thread-safe. */
final class PendingBudget {
    private final long limitBytes;
    private final AtomicLong pendingBytes = new AtomicLong();

    PendingBudget(long limitBytes) {
        this.limitBytes = limitBytes;
    }

    /** More ({@code bytes} &gt; 0) or less of it is waiting now. */
    void add(long bytes) {
        pendingBytes.addAndGet(bytes);
    }

    /** Whether more is waiting than may. */
    boolean isExceeded() {
        return pendingBytes.get() > limitBytes;
    }

    long pendingBytes() {
        return pendingBytes.get();
    }
}
