package chatlab.lab.report;

import static chatlab.lab.report.SvgWriter.n;

import chatlab.lab.report.Plot.Tick;
import chatlab.lab.report.Timeline.Curve;
import chatlab.lab.report.Timeline.Instant;
import chatlab.lab.report.Timeline.Panel;
import chatlab.lab.report.Timeline.Phase;
import java.util.List;

/** Draws a timeline as an SVG file that stands alone. */
final class TimelineSvg {
    private static final int WIDTH = 760;
    private static final int LEFT = 84;
    private static final int RIGHT = 24;
    private static final int TOP = 62;
    private static final int PANEL = 118;
    private static final int BETWEEN = 40;
    private static final int MOST_TICKS = 12;
    private static final double LETTER = 6.7;

    private final Timeline timeline;
    private final double from;
    private final double to;
    private final SvgWriter out = new SvgWriter(16 * 1024);

    private TimelineSvg(Timeline timeline) {
        this.timeline = timeline;
        from = timeline.phases().getFirst().from();
        to = timeline.phases().getLast().to();
    }

    /** @param title of the whole: the trial, and which repetition */
    static String file(Timeline timeline, String title) {
        return new TimelineSvg(timeline).draw(title);
    }

    private String draw(String title) {
        int height = TOP + timeline.panels().size() * (PANEL + BETWEEN) + 34;
        out.append(
                "<svg class=\"plot\" xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\" role=\"img\" aria-label=\"%s\">\n"
                        .formatted(WIDTH, height, WIDTH, height, Escape.xml(title)));
        out.append("<style>").append(Assets.text("plot.css")).append(".band{fill:var(--rule);opacity:.55}</style>\n");
        out.append("<rect class=\"card\" x=\"0.5\" y=\"0.5\" width=\"%d\" height=\"%d\" rx=\"8\"/>\n"
                .formatted(WIDTH - 1, height - 1));
        out.text("title", LEFT, 26, "start", title);
        bands(height - 48);
        int top = TOP;
        for (Panel panel : timeline.panels()) {
            panel(panel, top + BETWEEN - 14);
            top += PANEL + BETWEEN;
        }
        double bottom = top - 14;
        for (Tick tick : ticks()) {
            out.text("label", x(tick.at()), bottom + 20, "middle", tick.label());
        }
        out.text(
                "label",
                LEFT + (WIDTH - LEFT - RIGHT) / 2.0,
                bottom + 42,
                "middle",
                "seconds from the beginning of the measured window");
        return out.append("</svg>\n").toString();
    }

    /** The measured window lies on a band; every phase has its name above, where there is room for it. */
    private void bands(double bottom) {
        for (Phase phase : timeline.phases()) {
            double left = x(phase.from());
            double right = x(phase.to());
            if (phase.name().startsWith("measured")) {
                out.append("<rect class=\"band\" x=\"%s\" y=\"%d\" width=\"%s\" height=\"%s\"/>\n"
                        .formatted(n(left), TOP - 12, n(right - left), n(bottom - TOP + 12)));
            }
            if (phase.name().length() * LETTER < right - left) {
                out.text("label small", (left + right) / 2, TOP - 18, "middle", phase.name());
            }
        }
    }

    private void panel(Panel panel, double top) {
        List<Tick> y = panel.log()
                ? Ticks.logarithmic(Math.max(panel.min(), 1e-3), Math.max(panel.max(), panel.min() * 2))
                : Ticks.linear(panel.max());
        String unit = panel.unit().isEmpty() ? "" : ", " + panel.unit() + (panel.log() ? " (log scale)" : "");
        out.text("label", LEFT, top - 8, "start", panel.title() + unit);
        double at = LEFT + (panel.title() + unit).length() * LETTER + 24;
        for (int i = 0; panel.curves().size() > 1 && i < panel.curves().size(); i++) {
            out.path("line c" + i, "M" + n(at) + " " + n(top - 12) + "h16");
            out.text(
                    "label small",
                    at + 22,
                    top - 8,
                    "start",
                    panel.curves().get(i).label());
            at += 22 + panel.curves().get(i).label().length() * LETTER + 18;
        }
        double low = y.getFirst().at();
        double high = y.getLast().at();
        double labelled = Double.POSITIVE_INFINITY;
        for (Tick tick : y) {
            double place = place(tick.at(), low, high, panel.log(), top);
            out.path("grid", "M" + LEFT + " " + n(place) + "H" + (WIDTH - RIGHT));
            if (labelled - place >= 13) {
                out.text("label small", LEFT - 8, place + 4, "end", tick.label());
                labelled = place;
            }
        }
        out.path("axis", "M" + LEFT + " " + n(top + PANEL) + "H" + (WIDTH - RIGHT));
        if (!Double.isNaN(panel.limit())) {
            double place = place(panel.limit(), low, high, panel.log(), top);
            out.path("ref", "M" + LEFT + " " + n(place) + "H" + (WIDTH - RIGHT));
            out.text("label small halo", LEFT + 5, place + 13, "start", "limit " + Numbers.plain(panel.limit()));
        }
        for (int i = 0; i < panel.curves().size(); i++) {
            curve(panel.curves().get(i), i, low, high, panel.log(), top);
        }
    }

    private void curve(Curve curve, int colour, double low, double high, boolean log, double top) {
        StringBuilder way = new StringBuilder();
        for (Instant point : curve.points()) {
            if (point.seconds() >= from && point.seconds() <= to) {
                way.append(way.isEmpty() ? "M" : "L")
                        .append(n(x(point.seconds())))
                        .append(' ')
                        .append(n(place(point.value(), low, high, log, top)));
            }
        }
        if (!way.isEmpty()) {
            out.path("line c" + colour, way.toString());
        }
    }

    private List<Tick> ticks() {
        double step = 1;
        for (int i = 0; (to - from) / step > MOST_TICKS; i++) {
            step *= i % 3 == 1 ? 2.5 : 2;
        }
        double each = step;
        long first = (long) Math.ceil(from / each);
        long last = (long) Math.floor(to / each);
        return java.util.stream.LongStream.rangeClosed(first, last)
                .mapToObj(i -> new Tick(i * each, Numbers.plain(i * each)))
                .toList();
    }

    private double x(double seconds) {
        return LEFT + (seconds - from) / (to - from) * (WIDTH - LEFT - RIGHT);
    }

    private static double place(double value, double low, double high, boolean log, double top) {
        double share = log
                ? (Math.log10(Math.max(value, low)) - Math.log10(low)) / (Math.log10(high) - Math.log10(low))
                : (value - low) / (high - low);
        return top + PANEL * (1 - share);
    }
}
