package chatlab.protocol;

import java.util.Arrays;

/** Finds message stamps in a stream of bytes, whatever format stands around them. Stateless: the caller keeps the rest. */
public final class StampScanner {
    private static final byte[] NIBBLES = nibbles();

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
        long run = hex(bytes, at + MessageStamp.RUN_AT, 8);
        long sender = hex(bytes, at + MessageStamp.SENDER_AT, 8);
        long sequence = hex(bytes, at + MessageStamp.SEQUENCE_AT, 8);
        long high = hex(bytes, at + MessageStamp.INTENDED_AT, 8);
        long low = hex(bytes, at + MessageStamp.INTENDED_AT + 8, 8);
        long check = hex(bytes, at + MessageStamp.CHECK_AT, 4);
        if ((run | sender | sequence | high | low | check) < 0) {
            return false;
        }
        long intendedNs = high << 32 | low;
        if (check != MessageStamp.check((int) run, (int) sender, (int) sequence, intendedNs)) {
            return false;
        }
        sink.stamp((int) run, (int) sender, (int) sequence, intendedNs);
        return true;
    }

    /** The value of up to eight digits, negative if one of them is none. */
    private static long hex(byte[] bytes, int at, int digits) {
        long value = 0;
        int bad = 0;
        for (int i = at; i < at + digits; i++) {
            int nibble = NIBBLES[bytes[i] & 0xff];
            bad |= nibble;
            value = value << 4 | (nibble & 15);
        }
        return bad < 0 ? -1 : value;
    }

    private static byte[] nibbles() {
        byte[] table = new byte[256];
        Arrays.fill(table, (byte) -1);
        for (int i = 0; i < 16; i++) {
            table[Character.forDigit(i, 16)] = (byte) i;
        }
        return table;
    }
}
