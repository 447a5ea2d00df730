package chatlab.server.chat;

import java.util.concurrent.atomic.AtomicLong;

/** How much of what was said rooms may keep. Thread-safe. */
final class HistoryBudget {
    /** What a room may keep, unless it is a single message. */
    static final int ROOM_BYTES = 64 * 1024;

    private final int messages;
    private final AtomicLong leftBytes;

    /**
     * @param messages how many a room may keep; 0: none
     * @param allBytes how many bytes all rooms may keep together
     */
    HistoryBudget(int messages, long allBytes) {
        this.messages = messages;
        leftBytes = new AtomicLong(allBytes);
    }

    int messages() {
        return messages;
    }

    /** Takes so many bytes. Answers whether there were as many left. */
    boolean take(int bytes) {
        return leftBytes.getAndUpdate(left -> left >= bytes ? left - bytes : left) >= bytes;
    }

    /** Gives so many bytes back. */
    void give(int bytes) {
        leftBytes.addAndGet(bytes);
    }
}
