package chatlab.process;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as people write them: {@code 250us}, {@code 10ms}, {@code 1.5s}, {@code 5m}, {@code 2h}; and {@code 0}. */
public final class Durations {
    private static final Pattern WRITTEN = Pattern.compile("(\\d{1,19}(?:\\.\\d{1,19})?)(us|ms|s|m|h)");

    private Durations() {}

    /**
     * Reads a duration.
     *
     * @throws IllegalArgumentException if it is not written as one, is no whole number of nanoseconds or more of them than
     *     64 bits hold (292 years)
     */
    public static Duration parse(String text) {
        if (text.equals("0")) {
            return Duration.ZERO;
        }
        Matcher matcher = WRITTEN.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("a duration such as 250ms, 30s or 5m");
        }
        long unitNs = switch (matcher.group(2)) {
            case "us" -> 1_000;
            case "ms" -> 1_000_000;
            case "s" -> 1_000_000_000;
            case "m" -> 60_000_000_000L;
            default -> 3_600_000_000_000L;
        };
        try {
            return Duration.ofNanos(new BigDecimal(matcher.group(1))
                    .multiply(BigDecimal.valueOf(unitNs))
                    .longValueExact());
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException("a duration of whole nanoseconds, at most 292 years", e);
        }
    }

    /** Writes a duration so that {@link #parse} reads it back, in the largest unit that needs no fraction. */
    public static String format(Duration duration) {
        long ns = duration.toNanos();
        if (ns == 0) {
            return "0";
        }
        if (ns % 3_600_000_000_000L == 0) {
            return ns / 3_600_000_000_000L + "h";
        }
        if (ns % 60_000_000_000L == 0) {
            return ns / 60_000_000_000L + "m";
        }
        if (ns % 1_000_000_000 == 0) {
            return ns / 1_000_000_000 + "s";
        }
        if (ns % 1_000_000 == 0) {
            return ns / 1_000_000 + "ms";
        }
        return BigDecimal.valueOf(ns, 3).stripTrailingZeros().toPlainString() + "us";
    }
}
