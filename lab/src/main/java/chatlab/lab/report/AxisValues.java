package chatlab.lab.report;

import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Values of an axis that are numbers: plain ones, shares such as {@code 5%}, sizes such as {@code 64MiB}, durations such as {@code 10ms}. */
final class AxisValues {
    private static final Pattern NUMBER = Pattern.compile("(-?[0-9]+(?:\\.[0-9]+)?)(|%|KiB|MiB|GiB|ms|s|m|h)");
    private static final double KIB = 1024;
    private static final Map<String, Double> FACTORS = Map.of(
            "",
            1.0,
            "%",
            1.0,
            "KiB",
            KIB,
            "MiB",
            KIB * KIB,
            "GiB",
            KIB * KIB * KIB,
            "ms",
            1e-3,
            "s",
            1.0,
            "m",
            60.0,
            "h",
            3600.0);
    private static final Map<String, String> KINDS = Map.of(
            "%",
            "share", "KiB", "size", "MiB", "size", "GiB", "size", "ms", "time", "s", "time", "m", "time", "h", "time");

    private AxisValues() {}

    /** Whether all of them are numbers of one kind; words, such as {@code tcp}, have no order. A 0 is of any kind. */
    static boolean areNumbers(List<String> values) {
        return values.stream().allMatch(value -> NUMBER.matcher(value).matches())
                && values.stream()
                                .filter(value -> number(value) != 0)
                                .map(AxisValues::kind)
                                .distinct()
                                .count()
                        <= 1;
    }

    /** @throws IllegalArgumentException if it is none */
    static double number(String value) {
        Matcher matcher = matched(value);
        return Double.parseDouble(matcher.group(1)) * FACTORS.getOrDefault(matcher.group(2), 1.0);
    }

    private static String kind(String value) {
        return KINDS.getOrDefault(matched(value).group(2), "");
    }

    private static Matcher matched(String value) {
        Matcher matcher = NUMBER.matcher(value);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(value);
        }
        return matcher;
    }
}
