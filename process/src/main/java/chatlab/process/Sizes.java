package chatlab.process;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sizes in bytes as people write them: {@code 512}, {@code 64KiB}, {@code 256MiB}, {@code 2GiB}. */
public final class Sizes {
    private static final Pattern WRITTEN = Pattern.compile("(\\d{1,19})(|KiB|MiB|GiB)");

    private Sizes() {}

    /**
     * Reads a size.
     *
     * @throws IllegalArgumentException if it is not written as one
     */
    public static long parse(String text) {
        Matcher matcher = WRITTEN.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("a size such as 512, 64KiB or 256MiB");
        }
        int shift = switch (matcher.group(2)) {
            case "KiB" -> 10;
            case "MiB" -> 20;
            case "GiB" -> 30;
            default -> 0;
        };
        long number = Long.parseLong(matcher.group(1));
        if (number > Long.MAX_VALUE >> shift) {
            throw new IllegalArgumentException("a size such as 512, 64KiB or 256MiB");
        }
        return number << shift;
    }

    /** Writes a size so that {@link #parse} reads it back, in the largest unit that needs no fraction. */
    public static String format(long bytes) {
        if (bytes != 0 && bytes % (1L << 30) == 0) {
            return (bytes >> 30) + "GiB";
        }
        if (bytes != 0 && bytes % (1L << 20) == 0) {
            return (bytes >> 20) + "MiB";
        }
        if (bytes != 0 && bytes % (1L << 10) == 0) {
            return (bytes >> 10) + "KiB";
        }
        return Long.toString(bytes);
    }
}
