package chatlab.protocol;

import java.nio.charset.StandardCharsets;

/**
 * What a simulated client writes at the start of its message's text, so that any receiver can tell who sent it, which one
 * it is and when it was meant to be sent, without parsing what stands around it.
 *
 * <p>48 ASCII characters that no text format has to escape: {@code ~CL1}, then in lower-case hexadecimal run (8), sender
 * (8), sequence (8), intended time (16) and check digits (4). {@code docs/protocol.md} is the normative description.
 *
 * @param run which run of which generator process it belongs to
 * @param sender the sending client's number within the run
 * @param sequence counts the sender's messages from 0
 * @param intendedNs when the schedule said that it should be sent, in nanoseconds of the host's monotonic clock
 */
public record MessageStamp(int run, int sender, int sequence, long intendedNs) {
    /** The length of every stamp in bytes. */
    public static final int LENGTH = 48;

    static final byte[] MARKER = "~CL1".getBytes(StandardCharsets.US_ASCII);
    static final int RUN_AT = 4;
    static final int SENDER_AT = 12;
    static final int SEQUENCE_AT = 20;
    static final int INTENDED_AT = 28;
    static final int CHECK_AT = 44;

    private static final byte[] DIGITS = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    /** Writes a stamp of {@link #LENGTH} bytes at {@code at}. */
    public static void write(byte[] to, int at, int run, int sender, int sequence, long intendedNs) {
        System.arraycopy(MARKER, 0, to, at, MARKER.length);
        hex(to, at + RUN_AT, 8, run);
        hex(to, at + SENDER_AT, 8, sender);
        hex(to, at + SEQUENCE_AT, 8, sequence);
        hex(to, at + INTENDED_AT, 16, intendedNs);
        hex(to, at + CHECK_AT, 4, check(run, sender, sequence, intendedNs));
    }

    /**
     * The check digits' 16 bits: three multiplications and a fold, cheap enough for every delivery. They tell a stamp from
     * text that looks like one and from a damaged one; they are no defence against forgery.
     */
    static int check(int run, int sender, int sequence, long intendedNs) {
        long h = ((long) run << 32 | Integer.toUnsignedLong(sender)) * 0x9E3779B97F4A7C15L;
        h ^= Integer.toUnsignedLong(sequence) * 0xC2B2AE3D27D4EB4FL;
        h ^= intendedNs * 0x165667B19E3779F9L;
        h ^= h >>> 32;
        h ^= h >>> 16;
        return (int) h & 0xffff;
    }

    private static void hex(byte[] to, int at, int digits, long value) {
        for (int i = digits - 1; i >= 0; i--, value >>>= 4) {
            to[at + i] = DIGITS[(int) value & 15];
        }
    }
}
