package chatlab.lab.report;

import chatlab.lab.report.Grid.Cell;
import chatlab.lab.report.Grid.Row;
import chatlab.lab.result.Figures;
import chatlab.lab.result.Repetition;
import chatlab.lab.result.RunResult;
import chatlab.lab.result.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The run's answer in a sentence, from the data alone. A point counts as met if every repetition of it that can be trusted
 * met its objectives; a series' answer is the largest point up to which all that could be judged were met.
 */
final class Answer {
    private final Grid grid;
    private final RunResult result;

    private Answer(RunResult result, Grid grid) {
        this.result = result;
        this.grid = grid;
    }

    static String of(RunResult result, Grid grid) {
        return new Answer(result, grid).sentence();
    }

    private enum Verdict {
        MET,
        MISSED,
        UNKNOWN,
        UNTRIED
    }

    private String sentence() {
        List<Cell> cells =
                grid.rows().stream().flatMap(row -> row.cells().stream()).toList();
        long repetitions =
                cells.stream().mapToLong(cell -> cell.repetitions().size()).sum();
        if (repetitions == 0) {
            return "No answer: the run ended before anything was measured.";
        }
        if (cells.stream().allMatch(cell -> cell.valid().isEmpty())) {
            return "No answer: none of the %d repetitions can be trusted.".formatted(repetitions);
        }
        String early = result.interrupted() ? " The run was stopped before its end." : "";
        if (result.question().objectives().isEmpty()) {
            return highest() + early;
        }
        List<String> parts = new ArrayList<>();
        boolean named = false;
        for (Row row : grid.rows()) {
            String subject = parts.isEmpty() ? "the server " : "it ";
            Finding finding = finding(row, !named);
            parts.add((row.label().isEmpty() ? "" : "with " + row.label().replace(", ", " and ") + " ")
                    + subject
                    + finding.words());
            named |= finding.named();
        }
        return capitalised(String.join("; ", parts)) + "." + early;
    }

    /** What a series showed, and whether the words name the objectives. */
    private record Finding(String words, boolean named) {}

    /** @param first whether the objectives, the unit of x and the rate still have to be named */
    private Finding finding(Row row, boolean first) {
        List<Verdict> verdicts = row.cells().stream().map(Answer::verdict).toList();
        int missed = verdicts.indexOf(Verdict.MISSED);
        int end = missed < 0 ? verdicts.size() : missed;
        int last = verdicts.subList(0, end).lastIndexOf(Verdict.MET);
        String what =
                first ? objectives() : result.question().objectives().size() == 1 ? "the objective" : "the objectives";
        String conditions = first ? rate() : "";
        if (last < 0 && missed < 0) {
            return new Finding("could not be judged (no repetition can be trusted)", false);
        }
        if (last < 0) {
            return new Finding(
                    "misses " + what + " already at " + at(missed, first) + conditions + unjudged(verdicts, missed),
                    true);
        }
        boolean onlyOne =
                verdicts.stream().filter(each -> each != Verdict.UNTRIED).count() == 1;
        return new Finding(
                "meets " + what + (onlyOne ? " at " : " up to ") + at(last, first) + conditions
                        + remark(verdicts, last, missed, onlyOne),
                true);
    }

    private String remark(List<Verdict> verdicts, int last, int missed, boolean onlyOne) {
        if (missed >= 0) {
            int again = verdicts.subList(missed, verdicts.size()).lastIndexOf(Verdict.MET);
            String later = again < 0
                    ? ""
                    : " (missed at %s, met again at %s)".formatted(at(missed, false), at(missed + again, false));
            return later + unjudged(verdicts, missed);
        }
        int tried = verdicts.size() - 1 - countUntriedAtEnd(verdicts);
        String unjudged = unjudged(verdicts, verdicts.size());
        if (last < tried || onlyOne) {
            return unjudged;
        }
        return unjudged.isEmpty() ? " (the largest tried)" : " (the largest tried; " + unjudged.substring(2);
    }

    private static int countUntriedAtEnd(List<Verdict> verdicts) {
        int count = 0;
        while (verdicts.get(verdicts.size() - 1 - count) == Verdict.UNTRIED) {
            count++;
        }
        return count;
    }

    /** Names the places below the first miss that nothing can be said about. */
    private String unjudged(List<Verdict> verdicts, int end) {
        List<String> places = new ArrayList<>();
        for (int i = 0; i < end; i++) {
            if (verdicts.get(i) == Verdict.UNKNOWN) {
                places.add(at(i, false));
            }
        }
        return places.isEmpty() ? "" : " (no valid measurement at " + String.join(" and ", places) + ")";
    }

    private static Verdict verdict(Cell cell) {
        if (cell.repetitions().isEmpty()) {
            return Verdict.UNTRIED;
        }
        if (cell.valid().isEmpty()) {
            return Verdict.UNKNOWN;
        }
        Status worst = cell.valid().stream().map(Repetition::status).reduce(Status.MET, Status::worse);
        return worst == Status.MET ? Verdict.MET : Verdict.MISSED;
    }

    private String at(int index, boolean withUnit) {
        String value = grid.x().values().get(index);
        return withUnit ? Grid.words(grid.x(), value) : Numbers.axisValue(value);
    }

    private String objectives() {
        List<String> written = result.question().objectives().stream()
                .map(each -> each.replaceAll("(?<=[0-9])(?=(ns|us|µs|ms|s|%)\\b)", " "))
                .toList();
        return written.size() == 1
                ? written.getFirst()
                : String.join(", ", written.subList(0, written.size() - 1)) + " and " + written.getLast();
    }

    private String rate() {
        List<Double> rates = grid.rows().stream()
                .flatMap(row -> row.cells().stream())
                .flatMap(cell -> cell.figures().stream())
                .map(Figures::offeredPerSecond)
                .distinct()
                .toList();
        boolean isX = Grid.unit(grid.x()).equals("messages/s");
        return rates.size() == 1 && !isX ? " at " + Numbers.plain(rates.getFirst()) + " messages/s" : "";
    }

    private String highest() {
        double most = -1;
        String where = "";
        for (Row row : grid.rows()) {
            for (Cell cell : row.cells()) {
                for (Figures figures : cell.figures()) {
                    if (figures.deliveriesPerSecond() > most) {
                        most = figures.deliveriesPerSecond();
                        where = List.of(Grid.words(grid.x(), cell.value()), row.label()).stream()
                                .filter(word -> !word.isEmpty())
                                .collect(Collectors.joining(", "));
                    }
                }
            }
        }
        return "No objective was set; the most that the server delivered was %s deliveries/s (%s)."
                .formatted(Numbers.plain(most), where);
    }

    private static String capitalised(String sentence) {
        return Character.toUpperCase(sentence.charAt(0)) + sentence.substring(1);
    }
}
