package chatlab.server.cluster;

import chatlab.server.chat.Message;
import chatlab.server.cluster.Envelope.Kind;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** Messages of one room that go to other servers together. Holds memory only as long as there are any. Not thread-safe. */
final class Batch {
    private static final int MOST_BYTES = 64 * 1024;
    private static final int FIRST_BYTES = 512;
    private static final byte[] NOTHING = {};

    private byte[] bytes = NOTHING;
    private int end = Envelope.HEAD_BYTES;
    private int count;

    int count() {
        return count;
    }

    /** Whether it may go with the others; the first one always may. */
    boolean hasPlaceFor(Message message) {
        return count == 0 || end + Envelope.LENGTH_BYTES + message.payloadBytes() <= MOST_BYTES;
    }

    void add(Message message) {
        int length = message.payloadBytes();
        int needed = end + Envelope.LENGTH_BYTES + length;
        if (needed > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(needed, Math.max(FIRST_BYTES, 2 * bytes.length)));
        }
        ByteBuffer _ = ByteBuffer.wrap(bytes).putInt(end, length);
        message.copyTo(bytes, end + Envelope.LENGTH_BYTES);
        end = needed;
        count++;
    }

    /** All of them in an envelope; there are none afterwards. */
    byte[] take(long origin, long life, long first) {
        Envelope.writeHead(bytes, Kind.SAID, origin, life, first, count);
        byte[] whole = bytes.length == end ? bytes : Arrays.copyOf(bytes, end);
        bytes = NOTHING;
        end = Envelope.HEAD_BYTES;
        count = 0;
        return whole;
    }
}
