package chatlab.server.broadcast;

import chatlab.server.chat.Framing;
import chatlab.server.chat.Message;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * A log's messages, numbered from 0, as far as they are still kept. A number may stand for a message that never was kept.
 * Confined to a loop.
 */
final class SegmentChain {
    private final SegmentPool pool;
    private final Framing framing;
    private final int maxBytes;
    private final ArrayDeque<Segment> segments = new ArrayDeque<>(2);
    private long endSeq;
    private long droppedSeq;
    private long heldBytes;
    private int expectedBytes;

    /** @param maxBytes how much it may hold, unless all of it is needed */
    SegmentChain(SegmentPool pool, Framing framing, int maxBytes) {
        this.pool = pool;
        this.framing = framing;
        this.maxBytes = maxBytes;
    }

    /** Whoever still needs a message below this number has been too slow. */
    long droppedSeq() {
        return droppedSeq;
    }

    /** The number of the next message. */
    long endSeq() {
        return endSeq;
    }

    /** How much memory it takes. */
    long heldBytes() {
        return heldBytes;
    }

    /** How much the next message will need in addition; 0 if there is room for it. */
    int capacityFor(int framedBytes) {
        return lastFor(framedBytes) != null
                ? 0
                : Math.max(framedBytes, SegmentPool.capacity(Math.max(expectedBytes, heldBytes), maxBytes));
    }

    /**
     * So many bytes came between two sweeps. A write takes what stands in one segment, so the next ones are made to hold
     * that and a quarter more; they become smaller again when for some time less has come.
     */
    void swept(int bytes) {
        expectedBytes = Math.max(bytes + bytes / 4, expectedBytes - expectedBytes / 16);
    }

    /** Whether so much more is more than it may hold. */
    boolean isShortOf(int capacity) {
        return heldBytes + capacity > maxBytes;
    }

    /** Appends one message; what {@link #capacityFor} says is taken from the pool. */
    void append(Message message, int framedBytes) {
        Segment last = lastFor(framedBytes);
        if (last == null) {
            last = pool.take(capacityFor(framedBytes));
            last.begin(endSeq);
            segments.addLast(last);
            heldBytes += last.capacity();
        }
        last.append(message, framing, framedBytes);
        endSeq++;
    }

    /** Uses up one message's number for a message that is not kept. */
    void skip() {
        endSeq++;
    }

    /** The last segment, if it has room for the next message; numbers within a segment leave none out. */
    private @Nullable Segment lastFor(int framedBytes) {
        @Nullable Segment last = segments.peekLast();
        return last != null && last.endSeq() == endSeq && last.hasRoomFor(framedBytes) ? last : null;
    }

    /** The segment of the first message that is kept from this number on; null if none is. */
    @Nullable
    Segment segmentFrom(long seq) {
        @Nullable Segment last = segments.peekLast();
        if (last != null && seq >= last.firstSeq()) {
            return seq < last.endSeq() ? last : null; // nearly everybody is there
        }
        for (Segment segment : segments) {
            if (seq < segment.endSeq()) {
                return segment;
            }
        }
        return null;
    }

    /** Gives back the segments that have only messages below this number. */
    void dropBelow(long seq) {
        while (!segments.isEmpty() && segments.getFirst().endSeq() <= seq) {
            Segment first = segments.removeFirst();
            droppedSeq = first.endSeq();
            heldBytes -= first.capacity();
            pool.giveBack(first);
        }
    }

    /** The number behind the last message of the oldest segment; where nothing is kept, {@link #endSeq}. */
    long firstSegmentEnd() {
        return segments.isEmpty() ? endSeq : segments.getFirst().endSeq();
    }
}
