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
        return new Answer(result, grid.isOverWords() ? grid.byPlace() : grid).sentence();
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
            return "No answer: the run was stopped before anything had been measured.";
        }
        if (cells.stream().allMatch(cell -> cell.valid().isEmpty())) {
            return repetitions == 1
                    ? "No answer: the only repetition can't be trusted."
                    : "No answer: none of the %d repetitions can be trusted.".formatted(repetitions);
        }
        String early = result.interrupted() ? " The run was stopped before its end." : "";
        if (result.question().objectives().isEmpty()) {
            return highest() + early;
        }
        List<String> parts = new ArrayList<>();
        boolean named = false;
        boolean conditionsNamed = false;
        for (Row row : grid.rows()) {
            String subject = parts.isEmpty() ? "the server " : "it ";
            Finding finding = finding(row, parts.isEmpty() || !conditionsNamed, named);
            parts.add((row.label().isEmpty() ? "" : "with " + row.label().replace(", ", " and ") + " ")
                    + subject
                    + finding.words());
            named |= finding.namesAll();
            conditionsNamed |= finding.namesConditions();
        }
        return capitalised(String.join("; ", parts)) + "." + early;
    }

    /** What a series showed, whether the words name every objective, and whether they name unit and rate. */
    private record Finding(String words, boolean namesAll, boolean namesConditions) {}

    /**
     * @param first whether the unit of x and the rate still have to be named
     * @param named whether all objectives have been named before
     */
    private Finding finding(Row row, boolean first, boolean named) {
        List<Verdict> verdicts = row.cells().stream().map(Answer::verdict).toList();
        int missed = verdicts.indexOf(Verdict.MISSED);
        int end = missed < 0 ? verdicts.size() : missed;
        int last = verdicts.subList(0, end).lastIndexOf(Verdict.MET);
        List<String> all = result.question().objectives();
        String conditions = first ? conditions() : "";
        if (last < 0 && missed < 0) {
            return new Finding("could not be judged (no repetition can be trusted)", false, false);
        }
        int enough = grid.isOverLimit() ? enough(verdicts) : -1;
        if (enough >= 0 && missed < 0) {
            return new Finding(
                    "meets " + objectives(all, named) + place(" with as little as ", enough, first) + conditions
                            + inBrackets(unjudged(verdicts, verdicts.size())),
                    true,
                    true);
        }
        if (enough > 0) {
            int below = verdicts.subList(0, enough).lastIndexOf(Verdict.MISSED);
            List<String> remarks = new ArrayList<>();
            remarks.add("misses " + listed(missedObjectives(row.cells().get(below))) + " at " + at(below, false));
            remarks.addAll(unjudged(verdicts, verdicts.size()));
            return new Finding(
                    "meets " + objectives(all, named) + place(" from ", enough, first) + " on" + conditions
                            + inBrackets(remarks),
                    true,
                    true);
        }
        boolean onlyOne =
                verdicts.stream().filter(each -> each != Verdict.UNTRIED).count() == 1;
        if (grid.isOverLimit() && last < 0 && enough < 0) {
            int most = verdicts.lastIndexOf(Verdict.MISSED);
            List<String> which = missedObjectives(row.cells().get(most));
            return new Finding(
                    "misses " + (which.equals(all) ? objectives(all, named) : listed(which))
                            + place(" even with ", most, first)
                            + conditions
                            + inBrackets(unjudged(verdicts, verdicts.size())),
                    which.equals(all),
                    true);
        }
        if (last < 0) {
            List<String> which = missedObjectives(row.cells().get(missed));
            return new Finding(
                    "misses " + (which.equals(all) ? objectives(all, named) : listed(which))
                            + place(onlyOne ? " at " : " already at ", missed, first)
                            + conditions
                            + inBrackets(unjudged(verdicts, missed)),
                    which.equals(all),
                    true);
        }
        return new Finding(
                "meets " + objectives(all, named) + place(onlyOne ? " at " : " up to ", last, first) + conditions
                        + inBrackets(remarks(row, verdicts, last, missed, onlyOne)),
                true,
                true);
    }

    /** From where on it was never missed, -1 if nowhere: of a limit, how much is enough. */
    private static int enough(List<Verdict> verdicts) {
        int lastMissed = verdicts.lastIndexOf(Verdict.MISSED);
        int met = verdicts.subList(lastMissed + 1, verdicts.size()).indexOf(Verdict.MET);
        return met < 0 ? -1 : lastMissed + 1 + met;
    }

    /** Those that a repetition of the cell missed, in the experiment's order; all of them if no reason names one. */
    private List<String> missedObjectives(Cell cell) {
        List<String> all = result.question().objectives();
        List<String> missed = all.stream()
                .filter(objective -> cell.valid().stream()
                        .flatMap(each -> each.reasons().stream())
                        .anyMatch(reason -> reason.code().equals(objective)))
                .toList();
        return missed.isEmpty() ? all : missed;
    }

    private List<String> remarks(Row row, List<Verdict> verdicts, int last, int missed, boolean onlyOne) {
        List<String> remarks = new ArrayList<>();
        int tried = verdicts.size() - 1 - countUntriedAtEnd(verdicts);
        if (missed < 0 && last == tried && !onlyOne) {
            remarks.add("the largest tried");
        }
        String close = Objective.close(result.question(), row.cells().get(last).figures());
        if (!close.isEmpty()) {
            remarks.add("just: " + close);
        }
        int again = missed < 0 ? -1 : verdicts.subList(missed, verdicts.size()).lastIndexOf(Verdict.MET);
        if (again >= 0) {
            remarks.add("missed at %s, met again at %s".formatted(at(missed, false), at(missed + again, false)));
        }
        remarks.addAll(unjudged(verdicts, missed < 0 ? verdicts.size() : missed));
        return remarks;
    }

    private static String inBrackets(List<String> remarks) {
        return remarks.isEmpty() ? "" : " (" + String.join("; ", remarks) + ")";
    }

    private static int countUntriedAtEnd(List<Verdict> verdicts) {
        int count = 0;
        while (verdicts.get(verdicts.size() - 1 - count) == Verdict.UNTRIED) {
            count++;
        }
        return count;
    }

    /** Names the places below the first miss that nothing can be said about. */
    private List<String> unjudged(List<Verdict> verdicts, int end) {
        List<String> places = new ArrayList<>();
        for (int i = 0; i < end; i++) {
            if (verdicts.get(i) == Verdict.UNKNOWN) {
                places.add(at(i, false));
            }
        }
        return places.isEmpty() ? List.of() : List.of("no valid measurement at " + String.join(" and ", places));
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

    /** Without a matrix there is no place to name. */
    private String place(String word, int index, boolean withUnit) {
        return grid.x().name().isEmpty() ? "" : word + at(index, withUnit);
    }

    private static String objectives(List<String> all, boolean named) {
        return named ? all.size() == 1 ? "the objective" : "the objectives" : listed(all);
    }

    private static String listed(List<String> objectives) {
        List<String> written = objectives.stream()
                .map(each -> each.replaceAll("(?<=[0-9])(?=(ns|us|µs|ms|s|%)\\b)", " "))
                .toList();
        return written.size() == 1
                ? written.getFirst()
                : String.join(", ", written.subList(0, written.size() - 1)) + " and " + written.getLast();
    }

    /** The members and the rate, where every measurement has the same and no axis says them. */
    private String conditions() {
        List<Figures> figures = grid.rows().stream()
                .flatMap(row -> row.cells().stream())
                .flatMap(cell -> cell.figures().stream())
                .toList();
        List<Integer> members =
                figures.stream().map(Figures::members).distinct().toList();
        List<Double> rates =
                figures.stream().map(Figures::offeredPerSecond).distinct().toList();
        boolean rateIsX = Grid.unit(grid.x()).equals("messages/s");
        boolean membersAreAnAxis =
                result.axes().stream().anyMatch(axis -> axis.name().equals("members"));
        return (members.size() == 1 && !membersAreAnAxis
                        ? " with " + Grid.counted(Numbers.count(members.getFirst()), "members")
                        : "")
                + (rates.size() == 1 && !rateIsX
                        ? " at " + Grid.counted(Numbers.plain(rates.getFirst()), "messages/s")
                        : "");
    }

    private String highest() {
        double most = -1;
        String where = "";
        for (Row row : grid.rows()) {
            for (Cell cell : row.cells()) {
                for (Figures figures : cell.figures()) {
                    if (figures.deliveriesPerSecond() > most) {
                        most = figures.deliveriesPerSecond();
                        String place = grid.x().name().isEmpty() ? "" : Grid.words(grid.x(), cell.value());
                        where = List.of(place, row.label()).stream()
                                .filter(word -> !word.isEmpty())
                                .collect(Collectors.joining(", "));
                    }
                }
            }
        }
        return "No objective was set; the most that the server delivered was %s deliveries/s%s."
                .formatted(Numbers.plain(most), where.isEmpty() ? "" : " (" + where + ")");
    }

    private static String capitalised(String sentence) {
        return Character.toUpperCase(sentence.charAt(0)) + sentence.substring(1);
    }
}
