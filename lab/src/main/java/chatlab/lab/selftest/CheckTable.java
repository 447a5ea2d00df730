package chatlab.lab.selftest;

import chatlab.lab.selftest.Check.Figure;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Checks for people: theory beside measurement. */
public final class CheckTable {
    private CheckTable() {}

    /** A table of each and a sentence about all. */
    public static List<String> lines(List<Check> checks) {
        List<String> lines = new ArrayList<>();
        for (Check check : checks) {
            lines.add(check.name() + ": " + check.about());
            lines.add(row("", "theory", "measured", "off", ""));
            for (Figure figure : check.figures()) {
                lines.add(row(
                        figure.name(),
                        number(figure.theory(), figure.unit()),
                        number(figure.measured(), figure.unit()),
                        off(figure),
                        figure.isRight() ? "ok" : "WRONG"));
            }
            lines.add("");
        }
        long all = checks.stream().mapToLong(check -> check.figures().size()).sum();
        long wrong = checks.stream()
                .flatMap(check -> check.figures().stream())
                .filter(figure -> !figure.isRight())
                .count();
        lines.add(
                wrong == 0
                        ? "All " + all + " figures are what theory says, percentiles within " + tolerance(checks) + "."
                        : wrong + " of " + all + " figures are not what theory says (percentiles may be off by "
                                + tolerance(checks) + ").");
        return lines;
    }

    private static String off(Figure figure) {
        if (figure.tolerance() == 0) {
            return "";
        }
        return figure.off() >= 10 ? ">999%" : String.format(Locale.ROOT, "%.1f%%", 100 * figure.off());
    }

    private static String tolerance(List<Check> checks) {
        return String.format(
                Locale.ROOT,
                "%.0f%%",
                100
                        * checks.stream()
                                .flatMap(check -> check.figures().stream())
                                .mapToDouble(Figure::tolerance)
                                .max()
                                .orElse(0));
    }

    private static String row(String name, String theory, String measured, String off, String verdict) {
        return String.format(Locale.ROOT, "  %-30s%14s%14s%8s  %s", name, theory, measured, off, verdict)
                .stripTrailing();
    }

    private static String number(double value, String unit) {
        return unit.isEmpty()
                ? String.format(Locale.ROOT, "%,.0f", value)
                : String.format(Locale.ROOT, "%,.1f %s", value, unit);
    }
}
