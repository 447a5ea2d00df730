package chatlab.server.transport;

import chatlab.server.chat.Sink;
import chatlab.server.chat.Traffic;
import chatlab.server.transport.FrameQueue.Kind;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.unix.Socket;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The one way out to a client: at most one slice of whole frames is in flight, the rest waits in a queue. Confined to its
 * loop.
 *
 * <p>The channel's water marks are set so that it is writable exactly when the socket has taken everything: that tells the
 * end of a slice without a promise per write.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a failed write ends the channel, and that is noticed
final class Outbox implements Sink {
    /** The most a slice gathers, unless a single frame is longer; in bytes. */
    static final int SLICE_BYTES = 64 * 1024;

    /** The same in frames: as many buffers as the kernel takes at once. */
    static final int SLICE_FRAMES = 1024;

    /** What may wait behind the slice in flight, each frame with its overhead. */
    static final int MAX_QUEUED_BYTES = 1024 * 1024;

    /** Whom it tells what becomes of its slices. */
    interface Owner {
        /** Whether the client is served, and its end has not begun: nobody need hear of every write. */
        boolean isServed();

        /** Whether messages may still be written. */
        boolean takesMessages();

        /** The connection is broken. */
        void broken();

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

    /** Frames that the socket was handed together. */
    private static final class Slice {
        private int bytes;
        private int frames;

        /** How many room messages end in it. */
        private int messages;

        private boolean moreThanPings;
    }

    private final Channel channel;
    private final Traffic traffic;
    private final PendingBudget budget;
    private final Owner owner;
    private final @Nullable Socket socket;

    /** What waits; without memory of its own while nothing does. */
    private FrameQueue queue = FrameQueue.NONE;

    /** What the socket has not taken yet of what it was handed; null if it has taken everything. */
    private @Nullable Slice inFlight;

    /** Whether a write may go straight to the socket: what the fields below and the owner say, in one. */
    private boolean swift;

    /** Whether the socket has taken something since it was asked last. */
    private boolean taken;

    /** Whether there may be an answer in the queue that nobody has flushed. */
    private boolean answersWait;

    /** For how many reasons the socket is to be handed nothing for now. */
    private int withheld;

    /** Whether a slice has become full since. */
    private boolean tooMuchToWithhold;

    private boolean flushing;
    private boolean stuck;
    private boolean closed;
    private boolean givenUp;
    /** What this connection has added to the budget: all that waits while the socket is full, otherwise nothing. */
    private int chargedBytes;

    /** Whether it has added its socket, too. */
    private boolean chargedSocket;

    Outbox(Channel channel, Traffic traffic, PendingBudget budget, Owner owner) {
        this.channel = channel;
        this.traffic = traffic;
        this.budget = budget;
        this.owner = owner;
        socket = DirectSocket.of(channel);
    }

    /** Whether everything has been taken by the socket. */
    boolean isEmpty() {
        return inFlight == null && queue.isEmpty();
    }

    /** The owner is in another phase. */
    void ownerChanged() {
        settle();
    }

    /**
     * The socket is handed nothing until {@link #handOn} is called as often as this was, or a slice is full; and only while the owner
     * is served.
     */
    void withhold() {
        withheld++;
        tooMuchToWithhold = false;
        swift = false;
    }

    /** Whether the socket is handed nothing for now. */
    boolean isWithheld() {
        return withheld > 0 && !tooMuchToWithhold && owner.isServed();
    }

    /** See {@link #withhold}. */
    void handOn() {
        withheld--;
        if (withheld == 0) {
            flush();
            if (inFlight == null) {
                owner.emptied(); // also where a full slice has come first: what stands in logs still waits
            }
        }
    }

    private void settle() {
        swift = socket != null
                && inFlight == null
                && !isWithheld()
                && !closed
                && !givenUp
                && queue.isEmpty()
                && owner.isServed();
    }

    /** Whether the socket has taken bytes of a log since this was asked last. */
    boolean hasTaken() {
        boolean was = taken;
        taken = false;
        return was;
    }

    @Override
    public boolean isBusy() {
        return inFlight != null || isWithheld();
    }

    @Override
    public int write(ByteBuf bytes, int from, int to, int messages) {
        Socket direct = socket;
        return swift && direct != null
                ? write(direct, bytes, from, to, messages)
                : writeBehind(bytes, from, to, messages);
    }

    private int write(Socket direct, ByteBuf bytes, int from, int to, int messages) {
        if (!direct.isOpen()) {
            return to - from; // closed, which is told later; its number may be another client's already
        }
        int written;
        try {
            written = direct.sendAddress(bytes.memoryAddress(), from, to);
        } catch (IOException e) {
            owner.broken();
            return to - from;
        }
        if (written > 0) {
            taken = true;
            traffic.countWrite(written);
            if (written == to - from) {
                traffic.countDeliveries(messages);
            }
        }
        return written;
    }

    /** Behind what is queued, to a client that may be ending, or on a socket that has no direct way. */
    private int writeBehind(ByteBuf bytes, int from, int to, int messages) {
        if (closed || givenUp || !owner.takesMessages()) {
            return to - from;
        }
        if (!queue.isEmpty()) {
            flush();
        }
        if (isBusy()) {
            return 0;
        }
        if (socket == null) {
            add(copy(bytes, from, to), Kind.MESSAGE, messages);
            flush();
            return to - from;
        }
        int written = write(socket, bytes, from, to, messages);
        if (written > 0) {
            owner.sliceTaken(true);
        }
        return written;
    }

    @Override
    public void hold(ByteBuf bytes, int from, int to) {
        if (!closed && !givenUp) {
            add(restOf(bytes, from, to), Kind.MESSAGE, 1);
            flush();
        }
    }

    /** Where there is no memory for it, the client has been sent a part of a frame, and nothing may be said behind that. */
    private ByteBuf restOf(ByteBuf bytes, int from, int to) {
        try {
            return copy(bytes, from, to);
        } catch (OutOfMemoryError e) {
            owner.broken();
            throw e;
        }
    }

    private ByteBuf copy(ByteBuf bytes, int from, int to) {
        return channel.alloc().directBuffer(to - from).writeBytes(bytes, from, to - from);
    }

    /** How much memory is taken by what waits in the queue. */
    long waitingBytes() {
        return queue.heldBytes();
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
        if (queue == FrameQueue.NONE) {
            queue = new FrameQueue();
        }
        queue.add(frame, kind, messages);
        answersWait |= kind == Kind.ANSWER;
        swift = false;
        if (inFlight == null) {
            if (queue.bytes() >= SLICE_BYTES || queue.size() >= SLICE_FRAMES) {
                tooMuchToWithhold = true;
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
        if (queue.isEmpty()) {
            queue = FrameQueue.NONE;
        }
    }

    /** Hands the socket what it takes, slice by slice, if answers are among it. */
    void flushAnswers() {
        if (answersWait) {
            flush();
        }
    }

    /** Hands the socket what it takes, slice by slice. */
    void flush() {
        if (flushing || isWithheld()) {
            return;
        }
        flushing = true;
        answersWait = false;
        try {
            boolean messages = false;
            while (inFlight == null && !queue.isEmpty()) {
                messages |= writeSlice();
            }
            if (!messages) {
                trim(); // answers are rare, so the memory would grow old before it is used again
            }
        } finally {
            flushing = false;
            settle();
        }
        Slice slice = inFlight;
        if (slice != null && !stuck && !closed && !givenUp) {
            stuck = true;
            owner.stuck();
            chargeSocket();
            charge(FrameQueue.heldBytes(slice.frames, slice.bytes) + queue.heldBytes());
            if (budget.isExceeded()) {
                owner.overBound(false);
            }
        }
    }

    /** To be called whenever the channel's writability has changed. */
    void writabilityChanged() {
        Slice taken = inFlight;
        if (taken == null || !channel.isWritable()) {
            return;
        }
        inFlight = null;
        traffic.countWrite(taken.bytes);
        if (taken.messages > 0) {
            traffic.countDeliveries(taken.messages);
        }
        boolean wasStuck = stuck;
        if (stuck) {
            stuck = false;
            discharge();
            owner.unstuck();
        }
        flush();
        if (wasStuck && inFlight == null) {
            owner.emptied(); // not in the midst of a write, whose caller goes on by itself
        }
        owner.sliceTaken(taken.moreThanPings);
    }

    /**
     * Forgets what has not been handed to the socket, and takes its bytes off the budget, those in flight too: the
     * connection is being ended, so they are as good as gone, and ending others as well would free them no sooner.
     */
    void giveUp() {
        discharge();
        givenUp = true;
        swift = false;
        queue.clear();
        trim();
    }

    /** The channel is closed: forgets everything. */
    void close() {
        closed = true;
        swift = false;
        discharge();
        queue.clear();
        trim();
    }

    /** @return whether there are room messages in it */
    private boolean writeSlice() {
        Slice slice = new Slice();
        inFlight = slice;
        do {
            Kind kind = queue.nextKind();
            slice.messages += queue.nextMessages();
            slice.moreThanPings |= kind != Kind.PING;
            ByteBuf frame = queue.remove();
            slice.bytes += frame.readableBytes();
            slice.frames++;
            channel.write(frame, channel.voidPromise());
        } while (!queue.isEmpty() && slice.frames < SLICE_FRAMES && slice.bytes + queue.nextBytes() <= SLICE_BYTES);
        channel.flush();
        return slice.messages > 0;
    }

    private void chargeSocket() {
        chargedSocket = true;
        budget.addFullSocket();
    }

    private void discharge() {
        charge(-chargedBytes);
        if (chargedSocket) {
            chargedSocket = false;
            budget.removeFullSocket();
        }
    }

    private void charge(long bytes) {
        if (bytes != 0) {
            chargedBytes = Math.toIntExact(chargedBytes + bytes);
            budget.add(bytes);
        }
    }
}
