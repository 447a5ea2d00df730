package chatlab.lab.report;

import chatlab.lab.report.Grid.Cell;
import chatlab.lab.report.Grid.Row;
import chatlab.lab.report.Plot.Line;
import chatlab.lab.report.Plot.Point;
import chatlab.lab.report.Plot.Series;
import chatlab.lab.report.Plot.Tick;
import chatlab.lab.result.Figures;
import chatlab.lab.result.Repetition;
import chatlab.lab.result.RunResult;
import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.DoubleFunction;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The plots of a report: what of the figures is drawn over what. Invalid repetitions are not among the data. */
final class Plots {
    /** Above a linear axis' last label, so that a marker on it is whole. */
    private static final double HEADROOM = 1.04;

    private final Grid grid;
    private final List<Tick> places;

    private Plots(Grid grid) {
        this.grid = grid;
        this.places = Places.of(grid.x());
    }

    /** None if there is nothing valid to draw. */
    static List<Plot> of(RunResult result, Grid grid) {
        boolean nothing = grid.rows().stream()
                .flatMap(row -> row.cells().stream())
                .allMatch(cell -> cell.figures().isEmpty());
        return nothing ? List.of() : new Plots(grid).all(result);
    }

    private List<Plot> all(RunResult result) {
        List<Plot> plots = new ArrayList<>();
        plots.add(linear(
                "deliveries",
                "Deliveries",
                "deliveries/s",
                series(Figures::deliveriesPerSecond, value -> Numbers.plain(value) + "/s"),
                offered()));
        plots.addAll(latencies(result));
        plots.add(linear(
                "server-cpu",
                "Server CPU",
                "CPU use, cores",
                series(figures -> figures.server().cpuCores(), value -> Numbers.cores(value) + " cores"),
                limits("cpus", figures -> figures.servers().size())));
        List<Series> costs = seriesOf(CpuCost::micros, value -> Numbers.plain(value) + " µs");
        if (!isEmpty(costs)) {
            plots.add(linear("cpu-per-delivery", "CPU per delivery", "server CPU per delivery, µs", costs, List.of()));
        }
        List<Series> all = seriesOf(PartCosts::allMicros, value -> Numbers.plain(value) + " µs");
        if (PartCosts.isAbout(result) && !isEmpty(all)) {
            plots.add(linear(
                    "all-cpu-per-delivery",
                    "CPU per delivery, all who serve",
                    "CPU of all per delivery, µs",
                    all,
                    List.of()));
        }
        List<Series> throttled =
                series(figures -> percent(figures.server().throttledShare()), value -> Numbers.share(value / 100));
        if (!isEmpty(throttled)) {
            plots.add(plot(
                    "throttled",
                    "Throttled",
                    "quota periods throttled, %",
                    false,
                    Ticks.linear(100),
                    throttled,
                    List.of()));
        }
        plots.addAll(memory());
        plots.addAll(joining());
        return plots;
    }

    /** The most that was seen, and each member's share of it; none where no limit on memory bound, as then it is not the server's alone. */
    private List<Plot> memory() {
        List<Series> whole =
                series(figures -> mebibytes(figures.server().memoryBytes()), value -> Numbers.plain(value) + " MiB");
        if (isEmpty(whole)) {
            return List.of();
        }
        return List.of(
                linear(
                        "server-memory",
                        "Server memory",
                        "most memory, MiB",
                        whole,
                        limits("memory", figures -> 1.0 / (1 << 20))),
                linear(
                        "memory-per-member",
                        "Server memory per member",
                        "most memory / members, KiB",
                        series(
                                figures -> {
                                    @Nullable Long bytes = memoryOfAll(figures);
                                    return bytes == null ? null : Double.valueOf(bytes / 1024.0 / figures.members());
                                },
                                value -> Numbers.plain(value) + " KiB"),
                        List.of()));
    }

    private static @Nullable Long memoryOfAll(Figures figures) {
        List<Long> each = figures.servers().stream()
                .flatMap(server -> Stream.ofNullable(server.memoryBytes()))
                .toList();
        return each.size() < figures.servers().size()
                ? null
                : Long.valueOf(each.stream().mapToLong(Long::longValue).sum());
    }

    /** Only where it was looked for: how fast clients come is an axis, or some leave and come back. */
    private List<Plot> joining() {
        List<Plot> plots = new ArrayList<>();
        if (grid.x().name().equals("connectRate")) {
            List<Series> welcome = series(JoiningTimes::welcomeMillis, value -> Numbers.plain(value) + " ms");
            if (!isEmpty(welcome)) {
                plots.add(linear(
                        "welcome", "Time to welcome p99", "from connecting to welcome p99, ms", welcome, List.of()));
            }
        }
        List<Series> returned = series(JoiningTimes::returnedMillis, value -> Numbers.plain(value) + " ms");
        if (!isEmpty(returned)) {
            plots.add(linear(
                    "returned", "Time to come back p99", "from leaving to welcome p99, ms", returned, List.of()));
        }
        return plots;
    }

    private static boolean isEmpty(List<Series> series) {
        return series.stream().allMatch(each -> each.points().isEmpty());
    }

    private static @Nullable Double mebibytes(@Nullable Long bytes) {
        return bytes == null ? null : Double.valueOf(bytes / (double) (1 << 20));
    }

    /** One plot per percentile, all with the same y axis. */
    private List<Plot> latencies(RunResult result) {
        Map<Percentile, List<Series>> drawn = new EnumMap<>(Percentile.class);
        Map<Percentile, List<Line>> levels = new EnumMap<>(Percentile.class);
        DoubleStream.Builder values = DoubleStream.builder();
        for (Percentile percentile : Percentile.values()) {
            List<Series> series =
                    series(percentile::of, value -> Percentile.text(value) + (Double.isInfinite(value) ? "" : " ms"));
            series.forEach(each -> values.add(largest(each)).add(smallest(each)));
            drawn.put(percentile, series);
            List<Line> lines = new ArrayList<>();
            for (Objective objective : Objective.of(result.question(), percentile)) {
                lines.add(level(-1, "objective " + objective.label(), objective.millis()));
                values.add(objective.millis());
            }
            levels.put(percentile, lines);
        }
        DoubleSummaryStatistics range =
                values.build().filter(value -> value > 0).summaryStatistics();
        List<Tick> ticks = range.getCount() == 0
                ? Ticks.logarithmic(1, 1000)
                : Ticks.logarithmic(Math.max(range.getMin(), 1e-3), range.getMax());
        List<Plot> plots = new ArrayList<>();
        drawn.forEach((percentile, series) -> plots.add(plot(
                "latency-" + percentile.label.replace(".", ""),
                "Latency " + percentile.label,
                "latency " + percentile.label + ", ms (log scale)",
                true,
                ticks,
                series,
                levels.getOrDefault(percentile, List.of()))));
        return plots;
    }

    private Plot linear(String id, String title, String unit, List<Series> series, List<Line> lines) {
        double max = DoubleStream.concat(
                        series.stream().mapToDouble(Plots::largest),
                        lines.stream()
                                .flatMap(line -> line.values().stream())
                                .filter(Objects::nonNull)
                                .mapToDouble(Double::doubleValue))
                .max()
                .orElse(1);
        return plot(id, title, unit, false, Ticks.linear(max), series, lines);
    }

    private Plot plot(
            String id, String title, String unit, boolean log, List<Tick> y, List<Series> series, List<Line> lines) {
        return new Plot(
                id,
                title,
                unit,
                log,
                grid.x().label(),
                grid.isOverWords(),
                places,
                y.getFirst().at(),
                y.getLast().at() * (log ? 1 : HEADROOM),
                y,
                Coinciding.apart(series, y.getFirst().at(), y.getLast().at(), log),
                lines);
    }

    private List<Series> series(Function<Figures, @Nullable Double> value, DoubleFunction<String> text) {
        return seriesOf(
                repetition -> {
                    @Nullable Figures figures = repetition.figures();
                    return figures == null ? null : value.apply(figures);
                },
                text);
    }

    private List<Series> seriesOf(Function<Repetition, @Nullable Double> value, DoubleFunction<String> text) {
        List<Series> all = new ArrayList<>();
        for (Row row : grid.rows()) {
            List<Point> points = new ArrayList<>();
            for (int i = 0; i < row.cells().size(); i++) {
                List<Double> values = row.cells().get(i).valid().stream()
                        .flatMap(repetition -> Stream.ofNullable(value.apply(repetition)))
                        .toList();
                if (!values.isEmpty()) {
                    Middle middle = Middle.of(values);
                    points.add(new Point(
                            i,
                            finite(middle.low()),
                            finite(middle.median()),
                            finite(middle.high()),
                            text.apply(middle.median())));
                }
            }
            all.add(new Series(all.size(), row.label().isEmpty() ? "measured" : row.label(), Series.WIDTH, points));
        }
        return all;
    }

    /** What would have arrived had every message reached every member; a line for each series only where they differ. */
    private List<Line> offered() {
        List<List<@Nullable Double>> perRow = new ArrayList<>();
        for (Row row : grid.rows()) {
            perRow.add(row.cells().stream().map(Plots::offered).toList());
        }
        List<@Nullable Double> common = new ArrayList<>();
        for (int i = 0; i < places.size(); i++) {
            int place = i;
            List<Double> tried = perRow.stream()
                    .flatMap(values -> Stream.ofNullable(values.get(place)))
                    .distinct()
                    .toList();
            if (tried.size() > 1) {
                List<Line> lines = new ArrayList<>();
                for (List<@Nullable Double> values : perRow) {
                    lines.add(new Line(lines.size(), "offered × receivers", values, false));
                }
                return lines;
            }
            common.add(tried.isEmpty() ? null : tried.getFirst());
        }
        return List.of(new Line(-1, "offered × receivers", common, false));
    }

    /** All that the schedule meant to be delivered in the window to those whose deliveries count there. */
    private static double due(Figures figures) {
        return (figures.latency().count() + figures.latency().missing()) / figures.windowSeconds();
    }

    private static @Nullable Double offered(Cell cell) {
        // The schedule is known even where the measurement can't be trusted.
        List<Double> offered = cell.repetitions().stream()
                .flatMap(each -> Stream.ofNullable(each.figures()))
                .map(Plots::due)
                .toList();
        return offered.isEmpty() ? null : Middle.of(offered).median();
    }

    /**
     * In the series' colour; a limit that several series share belongs to none of them.
     *
     * @param scale what a server's limit is multiplied by to be what is drawn
     */
    private List<Line> limits(String name, ToDoubleFunction<Figures> scale) {
        Map<Double, Line> lines = new LinkedHashMap<>();
        for (int i = 0; i < grid.rows().size(); i++) {
            List<Repetition> valid = grid.rows().get(i).cells().stream()
                    .flatMap(cell -> cell.valid().stream())
                    .toList();
            List<Double> limits =
                    valid.stream().flatMap(each -> limit(each, name, scale)).toList();
            if (limits.size() == valid.size() && limits.stream().distinct().count() == 1) {
                double limit = limits.getFirst();
                String label = "limit " + Numbers.plain(limit);
                lines.merge(limit, level(i, label, limit), (first, second) -> level(-1, label, limit));
            }
        }
        return List.copyOf(lines.values());
    }

    private static Stream<Double> limit(Repetition repetition, String name, ToDoubleFunction<Figures> scale) {
        @Nullable Figures figures = repetition.figures();
        return figures == null
                ? Stream.empty()
                : repetition.limits().stream()
                        .filter(limit -> limit.name().equals(name) && limit.bound())
                        .map(limit -> limit.asked() * scale.applyAsDouble(figures));
    }

    private Line level(int colour, String label, double value) {
        return new Line(
                colour,
                label,
                places.stream().<@Nullable Double>map(place -> value).toList(),
                true);
    }

    private static double largest(Series series) {
        return series.points().stream()
                .flatMap(point ->
                        Stream.of(point.low(), point.median(), point.high()).filter(Objects::nonNull))
                .mapToDouble(Double::doubleValue)
                .max()
                .orElse(0);
    }

    private static double smallest(Series series) {
        return series.points().stream()
                .flatMap(point -> Stream.ofNullable(point.low()))
                .mapToDouble(Double::doubleValue)
                .min()
                .orElse(0);
    }

    private static @Nullable Double finite(double value) {
        return Double.isInfinite(value) ? null : Double.valueOf(value);
    }

    private static @Nullable Double percent(@Nullable Double share) {
        return share == null ? null : share * 100;
    }
}
