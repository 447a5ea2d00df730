package chatlab.server.broadcast;

import chatlab.server.chat.Framing;
import chatlab.server.chat.Message;
import java.util.ArrayDeque;

/** A log's messages, numbered from 0, as far as they are still kept. Confined to a loop. */
final class SegmentChain {
    private final SegmentPool pool;
    private final Framing framing;
    private final int maxBytes;
    private final ArrayDeque<Segment> segments = new ArrayDeque<>(2);
    private long endSeq;
    private long heldBytes;
    private int expectedBytes;

    /** @param maxBytes how much it may hold, unless all of it is needed */
    SegmentChain(SegmentPool pool, Framing framing, int maxBytes) {
        this.pool = pool;
        this.framing = framing;
        this.maxBytes = maxBytes;
    }

    /** The number of the oldest message that is kept, or of the next one if none is. */
    long firstSeq() {
        return segments.isEmpty() ? endSeq : segments.getFirst().firstSeq();
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
        Segment last = segments.peekLast();
        return last != null && last.hasRoomFor(framedBytes)
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
        Segment last = segments.peekLast();
        if (last == null || !last.hasRoomFor(framedBytes)) {
            last = pool.take(capacityFor(framedBytes));
            last.begin(endSeq);
            segments.addLast(last);
            heldBytes += last.capacity();
        }
        last.append(message, framing, framedBytes);
        endSeq++;
    }

    /** The segment that has a message of this number, which is kept. */
    Segment segmentOf(long seq) {
        Segment last = segments.getLast();
        if (seq >= last.firstSeq()) {
            return last; // nearly everybody is there
        }
        for (Segment segment : segments) {
            if (seq < segment.endSeq()) {
                return segment;
            }
        }
        throw new IllegalStateException("message " + seq + " is not kept");
    }

    /** Gives back the segments that have only messages below this number. */
    void dropBelow(long seq) {
        while (!segments.isEmpty() && segments.getFirst().endSeq() <= seq) {
            Segment first = segments.removeFirst();
            heldBytes -= first.capacity();
            pool.giveBack(first);
        }
    }

    /** The number behind the last message of the oldest segment; where nothing is kept, {@link #endSeq}. */
    long firstSegmentEnd() {
        return segments.isEmpty() ? endSeq : segments.getFirst().endSeq();
    }
}
