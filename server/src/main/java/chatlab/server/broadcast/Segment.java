package chatlab.server.broadcast;

import chatlab.server.chat.Framing;
import chatlab.server.chat.Message;
import io.netty.buffer.ByteBuf;
import java.util.Arrays;

/** A stretch of a log: whole framed messages one behind the other, and where each of them ends. Confined to a loop. */
final class Segment {
    private static final int FIRST_ENDS = 64;

    /** Their bytes, from index 0; the buffer's own indexes are not used. */
    final ByteBuf bytes;

    /** The end of every message; 4 bytes each are what makes a cursor as small as a number. */
    private int[] ends = new int[FIRST_ENDS];

    private long firstSeq;
    private int messages;
    private int length;

    Segment(ByteBuf bytes) {
        this.bytes = bytes;
    }

    /** Makes it empty, to begin with this message. */
    void begin(long seq) {
        firstSeq = seq;
        messages = 0;
        length = 0;
    }

    int capacity() {
        return bytes.capacity();
    }

    boolean hasRoomFor(int more) {
        return capacity() - length >= more;
    }

    /** Appends a message, for which there is room. */
    void append(Message message, Framing framing, int framedBytes) {
        if (messages == ends.length) {
            ends = Arrays.copyOf(ends, 2 * messages);
        }
        message.copyTo(bytes, length, framing);
        length += framedBytes;
        ends[messages++] = length;
    }

    /** The number of its first message. */
    long firstSeq() {
        return firstSeq;
    }

    /** The number behind its last message's. */
    long endSeq() {
        return firstSeq + messages;
    }

    /** Where a message of this number begins, or the last one ends. */
    int startOf(long seq) {
        int index = (int) (seq - firstSeq);
        return index == 0 ? 0 : ends[index - 1];
    }

    /** The number of the message to which the byte at this place belongs. */
    long messageAt(int at) {
        int found = Arrays.binarySearch(ends, 0, messages, at);
        return firstSeq + (found >= 0 ? found + 1 : -found - 1); // a message ends before its end
    }
}
