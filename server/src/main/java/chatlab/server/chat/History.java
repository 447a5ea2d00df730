package chatlab.server.chat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;

/**
 * The last messages of one room, each as it went out, in a ring of bytes: keeping one costs a copy and leaves no garbage.
 * The ring grows as it is needed; where it may not, the oldest messages make room. Confined to the room's owner loop.
 */
final class History {
    private static final int FIRST_BYTES = 512;

    /** What stands before each message, its length, or before what is left at the ring's end. */
    private static final int LENGTH_BYTES = Integer.BYTES;

    private static final int GO_TO_BEGINNING = -1;

    private final HistoryBudget budget;
    private ByteBuf ring = Unpooled.EMPTY_BUFFER;
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

    /** Keeps a message, if there is memory for it. Answers its number, from 0. */
    long add(Message message) {
        int length = message.payloadBytes();
        if (!closed && makeRoom(LENGTH_BYTES + length)) {
            ring.setInt(end, length);
            message.copyPayloadTo(ring, end + LENGTH_BYTES);
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
            int length = ring.getInt(at);
            if (left <= most) {
                byte[] message = new byte[length];
                ring.getBytes(at + LENGTH_BYTES, message);
                messages.add(message);
            }
            at += LENGTH_BYTES + length;
        }
        return messages;
    }

    /** Forgets everything, for good. */
    void close() {
        closed = true;
        count = 0;
        budget.give(ring.capacity());
        ring = Unpooled.EMPTY_BUFFER;
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
        int behind = ring.capacity() - end;
        if (bytes > behind && bytes <= start) {
            if (behind >= LENGTH_BYTES) {
                ring.setInt(end, GO_TO_BEGINNING);
            }
            end = 0;
            return true;
        }
        return bytes <= behind;
    }

    private void dropOldest() {
        start = wrapped(start);
        start += LENGTH_BYTES + ring.getInt(start);
        count--;
        if (count > 0) {
            start = wrapped(start);
        }
    }

    /** Where the message stands that comes next, if there is one. */
    private int wrapped(int at) {
        boolean isOver = ring.capacity() - at < LENGTH_BYTES || ring.getInt(at) == GO_TO_BEGINNING;
        return isOver ? 0 : at;
    }

    private boolean grow(int bytes) {
        int capacity = ring.capacity();
        int larger = Math.max(Math.max(FIRST_BYTES, 2 * capacity), Integer.highestOneBit(bytes) << 1);
        boolean fits = larger <= HistoryBudget.ROOM_BYTES || count == 0;
        if (!fits || !budget.take(larger - capacity)) {
            return false;
        }
        ByteBuf grown = Unpooled.wrappedBuffer(new byte[larger]);
        int at = 0;
        for (byte[] message : last(count)) {
            grown.setInt(at, message.length).setBytes(at + LENGTH_BYTES, message);
            at += LENGTH_BYTES + message.length;
        }
        ring = grown;
        start = 0;
        end = at;
        return true;
    }
}
