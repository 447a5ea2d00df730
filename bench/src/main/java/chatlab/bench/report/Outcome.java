package chatlab.bench.report;

import chatlab.bench.measure.Reading;
import chatlab.bench.scenario.Readings;
import chatlab.bench.scenario.Scenario;
import chatlab.bench.scenario.Verdict;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/** All that has been measured. */
public final class Outcome {
    /**
     * One point that was measured.
     *
     * @param side whose it is: the server's or the generator's name
     * @param key the case's name within the scenario
     * @param repetition from 1
     * @param turn from 1; 0 if there are no turns
     */
    public record Measured(String scenario, String side, String key, int repetition, int turn, Reading reading) {}

    private final List<Row> rows = new ArrayList<>();
    private final List<Pairs> pairs = new ArrayList<>();
    private final List<Measured> points = new ArrayList<>();

    /** Keeps one point. */
    public void add(Measured point) {
        points.add(point);
    }

    /** Makes the rows of a scenario whose points are all there. */
    public void conclude(Scenario<?> scenario, Map<String, List<Readings>> repetitionsByBuild) {
        new LinkedHashMap<>(repetitionsByBuild)
                .forEach((build, repetitions) -> scenario.figures()
                        .forEach(figure -> rows.add(Row.of(scenario.id(), build, figure, repetitions))));
        List<List<Readings>> builds = List.copyOf(new LinkedHashMap<>(repetitionsByBuild).values());
        if (builds.size() == 2) {
            Set<String> compared = new HashSet<>(); // a figure may stand there beside several references
            scenario.figures().stream()
                    .filter(figure -> compared.add(figure.what()))
                    .map(figure -> Pairs.of(scenario.id(), figure, builds.getFirst(), builds.getLast()))
                    .forEach(pairs::add);
        }
    }

    /** The build under test beside the baseline; empty if there is none. */
    public List<Pairs> pairs() {
        return List.copyOf(pairs);
    }

    public List<Row> rows() {
        return List.copyOf(rows);
    }

    public List<Measured> points() {
        return List.copyOf(points);
    }

    /** A line for each point that is void. */
    public List<String> voids() {
        return lines(reading -> reading.isVoid() ? reading.doubts() : List.of());
    }

    /** A line for each point that the server under test failed in, with what disturbed it at the same time. */
    public List<String> failures() {
        return lines(reading -> reading.isFailed()
                ? Stream.concat(
                                reading.failures().stream(),
                                reading.doubts().stream().map(doubt -> "at the same time " + doubt))
                        .toList()
                : List.of());
    }

    /** A line for each point that stands in spite of what disturbed it. */
    public List<String> disturbed() {
        return lines(Reading::disturbances);
    }

    private List<String> lines(Function<Reading, List<String>> reasons) {
        return points.stream()
                .filter(point -> !reasons.apply(point.reading()).isEmpty())
                .map(point -> point.scenario() + " " + point.side() + " " + point.key() + ", repetition "
                        + point.repetition() + (point.turn() > 0 ? ", turn " + point.turn() : "") + ": "
                        + String.join("; ", reasons.apply(point.reading())))
                .toList();
    }

    /** Whether a goal was missed, or nothing can be said of it. */
    public boolean anyMissed() {
        return rows.stream().anyMatch(row -> row.verdict() == Verdict.MISSED || row.verdict() == Verdict.VOID);
    }
}
