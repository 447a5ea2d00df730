package chatlab.protocol;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Reads lower-case hexadecimal digits, eight in one word: every step does to each byte of it what a loop would do to one. */
final class HexDigits {
    static final long NONE = -1;

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final long ONES = 0x0101010101010101L;

    private HexDigits() {}

    /** The value of the eight digits that begin at {@code at}; {@link #NONE} if one of them is none. */
    static long eight(byte[] bytes, int at) {
        long text = (long) LONGS.get(bytes, at);
        // 1 where a letter may stand: in ASCII those have bit 6, digits don't.
        long letters = (text >>> 6) & ONES;
        long values = (text & 0x0f * ONES) + 9 * letters;
        // A letter's value is 10 to 15 and a digit's less, and from either the byte follows: otherwise it was something
        // else.
        long fromTen = ((values + 6 * ONES) >>> 4) & ONES;
        if (fromTen != letters
                || (values & 0xf0f0f0f0f0f0f0f0L) != 0
                || values + 0x30 * ONES + 0x27 * letters != text) {
            return NONE;
        }
        long pairs = (values | values >>> 4) & 0x00ff00ff00ff00ffL;
        long fours = (pairs | pairs >>> 8) & 0x0000ffff0000ffffL;
        return (fours | fours >>> 16) & 0xffffffffL;
    }
}
