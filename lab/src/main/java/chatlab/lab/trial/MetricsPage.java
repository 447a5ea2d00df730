package chatlab.lab.trial;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * One scrape of a process's metrics, in Prometheus' text format 0.0.4.
 *
 * @param samples values by name with labels, as written: {@code chatlab_server_connections_closed_total{reason="quit"}}
 */
record MetricsPage(Map<String, Double> samples) {
    static MetricsPage parse(String text) {
        Map<String, Double> samples = new LinkedHashMap<>();
        text.lines().filter(line -> !line.isEmpty() && line.charAt(0) != '#').forEach(line -> {
            int end = line.indexOf('}') + 1;
            int space = line.indexOf(' ', end);
            if (space > 0) {
                samples.put(line.substring(0, space), number(line.substring(space + 1)));
            }
        });
        return new MetricsPage(samples);
    }

    /** A sample's value; empty if there is none or it is not a number. */
    OptionalDouble value(String name) {
        @Nullable Double value = samples.get(name);
        return value == null || value.isNaN() ? OptionalDouble.empty() : OptionalDouble.of(value);
    }

    private static double number(String text) {
        int space = text.indexOf(' ');
        String value = space < 0 ? text : text.substring(0, space);
        return switch (value) {
            case "+Inf" -> Double.POSITIVE_INFINITY;
            case "-Inf" -> Double.NEGATIVE_INFINITY;
            default -> Double.parseDouble(value);
        };
    }
}
