package chatlab.lab.report;

import chatlab.lab.report.Plot.Series;
import java.util.ArrayList;
import java.util.List;

/** Keeps series that lie on each other visible: what is drawn first gets wider. */
final class Coinciding {
    /** Of the axis' length: less than a line's width on the page. */
    private static final double NEAR = 0.015;

    private Coinciding() {}

    /** Every series with the width that it needs. */
    static List<Series> apart(List<Series> series, double min, double max, boolean log) {
        double near = NEAR * (place(max, log) - place(min, log));
        List<Series> apart = new ArrayList<>();
        for (int i = series.size() - 1; i >= 0; i--) {
            Series one = series.get(i);
            double width = Series.WIDTH;
            for (Series above : apart) {
                if (coincide(one, above, near, log)) {
                    width = Math.max(width, above.under());
                }
            }
            apart.addFirst(new Series(one.colour(), one.label(), width, one.points()));
        }
        return apart;
    }

    private static boolean coincide(Series one, Series other, double near, boolean log) {
        long shared = one.points().stream()
                .filter(point -> other.points().stream()
                        .anyMatch(each -> each.index() == point.index()
                                && point.median() != null
                                && each.median() != null
                                && Math.abs(place(point.median(), log) - place(each.median(), log)) < near))
                .count();
        return shared >= Math.min(2, one.points().size()) && shared > 0;
    }

    private static double place(double value, boolean log) {
        return log ? Math.log10(Math.max(value, 1e-9)) : value;
    }
}
