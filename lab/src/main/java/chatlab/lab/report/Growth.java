package chatlab.lab.report;

import chatlab.lab.report.Grid.Cell;
import chatlab.lab.report.Grid.Row;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * How p99 changes from the first place along x to the last, in a sentence, and how much stands behind a point. Where the
 * places are words, nothing grows: what a delivery costs at each is compared instead.
 */
final class Growth {
    /** More series than that are told by their extremes. */
    private static final int MANY = 4;

    /** Milliseconds at the first and at the last place that was measured; infinite if that many never came. */
    private record Change(String label, int first, int last, double from, double to) {}

    private Growth() {}

    /** Empty if nothing was measured. */
    static String of(Grid grid) {
        List<Change> changes = new ArrayList<>();
        if (Grid.isNumeric(grid.x())) {
            grid.rows().forEach(row -> changes.addAll(change(row)));
        }
        return Stream.of(grid.isOverWords() ? CpuCost.compared(grid) : sentence(grid, changes), repetitions(grid))
                .filter(each -> !each.isEmpty())
                .reduce((one, other) -> one + " " + other)
                .orElse("");
    }

    private static List<Change> change(Row row) {
        List<Integer> measured = new ArrayList<>();
        for (int i = 0; i < row.cells().size(); i++) {
            if (!values(row.cells().get(i)).isEmpty()) {
                measured.add(i);
            }
        }
        if (measured.size() < 2) {
            return List.of();
        }
        int first = measured.getFirst();
        int last = measured.getLast();
        return List.of(new Change(
                row.label(),
                first,
                last,
                Middle.of(values(row.cells().get(first))).median(),
                Middle.of(values(row.cells().get(last))).median()));
    }

    private static List<Double> values(Cell cell) {
        return cell.figures().stream()
                .flatMap(figures -> Stream.ofNullable(Percentile.P99.of(figures)))
                .toList();
    }

    private static String sentence(Grid grid, List<Change> changes) {
        if (changes.isEmpty()) {
            return "";
        }
        int first = changes.stream().mapToInt(Change::first).min().orElseThrow();
        int last = changes.stream().mapToInt(Change::last).max().orElseThrow();
        List<Change> told = changes;
        if (changes.size() > MANY) {
            Comparator<Change> byEnd = Comparator.comparingDouble(Change::to);
            told = List.of(
                    changes.stream().max(byEnd).orElseThrow(),
                    changes.stream().min(byEnd).orElseThrow());
        }
        boolean grows = changes.stream().allMatch(change -> change.to() > change.from());
        List<String> values = grid.x().values();
        List<String> words = new ArrayList<>();
        for (Change change : told) {
            boolean whole = change.first() == first && change.last() == last;
            String between = whole
                    ? ""
                    : " (from %s to %s)"
                            .formatted(
                                    Numbers.axisValue(values.get(change.first())),
                                    Numbers.axisValue(values.get(change.last())));
            words.add(fromTo(change)
                    + (change.label().isEmpty() ? "" : " with " + change.label().replace(", ", " and "))
                    + between);
        }
        return "From %s to %s p99 %s %s%s."
                .formatted(
                        Numbers.axisValue(values.get(first)),
                        Grid.words(grid.x(), values.get(last)),
                        grows ? "grows" : "goes",
                        told.size() < changes.size() ? "at most " : "",
                        String.join(told.size() < changes.size() ? ", at least " : ", ", words));
    }

    private static String fromTo(Change change) {
        String from = Percentile.text(change.from());
        if (Double.isInfinite(change.from())) {
            return Double.isInfinite(change.to())
                    ? "from never coming to never coming"
                    : "from never coming to " + Percentile.text(change.to()) + " ms";
        }
        return Double.isInfinite(change.to())
                ? "from " + from + " ms to never coming"
                : "from " + from + " to " + Percentile.text(change.to()) + " ms";
    }

    private static String repetitions(Grid grid) {
        List<Cell> tried = grid.rows().stream()
                .flatMap(row -> row.cells().stream())
                .filter(cell -> !cell.repetitions().isEmpty())
                .toList();
        boolean nothing = tried.stream().allMatch(cell -> cell.figures().isEmpty());
        if (nothing || tried.stream().anyMatch(cell -> cell.repetitions().size() > 1)) {
            return "";
        }
        return tried.size() == 1 ? "It is a single repetition." : "Every point is one repetition.";
    }
}
