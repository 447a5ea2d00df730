package chatlab.protocol;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Objects;

/**
 * Looks through bytes eight at a time, as one long. The trick is "determine if a word has a zero byte" of Sean Anderson's Bit
 * Twiddling Hacks, and Daniel Lemire's "Detect control characters, quotes and backslashes efficiently using SWAR": when 1 is
 * subtracted from each byte, the high bit of those that were 0 comes on, and an exclusive or makes 0 of any wanted byte.
 * A borrow can put a wrong mark only on a byte behind a right one, so the first mark is always right; it is the lowest, as
 * bytes are read little end first.
 */
public final class ByteSearch {
    private static final VarHandle WORDS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final long EACH = 0x0101010101010101L;
    private static final long HIGH_BITS = EACH << 7;

    private ByteSearch() {}

    /**
     * The place of the first {@code wanted} in {@code bytes[from, to)}, or −1 if there is none.
     *
     * @throws IndexOutOfBoundsException if that is no part of the array
     */
    public static int indexOf(byte[] bytes, int from, int to, byte wanted) {
        Objects.checkFromToIndex(from, to, bytes.length);
        long pattern = (wanted & 0xff) * EACH;
        int at = from;
        for (; to - at >= Long.BYTES; at += Long.BYTES) {
            long zeroWhereWanted = word(bytes, at) ^ pattern;
            long marks = (zeroWhereWanted - EACH) & ~zeroWhereWanted & HIGH_BITS;
            if (marks != 0) {
                return at + firstMark(marks);
            }
        }
        for (; at < to; at++) {
            if (bytes[at] == wanted) {
                return at;
            }
        }
        return -1;
    }

    /**
     * The place of the first byte in {@code bytes[from, to)} that is not plain text of a JSON string: a quote, a backslash, a
     * control character below a space, or a part of a character beyond ASCII; {@code to} if there is none.
     */
    static int endOfPlainText(byte[] bytes, int from, int to) {
        int at = from;
        for (; to - at >= Long.BYTES; at += Long.BYTES) {
            long word = word(bytes, at);
            // A byte beyond ASCII keeps its high bit in at least one of the three.
            long marks = (word - ' ' * EACH | (word ^ '"' * EACH) - EACH | (word ^ '\\' * EACH) - EACH) & HIGH_BITS;
            if (marks != 0) {
                return at + firstMark(marks);
            }
        }
        while (at < to && isPlainText(bytes[at])) {
            at++;
        }
        return at;
    }

    /** Eight bytes as one number, the first being its lowest. */
    static long word(byte[] bytes, int at) {
        return (long) WORDS.get(bytes, at);
    }

    static boolean isPlainText(byte b) {
        return b >= ' ' && b != '"' && b != '\\';
    }

    private static int firstMark(long marks) {
        return Long.numberOfTrailingZeros(marks) / Byte.SIZE;
    }
}
