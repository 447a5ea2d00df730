package chatlab.lab.report;

import chatlab.lab.result.Figures;
import chatlab.lab.result.Question;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** An objective about a percentile that can be drawn as a level, such as {@code p99 < 100ms}. */
record Objective(String label, double millis) {
    private static final Pattern WRITTEN = Pattern.compile("(p[0-9.]+)\\s*<=?\\s*([0-9.]+)\\s*(us|µs|ms|s)");
    private static final Map<String, Double> MILLIS = Map.of("us", 1e-3, "µs", 1e-3, "ms", 1.0, "s", 1e3);

    static List<Objective> of(Question question, Percentile percentile) {
        return question.objectives().stream()
                .map(WRITTEN::matcher)
                .filter(Matcher::matches)
                .filter(written -> written.group(1).equals(percentile.label))
                .map(written -> new Objective(
                        written.group(2) + " " + written.group(3),
                        Double.parseDouble(written.group(2)) * Objects.requireNonNull(MILLIS.get(written.group(3)))))
                .toList();
    }

    /** The percentiles that came within 5 % of a bound that they kept: {@code p99 98.4 ms}; empty if none did. */
    static String close(Question question, List<Figures> figures) {
        List<String> close = new ArrayList<>();
        for (Percentile percentile : Percentile.values()) {
            double worst = figures.stream()
                    .flatMap(each -> Stream.ofNullable(percentile.of(each)))
                    .mapToDouble(Double::doubleValue)
                    .max()
                    .orElse(0);
            if (of(question, percentile).stream()
                    .anyMatch(each -> worst >= 0.95 * each.millis() && worst <= each.millis())) {
                close.add(percentile.label + " " + Percentile.text(worst) + " ms");
            }
        }
        return String.join(", ", close);
    }
}
