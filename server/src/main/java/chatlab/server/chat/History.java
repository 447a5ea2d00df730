package chatlab.server.chat;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The last messages of one room, each as it went out, in a ring of bytes: keeping one costs a copy and leaves no garbage.
 * The ring grows as it is needed; where it may not, the oldest messages make room. Confined to the room's owner loop.
 */
final class History {
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.nativeOrder());
    private static final byte[] NOTHING = {};
    private static final int FIRST_BYTES = 512;

    /** What stands before each message, its length, or before what is left at the ring's end. */
    private static final int LENGTH_BYTES = Integer.BYTES;

    private static final int GO_TO_BEGINNING = -1;

    private final HistoryBudget budget;
    private byte[] ring = NOTHING;
    private int count;

    /** Where the oldest message begins. */
    private int start;

    /** Behind the last one. */
    private int end;

    /** The number that the next message gets. */
    private long next;

    private boolean closed;

    History(HistoryBudget budget) {
        this.budget = budget;
    }

    /**
     * Keeps a message, if there is memory for it. Answers its number, from 0. The message may be a view of what is kept
     * afterwards, so the next one is not to be added before it has been handed on.
     */
    long add(Message message) {
        int length = message.payloadBytes();
        if (!closed && makeRoom(LENGTH_BYTES + length)) {
            setLength(end, length);
            message.moveTo(ring, end + LENGTH_BYTES);
            end += LENGTH_BYTES + length;
            count++;
        }
        return next++;
    }

    /** The number of the last message; −1 before the first. */
    long lastNumber() {
        return next - 1;
    }

    /** The last messages without a hole, at most so many, the oldest first. */
    List<byte[]> last(int most) {
        List<byte[]> messages = new ArrayList<>(Math.min(count, most));
        int at = start;
        for (int left = count; left > 0; left--) {
            at = wrapped(at);
            int length = length(at);
            if (left <= most) {
                int from = at + LENGTH_BYTES;
                messages.add(Arrays.copyOfRange(ring, from, from + length));
            }
            at += LENGTH_BYTES + length;
        }
        return messages;
    }

    /** Forgets everything, for good. */
    void close() {
        closed = true;
        count = 0;
        budget.give(ring.length);
        ring = NOTHING;
    }

    private boolean makeRoom(int bytes) {
        if (count == budget.messages()) {
            dropOldest();
        }
        while (!findRoom(bytes)) {
            if (!grow(bytes)) {
                if (count == 0) {
                    return false;
                }
                dropOldest();
            }
        }
        return true;
    }

    /** Whether so many bytes are free at the end, or at the beginning, which is the end then. */
    private boolean findRoom(int bytes) {
        if (count == 0) {
            start = 0;
            end = 0;
        }
        if (end <= start && count > 0) {
            return bytes <= start - end;
        }
        int behind = ring.length - end;
        if (bytes > behind && bytes <= start) {
            if (behind >= LENGTH_BYTES) {
                setLength(end, GO_TO_BEGINNING);
            }
            end = 0;
            return true;
        }
        return bytes <= behind;
    }

    private void dropOldest() {
        start = wrapped(start);
        start += LENGTH_BYTES + length(start);
        count--;
        if (count > 0) {
            start = wrapped(start);
        }
    }

    /** Where the message stands that comes next, if there is one. */
    private int wrapped(int at) {
        boolean isOver = ring.length - at < LENGTH_BYTES || length(at) == GO_TO_BEGINNING;
        return isOver ? 0 : at;
    }

    private boolean grow(int bytes) {
        int capacity = ring.length;
        int larger = Math.max(Math.max(FIRST_BYTES, 2 * capacity), Integer.highestOneBit(bytes) << 1);
        boolean fits = larger <= HistoryBudget.ROOM_BYTES || count == 0;
        if (!fits || !budget.take(larger - capacity)) {
            return false;
        }
        List<byte[]> kept = last(count);
        ring = new byte[larger];
        int at = 0;
        for (byte[] message : kept) {
            setLength(at, message.length);
            System.arraycopy(message, 0, ring, at + LENGTH_BYTES, message.length);
            at += LENGTH_BYTES + message.length;
        }
        start = 0;
        end = at;
        return true;
    }

    private int length(int at) {
        return (int) INTS.get(ring, at);
    }

    private void setLength(int at, int length) {
        INTS.set(ring, at, length);
    }
}
