package chatlab.lab.report;

import static chatlab.lab.report.SvgWriter.n;

import chatlab.lab.report.Plot.Line;
import chatlab.lab.report.Plot.Point;
import chatlab.lab.report.Plot.Series;
import chatlab.lab.report.Plot.Tick;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Draws a plot as SVG. Colours come from {@code plot.css}: the page has it once, a file of its own carries it, with a card
 * behind the plot so that it reads on light and dark pages alike.
 */
final class SvgPlot {
    private static final int WIDTH = 640;
    private static final int LEFT = 96;
    private static final int RIGHT = 24;
    private static final int PLOT_HEIGHT = 232;
    private static final int TITLE = 30;
    private static final int LEGEND_LINE = 20;
    private static final double LETTER = 6.7;

    /** What the words at the markers of what never came take, and a little more. */
    private static final double NEVER_CAME_WIDTH = 80;

    /** Room between the y axis and the first place, so that no marker sits on the axis. */
    private static final double INSET = 26;

    private final Plot plot;
    private final SvgWriter out = new SvgWriter(8192);
    private final int top;

    private SvgPlot(Plot plot) {
        this.plot = plot;
        this.top = TITLE + 12 + LEGEND_LINE * Legend.lines(plot, WIDTH - LEFT - RIGHT, LETTER);
    }

    /** A file that stands alone. */
    static String file(Plot plot) {
        return new SvgPlot(plot).draw("<style>" + Assets.text("plot.css") + "</style>\n");
    }

    /** An element of a page that has the style. */
    static String element(Plot plot) {
        return new SvgPlot(plot).draw("");
    }

    private String draw(String style) {
        int height = top + PLOT_HEIGHT + 56;
        out.append(
                ("<svg class=\"plot\" xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\""
                                + " role=\"img\" aria-label=\"%s\">\n")
                        .formatted(
                                WIDTH,
                                height,
                                WIDTH,
                                height,
                                Escape.xml(plot.title() + ": " + plot.unit() + " over " + plot.xLabel())));
        out.append(style);
        out.append("<rect class=\"card\" x=\"0.5\" y=\"0.5\" width=\"%d\" height=\"%d\" rx=\"8\"/>\n"
                .formatted(WIDTH - 1, height - 1));
        out.text("title", LEFT, 26, "start", plot.title());
        legend();
        axes();
        plot.lines().stream().filter(Line::level).forEach(this::line);
        plot.series().forEach(this::series);
        plot.lines().stream().filter(line -> !line.level()).forEach(this::line);
        plot.series()
                .forEach(each -> each.points().forEach(point -> point(each, Palette.colour(each.colour()), point)));
        return out.append("</svg>\n").toString();
    }

    private void legend() {
        for (Legend.Entry entry : Legend.of(plot, WIDTH - LEFT - RIGHT, LETTER)) {
            double x = LEFT + entry.x();
            double y = TITLE + 14 + entry.line() * LEGEND_LINE;
            if (entry.dashed()) {
                out.path("ref due", "M" + n(x) + " " + n(y - 4) + "H" + n(x + 18));
            } else {
                out.path("line c" + entry.colour(), "M" + n(x) + " " + n(y - 4) + "H" + n(x + 18));
                marker(entry.colour(), x + 9, y - 4, 1);
            }
            out.text("label", x + 24, y, "start", entry.label());
        }
    }

    private void axes() {
        for (Tick tick : plot.y()) {
            out.path("grid", "M" + LEFT + " " + n(y(tick.at())) + "H" + (WIDTH - RIGHT));
            out.text("label", LEFT - 8, y(tick.at()) + 4, "end", tick.label());
        }
        double bottom = top + PLOT_HEIGHT;
        out.path("axis", "M" + LEFT + " " + n(bottom) + "H" + (WIDTH - RIGHT));
        for (Tick tick : plot.x()) {
            out.path("axis", "M" + n(x(tick.at())) + " " + n(bottom) + "v5");
            out.text("label", x(tick.at()), bottom + 19, "middle", tick.label());
        }
        out.text("label", LEFT + (WIDTH - LEFT - RIGHT) / 2.0, bottom + 42, "middle", plot.xLabel());
        double middle = top + PLOT_HEIGHT / 2.0;
        out.append("<text class=\"label\" transform=\"translate(20 %s) rotate(-90)\" text-anchor=\"middle\">%s</text>\n"
                .formatted(n(middle), Escape.xml(plot.unit())));
    }

    private void line(Line line) {
        String style = line.colour() < 0 ? "ref" : "ref c" + Palette.colour(line.colour());
        if (line.level()) {
            double y = y(Objects.requireNonNull(line.values().getFirst()));
            out.path(style, "M" + LEFT + " " + n(y) + "H" + (WIDTH - RIGHT));
            out.text("label small halo", LEFT + 5, y - 4, "start", line.label());
            return;
        }
        StringBuilder way = new StringBuilder();
        boolean pen = false;
        for (int i = 0; i < line.values().size(); i++) {
            Double value = line.values().get(i);
            if (value != null) {
                way.append(pen ? "L" : "M").append(place(i)).append(' ').append(n(y(value)));
            }
            pen = value != null;
        }
        out.path(line.colour() < 0 ? "ref due" : style, way.toString());
    }

    private void series(Series series) {
        int colour = Palette.colour(series.colour());
        StringBuilder way = new StringBuilder();
        StringBuilder beyond = new StringBuilder();
        @Nullable Point before = null;
        for (Point point : series.points()) {
            // Nothing is drawn across a place where nothing valid was measured, nor between words.
            boolean joined = !plot.words() && before != null && before.index() == point.index() - 1;
            Double from = joined && before != null ? before.median() : null;
            if (joined && from != null && point.median() == null) {
                beyond.append("M" + place(before == null ? 0 : before.index()) + " " + n(y(from)) + "L"
                        + n(missingX(series, point)) + " " + n(top + 7.0));
            }
            if (point.median() != null) {
                way.append(joined && from != null ? "L" : "M")
                        .append(place(point.index()))
                        .append(' ')
                        .append(n(y(point.median())));
            }
            before = point;
        }
        if (!way.isEmpty()) {
            String width = series.width() == Series.WIDTH ? "" : "\" style=\"stroke-width:" + n(series.width());
            out.path("line c" + colour + width, way.toString());
        }
        if (!beyond.isEmpty()) {
            out.path("beyond c" + colour, beyond.toString());
        }
    }

    private void point(Series series, int colour, Point point) {
        double x = x(plot.x().get(point.index()).at());
        if (point.low() != null && !point.low().equals(point.high())) {
            double high = point.high() == null ? top : y(point.high());
            out.path("range c" + colour, "M" + n(x) + " " + n(y(point.low())) + "V" + n(high));
        }
        if (point.median() != null) {
            marker(colour, x, y(point.median()), Series.markerScale(series.width()));
        }
        if (point.high() != null) {
            return;
        }
        // On the range that reaches up to it, or beside those of other series.
        double at = point.median() == null ? missingX(series, point) : x;
        out.append("<path class=\"never c%d\" d=\"M%s %sl6 11h-12z\"><title>%s: %s</title></path>\n"
                .formatted(colour, n(at), n(top + 1.0), Escape.xml(series.label()), Numbers.NEVER_CAME));
        if (point.median() == null && firstMissing(series, point)) {
            neverCame(point, at);
        }
    }

    /** Says what the markers at the top edge mean: once, where none of them is in the way. */
    private void neverCame(Point point, double at) {
        List<Integer> missing = plot.series().stream()
                .flatMap(each -> each.points().stream())
                .filter(each -> each.median() == null)
                .map(Point::index)
                .distinct()
                .sorted()
                .toList();
        if (point.index() != missing.getLast()) {
            return;
        }
        double behind = lastMissingX(point) + 10;
        boolean isBehind = behind + NEVER_CAME_WIDTH <= WIDTH - RIGHT;
        boolean isBefore = missing.size() == 1
                || x(plot.x().get(missing.get(missing.size() - 2)).at()) < at - NEVER_CAME_WIDTH - 3 * 14;
        double y = top + (isBehind || isBefore ? 11 : 25);
        if (isBehind) {
            out.text("label small halo", behind, y, "start", Numbers.NEVER_CAME);
        } else {
            out.text("label small halo", isBefore ? at - 10 : WIDTH - RIGHT, y, "end", Numbers.NEVER_CAME);
        }
    }

    /** Markers of several series at one place stand side by side. */
    private double missingX(Series series, Point point) {
        double offset = (series.colour() - (plot.series().size() - 1) / 2.0) * 14;
        return Math.min(x(plot.x().get(point.index()).at()) + offset, WIDTH - RIGHT - 7.0);
    }

    private List<Series> missingAt(Point point) {
        return plot.series().stream()
                .filter(each -> each.points().stream()
                        .anyMatch(other -> other.index() == point.index() && other.median() == null))
                .toList();
    }

    private boolean firstMissing(Series series, Point point) {
        return missingAt(point).getFirst().colour() == series.colour();
    }

    private double lastMissingX(Point point) {
        return missingX(missingAt(point).getLast(), point);
    }

    private void marker(int colour, double x, double y, double scale) {
        String shape = switch (Palette.colour(colour) % 4) {
            case 1 -> "m-4 -4h8v8h-8z";
            case 2 -> "m0 -5.5l5.5 5.5l-5.5 5.5l-5.5 -5.5z";
            case 3 -> "m0 -5l5 9h-10z";
            default -> "m-4.5 0a4.5 4.5 0 1 0 9 0a4.5 4.5 0 1 0 -9 0z";
        };
        String style = "mark c" + Palette.colour(colour);
        if (scale == 1) {
            out.path(style, "M" + n(x) + " " + n(y) + shape);
        } else {
            String where = "translate(%s %s) scale(%s)".formatted(n(x), n(y), n(scale));
            out.path(style + "\" transform=\"" + where, "M0 0" + shape);
        }
    }

    private String place(int index) {
        return n(x(plot.x().get(index).at()));
    }

    private double x(double at) {
        return LEFT + INSET + at * (WIDTH - LEFT - RIGHT - 2 * INSET);
    }

    private double y(double value) {
        double share = plot.log()
                ? (Math.log10(Math.max(value, plot.yMin())) - Math.log10(plot.yMin()))
                        / (Math.log10(plot.yMax()) - Math.log10(plot.yMin()))
                : (value - plot.yMin()) / (plot.yMax() - plot.yMin());
        return top + PLOT_HEIGHT * (1 - share);
    }
}
