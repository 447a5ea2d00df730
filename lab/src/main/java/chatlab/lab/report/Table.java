package chatlab.lab.report;

import chatlab.lab.result.Axis;
import chatlab.lab.result.Figures;
import chatlab.lab.result.Repetition;
import chatlab.lab.result.RunResult;
import chatlab.lab.result.Status;
import chatlab.lab.result.TrialResult;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One line per repetition.
 *
 * @param axes how many of the columns come first and say which point it is; then follows the status
 */
record Table(List<Column> columns, int axes, List<Line> lines) {
    /** A heading and the unit of what stands below, empty if it has none. */
    record Column(String label, String unit) {}

    /**
     * The cells of every column but the status, and where the raw files are.
     *
     * @param files those that are opened by themselves
     * @param timeline whether there is a drawing of it, second by second
     */
    record Line(
            String name,
            Status status,
            List<String> point,
            List<String> figures,
            String folder,
            List<String> files,
            boolean timeline) {
        /** Whether Gatling has left its report. */
        boolean hasGatlingReport() {
            return files.contains(GATLING_REPORT);
        }
    }

    /** What a reader of Gatling's report opens; beside it lies what it needs. */
    static final String GATLING_REPORT = "gatling/index.html";

    /** Not said once more where it is one of the axes. */
    private static final Column OFFERED = new Column("offered", "messages/s");

    private static final List<Column> FIGURES = List.of(
            new Column("p50", "ms"),
            new Column("p99", "ms"),
            new Column("p99.9", "ms"),
            OFFERED,
            new Column("deliveries", "per s"),
            new Column("server CPU", "cores"),
            new Column("CPU per delivery", "µs"),
            new Column("throttled", "% of periods"),
            new Column("lost", "deliveries"),
            new Column("told", "deliveries"),
            new Column("unsent", "messages"),
            new Column("send lag p99", "ms"),
            new Column("clients busy", "%"));

    static Table of(RunResult result, Set<String> timelines) {
        boolean repeated =
                result.trials().stream().anyMatch(trial -> trial.repetitions().size() > 1);
        List<Column> columns = new ArrayList<>();
        result.axes().forEach(axis -> columns.add(heading(axis)));
        if (repeated) {
            columns.add(new Column("repetition", ""));
        }
        int axes = columns.size();
        boolean offered = result.axes().stream().noneMatch(axis -> axis.name().equals("rate"));
        columns.addAll(shown(FIGURES, offered));
        List<Line> lines = new ArrayList<>();
        for (TrialResult trial : result.trials()) {
            for (Repetition each : trial.repetitions()) {
                List<String> figures = shown(figures(each), offered);
                lines.add(line(result, repeated, trial, each, figures, timelines.contains(each.folder())));
            }
        }
        return new Table(columns, axes, lines);
    }

    static Column heading(Axis axis) {
        int comma = axis.label().lastIndexOf(',');
        String unit = comma < 0 ? "" : axis.label().substring(comma + 1).strip();
        String label = comma < 0 ? axis.label() : axis.label().substring(0, comma);
        return new Column(label, axis.bound() ? unit : unit + " (not in force)");
    }

    private static <T> List<T> shown(List<T> figures, boolean offered) {
        List<T> shown = new ArrayList<>(figures);
        if (!offered) {
            shown.remove(FIGURES.indexOf(OFFERED));
        }
        return shown;
    }

    private static Line line(
            RunResult result,
            boolean repeated,
            TrialResult trial,
            Repetition repetition,
            List<String> figures,
            boolean timeline) {
        List<String> point = new ArrayList<>();
        for (Axis axis : result.axes()) {
            point.add(Numbers.axisValue(trial.point().getOrDefault(axis.name(), Numbers.UNKNOWN)));
        }
        if (repeated) {
            point.add(String.valueOf(repetition.number()));
        }
        String name = Grid.point(result, trial) + (repeated ? ", repetition " + repetition.number() : "");
        return new Line(
                name,
                repetition.status(),
                point,
                figures,
                repetition.folder(),
                repetition.files().stream().filter(Table::isOpenedByItself).toList(),
                timeline);
    }

    private static boolean isOpenedByItself(String file) {
        return !file.startsWith("gatling/") || file.equals(GATLING_REPORT);
    }

    private static List<String> figures(Repetition repetition) {
        @Nullable Figures figures = repetition.figures();
        if (figures == null) {
            return Collections.nCopies(FIGURES.size(), Numbers.UNKNOWN);
        }
        Double cost = CpuCost.micros(repetition);
        Double busy = figures.generator().busyShare();
        return List.of(
                Percentile.text(Percentile.P50.of(figures)),
                Percentile.text(Percentile.P99.of(figures)),
                Percentile.text(Percentile.P999.of(figures)),
                Numbers.plain(figures.offeredPerSecond()),
                Numbers.plain(figures.deliveriesPerSecond()),
                Numbers.cores(figures.server().cpuCores()),
                cost == null ? Numbers.UNKNOWN : Numbers.plain(cost),
                withoutUnit(Numbers.share(figures.server().throttledShare())),
                Numbers.count(figures.messages().lost()),
                Numbers.count(figures.messages().told()),
                Numbers.count(figures.messages().unsent()),
                Percentile.text(
                        Percentile.millis(figures.sendLag(), figures.sendLag().p99())),
                withoutUnit(Numbers.share(busy)));
    }

    private static String withoutUnit(String share) {
        return share.replace(" %", "");
    }
}
