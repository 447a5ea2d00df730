package chatlab.lab.report;

import chatlab.lab.result.Axis;
import chatlab.lab.result.Figures;
import chatlab.lab.result.Repetition;
import chatlab.lab.result.RunResult;
import chatlab.lab.result.Status;
import chatlab.lab.result.TrialResult;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * How the matrix is drawn: one axis along x, every combination of the others a series, and axes whose limit did not bind
 * pooled into what is left. Load grows along x where it can: a limit is taken only if nothing else is numeric.
 *
 * @param x the axis along which points lie, in ascending order if it is numeric
 * @param rows the series, in the order of the matrix
 * @param pooled axes that are not drawn
 */
record Grid(Axis x, List<Row> rows, List<Axis> pooled) {
    private static final Set<String> LIMITS = Set.of("cpus", "memory");
    /** Words that end with an s, or one with ses: members, load-client processes. */
    private static final Pattern PLURAL =
            Pattern.compile("^((?:[a-z -]*s(?=es\\b))|(?:[a-z -]*[a-z](?=s\\b)))(?:es|s)\\b");

    private static final Axis ONLY_POINT = new Axis("", "trial", List.of("all"), true);

    /**
     * One series.
     *
     * @param label {@code 0.25 CPU}; empty if there is only one series
     * @param cells as many as {@code x} has values
     */
    record Row(String label, List<Cell> cells) {}

    /** What was tried at one place of x: the repetitions of every trial that is pooled here. */
    record Cell(String value, List<Repetition> repetitions) {
        List<Repetition> valid() {
            return repetitions.stream()
                    .filter(repetition -> repetition.status() != Status.INVALID)
                    .toList();
        }

        List<Figures> figures() {
            return valid().stream()
                    .flatMap(each -> Stream.ofNullable(each.figures()))
                    .toList();
        }
    }

    static Grid of(RunResult result) {
        List<Axis> drawn = result.axes().stream().filter(Axis::bound).toList();
        Axis x = ascending(chooseX(drawn));
        List<Axis> others =
                drawn.stream().filter(axis -> !axis.name().equals(x.name())).toList();
        List<Row> rows = new ArrayList<>();
        for (Map<String, String> choice : Combinations.of(others)) {
            List<Cell> cells = x.values().stream()
                    .map(value -> new Cell(value, at(result, choice, x.name(), value)))
                    .toList();
            if (cells.stream().anyMatch(cell -> !cell.repetitions().isEmpty())) {
                rows.add(new Row(label(others, choice), cells));
            }
        }
        List<Axis> pooled = result.axes().stream().filter(axis -> !axis.bound()).toList();
        return new Grid(x, rows, pooled);
    }

    /**
     * The same with every place along x a series of its own: words are in no order, so that nothing holds "up to" one of
     * them.
     */
    Grid byPlace() {
        List<Row> series = new ArrayList<>();
        for (Row row : rows) {
            for (Cell cell : row.cells()) {
                if (!cell.repetitions().isEmpty()) {
                    String place = words(x, cell.value());
                    series.add(new Row(row.label().isEmpty() ? place : place + ", " + row.label(), List.of(cell)));
                }
            }
        }
        return new Grid(ONLY_POINT, series, pooled);
    }

    /** {@code 1,000 members, 0.25 CPU}: every axis of the run, those that are not drawn too. */
    static String point(RunResult result, TrialResult trial) {
        List<String> words = new ArrayList<>();
        for (Axis axis : result.axes()) {
            words.add(words(axis, trial.point().getOrDefault(axis.name(), Numbers.UNKNOWN)));
        }
        return words.isEmpty() ? "trial " + trial.number() : String.join(", ", words);
    }

    /** A value with what it counts: {@code 0.25 CPU}, {@code 500 members}, {@code 200 messages/s}, {@code naive broadcast}. */
    static String words(Axis axis, String value) {
        return axis.name().isEmpty() ? Numbers.axisValue(value) : counted(Numbers.axisValue(value), unit(axis));
    }

    /** {@code 1 member}, {@code 2 members}, {@code 1 message/s}, {@code 1 load-client process}. */
    static String counted(String value, String unit) {
        return value + " " + (value.equals("1") ? PLURAL.matcher(unit).replaceFirst("$1") : unit);
    }

    /** What an axis counts: what stands behind the label's last comma, or the label. */
    static String unit(Axis axis) {
        if (axis.name().equals("cpus")) {
            return "CPU";
        }
        return axis.label().substring(axis.label().lastIndexOf(',') + 1).strip();
    }

    /** Whether the places along x are words, such as {@code tcp} and {@code websocket}. */
    boolean isOverWords() {
        return !x.name().isEmpty() && !isNumeric(x);
    }

    /** Whether more of what lies along x is more for the server, not more to do. */
    boolean isOverLimit() {
        return LIMITS.contains(x.name());
    }

    static boolean isNumeric(Axis axis) {
        return AxisValues.areNumbers(axis.values());
    }

    private static Axis chooseX(List<Axis> drawn) {
        List<Comparator<Axis>> wishes = List.of(
                Comparator.comparing(axis -> axis.values().size() < 2),
                Comparator.comparing(axis -> !isNumeric(axis)),
                Comparator.comparing(axis -> LIMITS.contains(axis.name())));
        return drawn.stream()
                .min(wishes.stream().reduce(Comparator::thenComparing).orElseThrow())
                .orElse(ONLY_POINT);
    }

    private static Axis ascending(Axis axis) {
        if (!isNumeric(axis)) {
            return axis;
        }
        List<String> sorted = axis.values().stream()
                .sorted(Comparator.comparingDouble(AxisValues::number))
                .toList();
        return new Axis(axis.name(), axis.label(), sorted, axis.bound());
    }

    private static String label(List<Axis> others, Map<String, String> choice) {
        return String.join(
                ", ",
                others.stream()
                        .filter(axis -> axis.values().size() > 1)
                        .map(axis -> words(axis, choice.getOrDefault(axis.name(), Numbers.UNKNOWN)))
                        .toList());
    }

    private static List<Repetition> at(RunResult result, Map<String, String> choice, String x, String value) {
        return result.trials().stream()
                .filter(trial -> choice.entrySet().stream()
                        .allMatch(each -> each.getValue().equals(trial.point().get(each.getKey()))))
                .filter(trial -> x.isEmpty() || value.equals(trial.point().get(x)))
                .flatMap(trial -> trial.repetitions().stream())
                .toList();
    }
}
