package chatlab.lab.report;

import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Values of an axis that are numbers: plain ones, and sizes such as {@code 64MiB}. */
final class AxisValues {
    private static final Pattern NUMBER = Pattern.compile("(-?[0-9]+(?:\\.[0-9]+)?)(|KiB|MiB|GiB)");
    private static final Map<String, Double> FACTORS =
            Map.of("", 1.0, "KiB", 1024.0, "MiB", 1024.0 * 1024, "GiB", 1024.0 * 1024 * 1024);

    private AxisValues() {}

    /** Whether all of them are numbers; words, such as {@code tcp}, have no order. */
    static boolean areNumbers(List<String> values) {
        return values.stream().allMatch(value -> NUMBER.matcher(value).matches());
    }

    /** @throws IllegalArgumentException if it is none */
    static double number(String value) {
        Matcher matcher = NUMBER.matcher(value);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(value);
        }
        return Double.parseDouble(matcher.group(1)) * FACTORS.getOrDefault(matcher.group(2), 1.0);
    }
}
