package chatlab.protocol;

import java.util.Arrays;

/** Finds message stamps in a stream of bytes, whatever format stands around them. Stateless: the caller keeps the rest. */
public final class StampScanner {
    /** Takes the stamps that were found, in the order of the stream. */
    public interface Sink {
        /** One stamp whose check digits are right; the arguments are those of {@link MessageStamp}. */
        void stamp(int run, int sender, int sequence, long intendedNs);
    }

    private StampScanner() {}

    /**
     * Reports every stamp that lies whole in {@code bytes[from, to)}.
     *
     * @return where a stamp may have begun that the next bytes will complete: keep {@code bytes[that, to)}, at most {@link
     *     MessageStamp#LENGTH} − 1 bytes, in front of what comes next; {@code to} if there is nothing to keep
     */
    public static int scan(byte[] bytes, int from, int to, Sink sink) {
        int at = from;
        while (at < to) {
            if (bytes[at] != '~') {
                at++;
            } else if (to - at < MessageStamp.LENGTH) {
                int known = Math.min(to - at, MessageStamp.MARKER.length);
                if (Arrays.equals(bytes, at, at + known, MessageStamp.MARKER, 0, known)) {
                    return at;
                }
                at++;
            } else {
                at += read(bytes, at, sink) ? MessageStamp.LENGTH : 1;
            }
        }
        return to;
    }

    private static boolean read(byte[] bytes, int at, Sink sink) {
        if (bytes[at + 1] != 'C' || bytes[at + 2] != 'L' || bytes[at + 3] != '1') {
            return false;
        }
        long run = HexDigits.eight(bytes, at + MessageStamp.RUN_AT);
        long sender = HexDigits.eight(bytes, at + MessageStamp.SENDER_AT);
        long sequence = HexDigits.eight(bytes, at + MessageStamp.SEQUENCE_AT);
        long high = HexDigits.eight(bytes, at + MessageStamp.INTENDED_AT);
        long low = HexDigits.eight(bytes, at + MessageStamp.INTENDED_AT + 8);
        // The check digits are the last four of these, and so few that those before them are read once more.
        long last = HexDigits.eight(bytes, at + MessageStamp.LENGTH - 8);
        if ((run | sender | sequence | high | low | last) < 0) {
            return false;
        }
        long intendedNs = high << 32 | low;
        if ((last & 0xffff) != MessageStamp.check((int) run, (int) sender, (int) sequence, intendedNs)) {
            return false;
        }
        sink.stamp((int) run, (int) sender, (int) sequence, intendedNs);
        return true;
    }
}
