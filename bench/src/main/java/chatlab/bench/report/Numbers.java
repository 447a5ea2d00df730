package chatlab.bench.report;

import chatlab.bench.scenario.Goal;
import chatlab.bench.scenario.Spread;
import java.util.Locale;

/** Numbers as the table shows them. */
final class Numbers {
    static final String NONE = "-";

    private Numbers() {}

    /** With three digits that count. */
    static String number(double value) {
        if (Double.isNaN(value)) {
            return NONE;
        }
        if (Double.isInfinite(value)) {
            return "never";
        }
        double size = Math.abs(value);
        String format = size >= 100 ? "%,.0f" : size >= 10 ? "%.1f" : size >= 0.1 || size == 0 ? "%.2f" : "%.3f";
        return String.format(Locale.ROOT, format, value);
    }

    /** The median, and the range if there is one. */
    static String spread(Spread spread) {
        String median = number(spread.median());
        return spread.count() < 2
                ? median
                : median + " (" + number(spread.least()) + " to " + number(spread.most()) + ")";
    }

    static String goal(Goal goal) {
        String limit = number(goal.limit()) + (goal.ofRatio() ? " x" : "") + (goal.always() ? " always" : "");
        return switch (goal.direction()) {
            case NONE -> NONE;
            case AT_LEAST -> ">= " + limit;
            case AT_MOST -> "<= " + limit;
        };
    }
}
