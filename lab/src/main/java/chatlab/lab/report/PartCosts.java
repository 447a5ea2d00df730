package chatlab.lab.report;

import chatlab.lab.report.Table.Column;
import chatlab.lab.result.Axis;
import chatlab.lab.result.Figures;
import chatlab.lab.result.Figures.Resources;
import chatlab.lab.result.Repetition;
import chatlab.lab.result.Repetition.Reason;
import chatlab.lab.result.RunResult;
import chatlab.lab.result.Status;
import chatlab.lab.result.TrialResult;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What each of those takes that serve, where a server is not alone: its CPU, and that over the deliveries and over the messages of the
 * window. A line per trial, medians of its valid repetitions.
 *
 * @param columns the axes', then the figures'
 */
record PartCosts(List<Column> columns, List<List<String>> lines) {
    private static final String SERVERS = "servers";

    /** In the order in which a message passes through them. */
    private static final Map<String, String> LABELS = labels();

    private static Map<String, String> labels() {
        Map<String, String> labels = new LinkedHashMap<>();
        labels.put(SERVERS, "servers");
        labels.put("redis", "Redis");
        labels.put("haproxy", "HAProxy");
        return labels;
    }

    /** Without lines where every server is alone. */
    static PartCosts of(RunResult result) {
        if (!isAbout(result)) {
            return new PartCosts(List.of(), List.of());
        }
        List<String> parts = LABELS.keySet().stream()
                .filter(part ->
                        figures(result).anyMatch(figures -> cores(figures).containsKey(part)))
                .toList();
        List<Column> columns = new ArrayList<>();
        result.axes().forEach(axis -> columns.add(Table.heading(axis)));
        columns.add(new Column("busiest server", "cores"));
        parts.forEach(part -> columns.add(new Column(LABELS.getOrDefault(part, part), "cores")));
        parts.forEach(part -> columns.add(new Column(LABELS.getOrDefault(part, part), "µs per delivery")));
        columns.add(new Column("all", "µs per delivery"));
        columns.add(new Column("all", "µs per message"));
        return new PartCosts(
                columns,
                result.trials().stream()
                        .map(trial -> line(result, trial, parts))
                        .toList());
    }

    /** Whether somewhere a server is not alone. */
    static boolean isAbout(RunResult result) {
        return figures(result).anyMatch(figures -> figures.parts() != null);
    }

    private static Stream<Figures> figures(RunResult result) {
        return result.trials().stream()
                .flatMap(trial -> trial.repetitions().stream())
                .flatMap(repetition -> Stream.ofNullable(repetition.figures()));
    }

    private static List<String> line(RunResult result, TrialResult trial, List<String> parts) {
        List<String> cells = new ArrayList<>();
        for (Axis axis : result.axes()) {
            cells.add(Numbers.axisValue(trial.point().getOrDefault(axis.name(), Numbers.UNKNOWN)));
        }
        cells.add(median(trial, PartCosts::busiest, Numbers::cores));
        for (String part : parts) {
            cells.add(median(trial, figures -> cores(figures).get(part), Numbers::cores));
        }
        for (String part : parts) {
            cells.add(median(trial, figures -> micros(cores(figures).get(part), figures), Numbers::plain));
        }
        cells.add(median(trial, figures -> micros(all(figures), figures), Numbers::plain));
        cells.add(median(trial, figures -> over(all(figures), figures.sentPerSecond()), Numbers::plain));
        return cells;
    }

    private static String median(
            TrialResult trial, Function<Figures, @Nullable Double> value, Function<Double, String> text) {
        List<Double> values = trial.repetitions().stream()
                .filter(PartCosts::counts)
                .flatMap(repetition -> Stream.ofNullable(repetition.figures()))
                .flatMap(figures -> Stream.ofNullable(value.apply(figures)))
                .toList();
        return values.isEmpty() ? Numbers.UNKNOWN : text.apply(Middle.of(values).median());
    }

    /** Of a server that ended early its CPU is that of a shorter time than the deliveries'. */
    private static boolean counts(Repetition repetition) {
        return repetition.status() != Status.INVALID
                && repetition.reasons().stream()
                        .noneMatch(reason -> reason.code().equals(Reason.SERVER_SURVIVES));
    }

    /** The CPU of all who serve over the deliveries, in microseconds; null where something is unknown. */
    static @Nullable Double allMicros(Repetition repetition) {
        @Nullable Figures figures = repetition.figures();
        return figures == null || !counts(repetition) ? null : micros(all(figures), figures);
    }

    /** Of those whose CPU is known. */
    private static Map<String, Double> cores(Figures figures) {
        Map<String, Double> cores = new LinkedHashMap<>();
        put(cores, SERVERS, figures.server().cpuCores());
        others(figures).forEach((name, used) -> put(cores, name, used.cpuCores()));
        return cores;
    }

    /** Who serves beside the servers. */
    private static Map<String, Resources> others(Figures figures) {
        Map<String, Resources> others = new LinkedHashMap<>();
        @Nullable Map<String, Resources> parts = figures.parts();
        if (parts != null) {
            parts.forEach((name, used) -> {
                if (!name.startsWith(Figures.SERVER)) {
                    others.put(name, used);
                }
            });
        }
        return others;
    }

    /** Of several servers the one that used most; null if one is unknown. */
    private static @Nullable Double busiest(Figures figures) {
        List<Double> each = figures.servers().stream()
                .flatMap(server -> Stream.ofNullable(server.cpuCores()))
                .toList();
        return each.size() < figures.servers().size()
                ? null
                : each.stream().max(Double::compare).orElse(null);
    }

    private static void put(Map<String, Double> cores, String name, @Nullable Double value) {
        if (value != null) {
            cores.put(name, value);
        }
    }

    private static @Nullable Double all(Figures figures) {
        boolean known = figures.server().cpuCores() != null
                && others(figures).values().stream().allMatch(used -> used.cpuCores() != null);
        return known
                ? Double.valueOf(cores(figures).values().stream()
                        .mapToDouble(Double::doubleValue)
                        .sum())
                : null;
    }

    private static @Nullable Double micros(@Nullable Double cores, Figures figures) {
        return over(cores, figures.deliveriesPerSecond());
    }

    private static @Nullable Double over(@Nullable Double cores, double perSecond) {
        return cores == null || perSecond <= 0 ? null : Double.valueOf(cores * 1e6 / perSecond);
    }
}
