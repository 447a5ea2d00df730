package chatlab.lab.report;

import chatlab.lab.report.Grid.Cell;
import chatlab.lab.report.Grid.Row;
import chatlab.lab.report.Plot.Point;
import chatlab.lab.report.Plot.Series;
import chatlab.lab.report.Plot.Tick;
import chatlab.lab.result.Figures;
import chatlab.lab.result.HistogramLogs;
import chatlab.lab.result.Repetition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * Whole distributions of latency, from the raw histograms: a plot per series, a line per place, over percentiles on a scale of log(1 / (1 − p)),
 * on which each further nine takes the same room. A trial's repetitions are added up.
 */
final class Distributions {
    /** What the plots' ids begin with. */
    static final String ID = "distribution-";

    private static final String FILE = "latency.hlog";

    /** More plots, or lines in one, would hide what there is to see. */
    private static final int MOST_PLOTS = 6;

    private static final int MOST_LINES = 7;

    /** Of the slowest share that is drawn, at least so many deliveries make it up. */
    private static final int LEAST_BEYOND = 10;

    private static final double[] PERCENTILES = {
        0, 25, 50, 75, 90, 95, 99, 99.5, 99.9, 99.95, 99.99, 99.995, 99.999, 99.9995, 99.9999
    };

    private final Grid grid;
    private final Path raw;

    private Distributions(Grid grid, Path raw) {
        this.grid = grid;
        this.raw = raw;
    }

    /** One line. */
    private record Line(String label, Histogram histogram, long missing) {
        long all() {
            return histogram.getTotalCount() + missing;
        }

        /** Milliseconds; null if so many never came. */
        @Nullable
        Double at(double percentile) {
            long rank = Math.max(1, (long) Math.ceil(percentile / 100 * all()));
            return rank > histogram.getTotalCount()
                    ? null
                    : Double.valueOf(histogram.getValueAtPercentile(100.0 * rank / histogram.getTotalCount()) / 1e6);
        }
    }

    /** The lines of one plot. */
    private record Bundle(String label, List<Line> lines) {}

    /** None where the raw files are not there. */
    static List<Plot> of(Grid grid, Path raw) {
        return new Distributions(grid, raw).plots();
    }

    /** What is not drawn of a matrix of many trials, for a note; empty if all is. */
    static Optional<String> leftOut(Grid grid) {
        boolean lines = grid.rows().stream().anyMatch(row -> row.cells().size() > MOST_LINES);
        boolean plots = grid.rows().size() > MOST_PLOTS;
        return lines || plots
                ? Optional.of("Of the latency distributions "
                        + (lines ? "at most " + MOST_LINES + " places along x" : "")
                        + (lines && plots ? " and " : "")
                        + (plots ? "the first " + MOST_PLOTS + " series" : "") + " are drawn.")
                : Optional.empty();
    }

    private List<Plot> plots() {
        List<Bundle> bundles = grid.rows().stream()
                .limit(MOST_PLOTS)
                .map(row -> new Bundle(row.label(), lines(row)))
                .filter(bundle -> !bundle.lines().isEmpty())
                .toList();
        if (bundles.isEmpty()) {
            return List.of();
        }
        List<Tick> y = y(bundles);
        List<Plot> plots = new ArrayList<>();
        for (Bundle bundle : bundles) {
            plots.add(plot(plots.size() + 1, bundle, y));
        }
        return plots;
    }

    private List<Line> lines(Row row) {
        return chosen(row.cells().stream()
                        .filter(cell -> !cell.figures().isEmpty())
                        .toList())
                .stream()
                .flatMap(cell -> line(cell).stream())
                .toList();
    }

    /** Evenly, the first and the last among them. */
    private static List<Cell> chosen(List<Cell> cells) {
        if (cells.size() <= MOST_LINES) {
            return cells;
        }
        return IntStream.range(0, MOST_LINES)
                .mapToObj(i -> cells.get(Math.round(i * (cells.size() - 1f) / (MOST_LINES - 1))))
                .toList();
    }

    /** Empty where a raw file is missing or is none: its figures are in the result all the same. */
    private Optional<Line> line(Cell cell) {
        List<Repetition> repetitions =
                cell.valid().stream().filter(each -> each.figures() != null).toList();
        List<Path> logs = repetitions.stream()
                .map(each -> raw.resolve(each.folder()).resolve(FILE))
                .toList();
        if (!logs.stream().allMatch(Files::isRegularFile)) {
            return Optional.empty();
        }
        try {
            Histogram sum = HistogramLogs.sum(logs);
            long missing = repetitions.stream()
                    .map(Repetition::figures)
                    .filter(Objects::nonNull)
                    .map(Figures::latency)
                    .mapToLong(Figures.Latency::missing)
                    .sum();
            String label = grid.x().name().isEmpty() ? "measured" : Grid.words(grid.x(), cell.value());
            return sum.getTotalCount() == 0 ? Optional.empty() : Optional.of(new Line(label, sum, missing));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static Plot plot(int number, Bundle bundle, List<Tick> y) {
        List<Line> lines = bundle.lines();
        double[] drawn = drawn(lines.stream().mapToLong(Line::all).max().orElse(1));
        double last = decades(drawn[drawn.length - 1]);
        List<Tick> x = new ArrayList<>();
        for (double percentile : drawn) {
            x.add(new Tick(decades(percentile) / last, isNine(percentile) ? number(percentile) : ""));
        }
        List<Series> series = new ArrayList<>();
        for (Line line : lines) {
            series.add(new Series(series.size(), line.label(), Series.WIDTH, points(line, drawn)));
        }
        return new Plot(
                ID + number,
                "Latency distribution" + (bundle.label().isEmpty() ? "" : ", " + bundle.label()),
                "latency, ms (log scale)",
                true,
                "percentile of all deliveries due, % (a nine more each step)",
                false,
                x,
                y.getFirst().at(),
                y.getLast().at(),
                y,
                series,
                List.of());
    }

    /** Up to the first that never came, or that too few deliveries make up. */
    private static List<Point> points(Line line, double[] drawn) {
        List<Point> points = new ArrayList<>();
        for (int i = 0; i < drawn.length; i++) {
            Double value = line.at(drawn[i]);
            String at = " (p" + number(drawn[i]) + ")";
            if (value == null) {
                points.add(new Point(i, null, null, null, Numbers.NEVER_CAME + at));
                break;
            }
            if (!isMadeUp(drawn[i], line.all())) {
                break;
            }
            points.add(new Point(i, value, value, value, Numbers.millis(value * 1e6) + " ms" + at));
        }
        return points;
    }

    private static double[] drawn(long all) {
        return Arrays.stream(PERCENTILES)
                .filter(percentile -> isMadeUp(percentile, all))
                .toArray();
    }

    private static boolean isMadeUp(double percentile, long all) {
        return percentile <= 50 || all * (1 - percentile / 100) >= LEAST_BEYOND;
    }

    private static String number(double percentile) {
        return percentile == Math.rint(percentile) ? String.valueOf((long) percentile) : String.valueOf(percentile);
    }

    /** 0 for p0, 1 for p90, 2 for p99. */
    private static double decades(double percentile) {
        return -Math.log10(1 - percentile / 100);
    }

    private static boolean isNine(double percentile) {
        return percentile == 0 || Math.abs(decades(percentile) - Math.rint(decades(percentile))) < 1e-6;
    }

    private static List<Tick> y(List<Bundle> bundles) {
        double min = Double.MAX_VALUE;
        double max = 0;
        for (Bundle bundle : bundles) {
            for (Line line : bundle.lines()) {
                min = Math.min(min, Math.max(line.histogram().getMinNonZeroValue() / 1e6, 1e-3));
                max = Math.max(max, line.histogram().getMaxValue() / 1e6);
            }
        }
        return Ticks.logarithmic(min, Math.max(max, min * 2));
    }
}
