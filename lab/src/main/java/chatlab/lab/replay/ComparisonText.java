package chatlab.lab.replay;

import chatlab.lab.replay.Comparison.Row;
import chatlab.lab.replay.Comparison.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A comparison for people: a table for a terminal, a document beside the repeat's report. */
public final class ComparisonText {
    private static final String NO_MATRIX = "(no matrix)";
    private static final String NONE = "–";
    private static final List<String> HEADINGS = List.of("trial", "figure", "first", "expected", "repeat", "");

    private ComparisonText() {}

    /** Lines of a terminal: the table, then the verdict in one sentence. */
    public static List<String> lines(Comparison comparison) {
        List<List<String>> table = new ArrayList<>();
        table.add(HEADINGS);
        comparison.rows().forEach(row -> table.add(cells(row)));
        int[] widths = new int[HEADINGS.size()];
        table.forEach(cells -> {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], cells.get(i).length());
            }
        });
        List<String> lines = new ArrayList<>();
        for (List<String> cells : table) {
            lines.add(String.format(
                            Locale.ROOT,
                            "%-" + widths[0] + "s  %-" + widths[1] + "s  %" + widths[2] + "s  %" + widths[3] + "s  %"
                                    + widths[4] + "s  %s",
                            cells.toArray())
                    .stripTrailing());
        }
        lines.add("");
        lines.add(sentence(comparison));
        return lines;
    }

    /** A document in Markdown. */
    public static String markdown(Comparison comparison) {
        StringBuilder out = new StringBuilder(4096);
        out.append("# ")
                .append(comparison.second())
                .append(" beside ")
                .append(comparison.first())
                .append("\n\n");
        out.append("**").append(sentence(comparison)).append("**\n\n");
        out.append("| ").append(String.join(" | ", HEADINGS)).append(" |\n");
        out.append("| --- | --- | ---: | ---: | ---: | --- |\n");
        for (Row row : comparison.rows()) {
            out.append("| ").append(String.join(" | ", cells(row))).append(" |\n");
        }
        out.append("""

                First and repeat are geometric means of the valid repetitions. Expected is the prediction interval for the repeat's mean: Student's t with as many
                degrees of freedom as the first run has repetitions beyond the first of each trial, times their pooled deviation, in logarithms; a trial that scatters
                more than the others is judged by its own. All intervals together hold with a probability of 95% if nothing has changed (Bonferroni).
                """);
        return out.toString();
    }

    /** The verdict. */
    public static String sentence(Comparison comparison) {
        long outside = count(comparison, Verdict.OUTSIDE);
        long inside = count(comparison, Verdict.INSIDE);
        long unknown = count(comparison, Verdict.UNKNOWN);
        String rest = unknown == 0
                ? ""
                : String.format(
                        Locale.ROOT,
                        " (%d of %d could not be compared)",
                        unknown,
                        comparison.rows().size());
        return switch (comparison.verdict()) {
            case INSIDE ->
                String.format(
                        Locale.ROOT,
                        "All %d figures of the repeat are where the first run lets expect them%s.",
                        inside,
                        rest);
            case OUTSIDE ->
                String.format(
                        Locale.ROOT,
                        "%d of %d figures of the repeat are outside of what the first run lets expect%s.",
                        outside,
                        inside + outside,
                        rest);
            case MISSING ->
                String.format(
                        Locale.ROOT,
                        "%d figures were measured then and not now; %d are where the first run lets expect them.",
                        count(comparison, Verdict.MISSING),
                        inside);
            case UNKNOWN -> "None of the figures could be compared.";
        };
    }

    private static long count(Comparison comparison, Verdict verdict) {
        return comparison.rows().stream()
                .filter(row -> row.verdict() == verdict)
                .count();
    }

    private static List<String> cells(Row row) {
        String word = row.verdict().name().toLowerCase(Locale.ROOT);
        return List.of(
                row.trial().isEmpty() ? NO_MATRIX : row.trial(),
                row.figure(),
                text(row.first()),
                row.low() == null ? NONE : text(row.low()) + " to " + text(row.high()),
                text(row.second()),
                row.why().isEmpty() ? word : word + ": " + row.why());
    }

    private static String text(@Nullable Double value) {
        return value == null ? NONE : Measure.text(value);
    }
}
