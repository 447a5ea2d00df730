package chatlab.server.transport;

import chatlab.server.chat.Traffic;
import chatlab.server.transport.FrameQueue.Kind;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import java.io.IOException;

/**
 * The one way out to a client: at most one slice of whole frames is in flight, the rest waits in a queue. Confined to its
 * loop.
 *
 * <p>The channel's water marks are set so that it is writable exactly when the socket has taken everything: that tells the
 * end of a slice without a promise per write.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a failed write ends the channel, and that is noticed
final class Outbox {
    /** The most a slice gathers, unless a single frame is longer; in bytes. */
    static final int SLICE_BYTES = 64 * 1024;

    /** The same in frames: as many buffers as the kernel takes at once. */
    static final int SLICE_FRAMES = 1024;

    /** What may wait behind the slice in flight, each frame with its overhead. */
    static final int MAX_QUEUED_BYTES = 1024 * 1024;

    /** Whom it tells what becomes of its slices. */
    interface Owner {
        /**
         * The socket has taken a whole slice.
         *
         * @param moreThanPings whether there was anything in it but pings
         */
        void sliceTaken(boolean moreThanPings);

        /** The socket is full, a slice waits. */
        void stuck();

        /** The socket was full and has taken the slice. */
        void unstuck();

        /** The socket was full and has taken all that was queued. */
        void emptied();

        /** More is waiting than may, here or over all connections. */
        void overBound(boolean here);
    }

    private final Channel channel;
    private final Traffic traffic;
    private final PendingBudget budget;
    private final Owner owner;
    private final FrameQueue queue = new FrameQueue();
    private boolean inFlight;
    private boolean flushing;
    private boolean stuck;
    private boolean closed;
    private boolean givenUp;
    private int sliceBytes;
    private int sliceFrames;
    private int sliceMessages;
    private boolean sliceHasMoreThanPings;

    /** What this connection has added to the budget: all that waits while the socket is full, otherwise nothing. */
    private long chargedBytes;

    Outbox(Channel channel, Traffic traffic, PendingBudget budget, Owner owner) {
        this.channel = channel;
        this.traffic = traffic;
        this.budget = budget;
        this.owner = owner;
    }

    /** Whether everything has been taken by the socket. */
    boolean isEmpty() {
        return !inFlight && queue.isEmpty();
    }

    /** Whether the socket is full. */
    boolean isBusy() {
        return inFlight;
    }

    /**
     * Hands {@code bytes[from, to)} to the socket, behind what is queued; so many room messages end in them.
     *
     * @return how much of it was taken, or copied where there is no way around the channel's own queue
     */
    int write(ByteBuf bytes, int from, int to, int messages) throws IOException {
        if (closed || givenUp) {
            return to - from;
        }
        if (!queue.isEmpty()) {
            flush();
        }
        if (inFlight) {
            return 0;
        }
        int taken = DirectSocket.write(channel, bytes, from, to);
        if (taken == DirectSocket.NONE) {
            add(copy(bytes, from, to), Kind.MESSAGE, messages);
            flush();
            return to - from;
        }
        if (taken > 0) {
            traffic.countWrite(taken);
            if (taken == to - from) {
                traffic.countDeliveries(messages);
            }
            owner.sliceTaken(true);
        }
        return taken;
    }

    /** Keeps {@code bytes[from, to)}, in which one room message ends, until the socket takes it. */
    void hold(ByteBuf bytes, int from, int to) {
        if (!closed && !givenUp) {
            add(copy(bytes, from, to), Kind.MESSAGE, 1);
            flush();
        }
    }

    private ByteBuf copy(ByteBuf bytes, int from, int to) {
        return channel.alloc().directBuffer(to - from).writeBytes(bytes, from, to - from);
    }

    /** Queues a frame and takes over the caller's reference to it. */
    void add(ByteBuf frame, Kind kind) {
        add(frame, kind, kind == Kind.MESSAGE ? 1 : 0);
    }

    private void add(ByteBuf frame, Kind kind, int messages) {
        if (closed) {
            frame.release();
            return;
        }
        queue.add(frame, kind, messages);
        if (!inFlight) {
            if (queue.bytes() >= SLICE_BYTES || queue.size() >= SLICE_FRAMES) {
                flush(); // a long iteration must not look like a slow client
            }
        } else if (stuck && !givenUp) {
            charge(FrameQueue.heldBytes(1, frame.readableBytes()));
            if (queue.heldBytes() > MAX_QUEUED_BYTES) {
                owner.overBound(true);
            } else if (budget.isExceeded()) {
                owner.overBound(false);
            }
        }
    }

    /** Gives up what memory it has for what may come. */
    void trim() {
        queue.trim();
    }

    /** Hands the socket what it takes, slice by slice. */
    void flush() {
        if (flushing) {
            return;
        }
        flushing = true;
        try {
            while (!inFlight && !queue.isEmpty()) {
                writeSlice();
            }
        } finally {
            flushing = false;
        }
        if (inFlight && !stuck && !closed && !givenUp) {
            stuck = true;
            owner.stuck();
            charge(FrameQueue.heldBytes(sliceFrames, sliceBytes) + queue.heldBytes());
            if (budget.isExceeded()) {
                owner.overBound(false);
            }
        }
    }

    /** To be called whenever the channel's writability has changed. */
    void writabilityChanged() {
        if (!inFlight || !channel.isWritable()) {
            return;
        }
        inFlight = false;
        traffic.countWrite(sliceBytes);
        if (sliceMessages > 0) {
            traffic.countDeliveries(sliceMessages);
        }
        boolean wasStuck = stuck;
        if (stuck) {
            stuck = false;
            charge(-chargedBytes);
            owner.unstuck();
        }
        boolean moreThanPings = sliceHasMoreThanPings;
        flush();
        if (wasStuck && !inFlight) {
            owner.emptied(); // not in the midst of a write, whose caller goes on by itself
        }
        owner.sliceTaken(moreThanPings);
    }

    /**
     * Forgets what has not been handed to the socket, and takes its bytes off the budget, those in flight too: the
     * connection is being ended, so they are as good as gone, and ending others as well would free them no sooner.
     */
    void giveUp() {
        charge(-chargedBytes);
        givenUp = true;
        queue.clear();
    }

    /** The channel is closed: forgets everything. */
    void close() {
        closed = true;
        charge(-chargedBytes);
        queue.clear();
    }

    private void writeSlice() {
        inFlight = true;
        sliceBytes = 0;
        sliceFrames = 0;
        sliceMessages = 0;
        sliceHasMoreThanPings = false;
        do {
            Kind kind = queue.nextKind();
            sliceMessages += queue.nextMessages();
            sliceHasMoreThanPings |= kind != Kind.PING;
            ByteBuf frame = queue.remove();
            sliceBytes += frame.readableBytes();
            sliceFrames++;
            channel.write(frame, channel.voidPromise());
        } while (!queue.isEmpty() && sliceFrames < SLICE_FRAMES && sliceBytes + queue.nextBytes() <= SLICE_BYTES);
        channel.flush();
    }

    private void charge(long bytes) {
        if (bytes != 0) {
            chargedBytes += bytes;
            budget.add(bytes);
        }
    }
}
