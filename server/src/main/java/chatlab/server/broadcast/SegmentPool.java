package chatlab.server.broadcast;

import io.netty.buffer.ByteBufAllocator;
import java.util.ArrayDeque;

/**
 * The segments of one loop's logs. What was given back last is given out first, whichever room it was for: its bytes are
 * still in the processor's cache. Confined to the loop but for {@link #heldBytes}.
 */
final class SegmentPool {
    static final int LARGEST_BYTES = 256 * 1024;

    /** The usual sizes. A room that talks little takes little; one that talks much writes as much as it can at once. */
    private static final int[] SIZES = {16 * 1024, 32 * 1024, 64 * 1024, 128 * 1024, LARGEST_BYTES};

    /** How much may lie here unused, in bytes. */
    private static final long MAX_SPARE_BYTES = 1024 * 1024;

    private final long maxBytes;
    private final ByteBufAllocator allocator;
    private final ArrayDeque<Segment>[] spare;
    private long spareBytes;
    private volatile long heldBytes;

    /**
     * @param maxBytes how much the segments in use may take
     * @param allocator gives their memory
     */
    @SuppressWarnings({"unchecked", "rawtypes"}) // an array of a generic type
    SegmentPool(long maxBytes, ByteBufAllocator allocator) {
        this.maxBytes = maxBytes;
        this.allocator = allocator;
        spare = new ArrayDeque[SIZES.length];
        for (int i = 0; i < spare.length; i++) {
            spare[i] = new ArrayDeque<>();
        }
    }

    /** The least usual size that holds so many bytes, or as much of them as a log that must not hold more than this may take. */
    static int capacity(long bytes, int maxBytes) {
        int best = SIZES[0];
        for (int size : SIZES) {
            if (best < bytes && size <= maxBytes / 4) {
                best = size;
            }
        }
        return best;
    }

    /** Whether so much more is more than may be in use. */
    boolean isShortOf(int capacity) {
        return heldBytes + capacity > maxBytes;
    }

    /** A segment of at least this capacity. */
    @SuppressWarnings({"NonAtomicOperationOnVolatileField", "NonAtomicVolatileUpdate"}) // its own loop alone writes
    Segment take(int capacity) {
        int size = sizeOf(capacity);
        Segment segment = size >= 0 ? spare[size].pollLast() : null;
        if (segment == null) {
            segment = new Segment(allocator.directBuffer(size >= 0 ? SIZES[size] : capacity));
        } else {
            spareBytes -= segment.capacity();
        }
        heldBytes += segment.capacity();
        return segment;
    }

    @SuppressWarnings({"NonAtomicOperationOnVolatileField", "NonAtomicVolatileUpdate"}) // its own loop alone writes
    void giveBack(Segment segment) {
        heldBytes -= segment.capacity();
        int size = sizeOf(segment.capacity());
        if (size >= 0 && SIZES[size] == segment.capacity() && spareBytes + segment.capacity() <= MAX_SPARE_BYTES) {
            spareBytes += segment.capacity();
            spare[size].addLast(segment);
        } else {
            segment.bytes.release();
        }
    }

    /** How much the segments in use take. Thread-safe. */
    long heldBytes() {
        return heldBytes;
    }

    /** Frees what lies here unused. */
    void close() {
        for (ArrayDeque<Segment> segments : spare) {
            segments.forEach(segment -> segment.bytes.release());
            segments.clear();
        }
        spareBytes = 0;
    }

    private static int sizeOf(int capacity) {
        for (int i = 0; i < SIZES.length; i++) {
            if (capacity <= SIZES[i]) {
                return i;
            }
        }
        return -1;
    }
}
