package chatlab.lab.trial;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One scrape of a process's metrics, in Prometheus' text format 0.0.4.
 *
 * @param samples values by name with labels, as written: {@code chatlab_server_connections_closed_total{reason="quit"}}
 */
record MetricsPage(Map<String, Double> samples) {
    /** Name with labels, value, and possibly a time stamp; a quoted label's value may hold spaces, braces and \\". */
    private static final Pattern SAMPLE =
            Pattern.compile("([a-zA-Z_:][\\w:]*(?:\\{(?:[^\"}]|\"(?:[^\"\\\\]|\\\\.)*+\")*+})?)\\s+"
                    + "([+-]?(?:Inf|NaN|(?:\\d+\\.?\\d*|\\.\\d+)(?:[eE][+-]?\\d+)?))(?:\\s+-?\\d+)?\\s*");

    /** Reads a page; a line that is no sample is left out. */
    static MetricsPage parse(String text) {
        Map<String, Double> samples = new LinkedHashMap<>();
        text.lines().filter(line -> !line.startsWith("#")).forEach(line -> {
            Matcher sample = SAMPLE.matcher(line);
            if (sample.matches()) {
                samples.put(sample.group(1).strip(), number(sample.group(2)));
            }
        });
        return new MetricsPage(samples);
    }

    /** A sample's value; empty if there is none or it is not a number. */
    OptionalDouble value(String name) {
        @Nullable Double value = samples.get(name);
        return value == null || value.isNaN() ? OptionalDouble.empty() : OptionalDouble.of(value);
    }

    private static double number(String value) {
        return switch (value) {
            case "+Inf", "Inf" -> Double.POSITIVE_INFINITY;
            case "-Inf" -> Double.NEGATIVE_INFINITY;
            default -> Double.parseDouble(value);
        };
    }
}
