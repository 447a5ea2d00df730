package chatlab.server.transport;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/** Frames waiting for one connection, in order, each with its kind. Confined to its loop. */
final class FrameQueue {
    /**
     * What a waiting frame takes beside its bytes: the buffer that holds it with its share of the pool, and its place here.
     * Without it, a bound in bytes would be none for frames of two bytes.
     */
    static final int FRAME_OVERHEAD_BYTES = 128;

    private static final int FIRST_CAPACITY = 8;
    private static final ByteBuf[] NO_FRAMES = {};
    private static final Kind[] NO_KINDS = {};
    private static final int[] NO_COUNTS = {};

    /** The empty queue of all connections for which nothing waits. Nothing is added to it. */
    static final FrameQueue NONE = new FrameQueue();

    /** What a frame is, for the counts. */
    enum Kind {
        MESSAGE,
        ANSWER,
        PING
    }

    private @Nullable ByteBuf[] frames = NO_FRAMES;
    private Kind[] kinds = NO_KINDS;

    /** How many room messages end in each. */
    private int[] counts = NO_COUNTS;

    private int head;
    private int size;
    private int bytes;

    boolean isEmpty() {
        return size == 0;
    }

    /** How many frames are waiting. */
    int size() {
        return size;
    }

    /** How many bytes are waiting. */
    int bytes() {
        return bytes;
    }

    /** How much memory is taken by what is waiting, in bytes. */
    long heldBytes() {
        return heldBytes(size, bytes);
    }

    /** How much memory so many frames take that are so many bytes long together. */
    static long heldBytes(int frames, int bytes) {
        return bytes + (long) frames * FRAME_OVERHEAD_BYTES;
    }

    /** Takes over the caller's reference to {@code frame}, in which so many room messages end. */
    void add(ByteBuf frame, Kind kind, int messages) {
        if (size == frames.length) {
            grow();
        }
        int tail = (head + size) & (frames.length - 1);
        frames[tail] = frame;
        kinds[tail] = kind;
        counts[tail] = messages;
        size++;
        bytes += frame.readableBytes();
    }

    /** The length of the first frame. */
    int nextBytes() {
        return first().readableBytes();
    }

    /** The kind of the first frame. */
    Kind nextKind() {
        return kinds[head];
    }

    /** How many room messages end in the first frame. */
    int nextMessages() {
        return counts[head];
    }

    /** Removes the first frame; its reference goes to the caller. */
    ByteBuf remove() {
        ByteBuf frame = first();
        frames[head] = null;
        head = (head + 1) & (frames.length - 1);
        size--;
        bytes -= frame.readableBytes();
        return frame;
    }

    /** Releases everything. */
    void clear() {
        while (size > 0) {
            remove().release();
        }
    }

    private ByteBuf first() {
        ByteBuf frame = frames[head];
        if (frame == null) {
            throw new IllegalStateException("the queue is empty");
        }
        return frame;
    }

    private void grow() {
        int capacity = Math.max(FIRST_CAPACITY, 2 * frames.length);
        @Nullable ByteBuf[] moreFrames = new ByteBuf[capacity];
        Kind[] moreKinds = new Kind[capacity];
        int[] moreCounts = new int[capacity];
        for (int i = 0; i < size; i++) {
            int from = (head + i) & (frames.length - 1);
            moreFrames[i] = frames[from];
            moreKinds[i] = kinds[from];
            moreCounts[i] = counts[from];
        }
        frames = moreFrames;
        kinds = moreKinds;
        counts = moreCounts;
        head = 0;
    }
}
