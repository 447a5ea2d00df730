package chatlab.process;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Shares as people write them: {@code 1%}, {@code 0.5%}. */
public final class Shares {
    private static final Pattern WRITTEN = Pattern.compile("(\\d{1,3}(?:\\.\\d{1,9})?)%");
    private static final BigDecimal WHOLE = BigDecimal.valueOf(100);

    private Shares() {}

    /**
     * Reads a share.
     *
     * @return from 0 to 1
     * @throws IllegalArgumentException if it is not written as one, or is more than 100%
     */
    public static double parse(String text) {
        return percent(text).doubleValue() / 100;
    }

    /**
     * How many of so many a share is, rounded up: any share but 0 is somebody. 7% of 100 are 7, which binary fractions miss.
     *
     * @throws IllegalArgumentException if it is not written as a share, or is more than 100%
     */
    public static long of(String text, long all) {
        return percent(text)
                .multiply(BigDecimal.valueOf(all))
                .divide(WHOLE, 0, RoundingMode.CEILING)
                .longValueExact();
    }

    private static BigDecimal percent(String text) {
        Matcher matcher = WRITTEN.matcher(text);
        if (!matcher.matches() || new BigDecimal(matcher.group(1)).compareTo(WHOLE) > 0) {
            throw new IllegalArgumentException("a share from 0% to 100%, such as 1% or 0.5%");
        }
        return new BigDecimal(matcher.group(1));
    }
}
