package chatlab.lab.experiment;

import chatlab.process.Durations;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A service level objective, such as {@code p99 < 100ms} or {@code lost == 0}.
 *
 * @param figure what is judged
 * @param comparison how
 * @param bound against what: nanoseconds for times, a count otherwise
 * @param text as written
 */
public record Objective(Figure figure, Comparison comparison, double bound, String text) {
    private static final Pattern WRITTEN = Pattern.compile("\\s*([a-z0-9.]+)\\s*(<=|>=|==|<|>)\\s*(\\S+)\\s*");

    /** What can be judged. */
    public enum Figure {
        P50("p50", true),
        P90("p90", true),
        P99("p99", true),
        P999("p99.9", true),
        MAX("max", true),
        WELCOME("welcome", true),
        RETURNED("returned", true),
        LOST("lost", false),
        DUPLICATED("duplicated", false),
        REORDERED("reordered", false),
        TOLD("told", false),
        UNSENT("unsent", false);

        private final String written;
        private final boolean time;

        Figure(String written, boolean time) {
            this.written = written;
            this.time = time;
        }

        /** Whether it is a time in nanoseconds, rather than a count. */
        public boolean isTime() {
            return time;
        }
    }

    /** How a figure is held against its bound. */
    public enum Comparison {
        LESS("<"),
        AT_MOST("<="),
        EQUAL("=="),
        AT_LEAST(">="),
        MORE(">");

        private final String written;

        Comparison(String written) {
            this.written = written;
        }

        /** Whether {@code value} stands to {@code bound} like this. */
        public boolean holds(double value, double bound) {
            return switch (this) {
                case LESS -> value < bound;
                case AT_MOST -> value <= bound;
                case EQUAL -> value == bound;
                case AT_LEAST -> value >= bound;
                case MORE -> value > bound;
            };
        }
    }

    /** What an objective looks like, to follow "it has to be". */
    static String expected() {
        return "an objective such as 'p99 < 100ms' or 'lost == 0', on one of "
                + Arrays.stream(Figure.values()).map(f -> f.written).collect(Collectors.joining(", "));
    }

    /**
     * Reads an objective.
     *
     * @throws IllegalArgumentException if it is none
     */
    static Objective parse(String text) {
        Matcher matcher = WRITTEN.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(expected());
        }
        Figure figure = Arrays.stream(Figure.values())
                .filter(f -> f.written.equals(matcher.group(1)))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(expected()));
        Comparison comparison = Arrays.stream(Comparison.values())
                .filter(c -> c.written.equals(matcher.group(2)))
                .findFirst()
                .orElseThrow();
        double bound = figure.time ? Durations.parse(matcher.group(3)).toNanos() : count(matcher.group(3));
        return new Objective(figure, comparison, bound, text.strip());
    }

    private static double count(String text) {
        if (!text.matches("\\d{1,15}")) {
            throw new IllegalArgumentException(expected());
        }
        return Long.parseLong(text);
    }
}
