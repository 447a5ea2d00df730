package chatlab.server.transport;

import chatlab.protocol.ByteSearch;
import java.util.Arrays;

/** Cuts the bytes of one connection into lines. Holds memory only while a line is incomplete. Confined to its loop. */
class LineBuffer {
    private static final byte[] NOTHING = {};

    /** What takes the lines. */
    interface Sink {
        /**
         * Takes one line without its end.
         *
         * @return whether more are wanted
         */
        boolean line(byte[] bytes, int offset, int length);
    }

    private final int maxLineBytes;
    private byte[] partial = NOTHING;
    private int held;

    LineBuffer(int maxLineBytes) {
        this.maxLineBytes = maxLineBytes;
    }

    /**
     * Cuts what stands from {@code from} to {@code to} into lines, the first one completing what is held.
     *
     * @return false if there was a line longer than allowed; nothing after it was looked at
     */
    final boolean take(byte[] bytes, int from, int to, Sink sink) {
        int start = from;
        boolean wanted = true;
        while (start < to && wanted) {
            int found = ByteSearch.indexOf(bytes, start, to, (byte) '\n');
            boolean complete = found >= 0;
            int end = complete ? found : to;
            if (!complete || held > 0) {
                if (!hold(bytes, start, end - start)) {
                    return false;
                }
            }
            if (complete) {
                boolean whole = held == 0;
                byte[] line = whole ? bytes : partial;
                int offset = whole ? start : 0;
                int length = whole ? end - start : held;
                clear();
                if (length > 0 && line[offset + length - 1] == '\r') {
                    length--;
                }
                if (length > maxLineBytes) {
                    return false;
                }
                wanted = sink.line(line, offset, length);
            }
            start = end + 1;
        }
        return true;
    }

    final int maxLineBytes() {
        return maxLineBytes;
    }

    /** How much memory an incomplete line takes; 0 if there is none. */
    public final int heldBytes() {
        return partial.length;
    }

    /** Forgets an incomplete line. */
    public final void clear() {
        partial = NOTHING;
        held = 0;
    }

    /** One byte more than a line may have is held, as it may be the carriage return of its end. */
    private boolean hold(byte[] bytes, int from, int length) {
        if (held + length > maxLineBytes + 1) {
            return false;
        }
        if (held + length > partial.length) {
            int capacity = Math.min(maxLineBytes + 1, Math.max(held + length, 2 * partial.length));
            partial = Arrays.copyOf(partial, capacity);
        }
        System.arraycopy(bytes, from, partial, held, length);
        held += length;
        return true;
    }
}
