package chatlab.bench.report;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** The rows as text, in columns as wide as what stands in them. */
public final class Table {
    private static final List<String> HEAD = List.of(
            "",
            "build",
            "figure",
            "unit",
            "median (range)",
            "beside",
            "its median (range)",
            "ratio",
            "goal",
            "verdict",
            "messages/write",
            "its");

    private Table() {}

    /** One line each, the head first. */
    public static List<String> lines(List<Row> rows) {
        List<List<String>> cells = new ArrayList<>(List.of(HEAD));
        rows.forEach(row -> cells.add(cells(row)));
        int[] widths = IntStream.range(0, HEAD.size())
                .map(column -> cells.stream()
                        .mapToInt(line -> line.get(column).length())
                        .max()
                        .orElse(0))
                .toArray();
        return cells.stream().map(line -> line(line, widths)).toList();
    }

    private static List<String> cells(Row row) {
        boolean alone = row.referenceName().isEmpty();
        return List.of(
                row.scenario(),
                row.build(),
                row.what(),
                row.unit(),
                Numbers.spread(row.value()),
                alone ? Numbers.NONE : row.referenceName(),
                Numbers.spread(row.reference()),
                Numbers.number(row.ratio().median()),
                Numbers.goal(row.goal()),
                row.verdict().toString(),
                Numbers.number(row.messagesPerWrite()),
                Numbers.number(row.referenceMessagesPerWrite()));
    }

    private static String line(List<String> cells, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < cells.size(); column++) {
            line.append(cells.get(column))
                    .repeat(' ', widths[column] - cells.get(column).length() + 2);
        }
        return line.toString().stripTrailing();
    }
}
