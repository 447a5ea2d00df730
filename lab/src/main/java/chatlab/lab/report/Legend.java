package chatlab.lab.report;

import java.util.ArrayList;
import java.util.List;

/** Where the entries of a plot's legend go, line by line, none running into another. */
final class Legend {
    private static final double SIGN = 24;
    private static final double GAP = 18;

    /** One entry; {@code dashed} is a reference and has no colour of its own. */
    record Entry(int colour, boolean dashed, String label, double x, int line) {}

    private Legend() {}

    static List<Entry> of(Plot plot, double width, double letterWidth) {
        List<Entry> entries = new ArrayList<>();
        for (Plot.Series series : plot.series()) {
            add(entries, Palette.colour(series.colour()), false, series.label(), width, letterWidth);
        }
        plot.lines().stream()
                .filter(line -> !line.level())
                .map(Plot.Line::label)
                .distinct()
                .forEach(label -> add(entries, -1, true, label, width, letterWidth));
        return entries;
    }

    static int lines(Plot plot, double width, double letterWidth) {
        List<Entry> entries = of(plot, width, letterWidth);
        return entries.isEmpty() ? 0 : entries.getLast().line() + 1;
    }

    private static void add(
            List<Entry> entries, int colour, boolean dashed, String label, double width, double letter) {
        double own = SIGN + label.length() * letter;
        double x = 0;
        int line = 0;
        if (!entries.isEmpty()) {
            Entry before = entries.getLast();
            x = before.x() + SIGN + before.label().length() * letter + GAP;
            line = before.line();
            if (x + own > width) {
                x = 0;
                line++;
            }
        }
        entries.add(new Entry(colour, dashed, label, x, line));
    }
}
