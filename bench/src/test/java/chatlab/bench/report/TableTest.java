package chatlab.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import chatlab.bench.measure.Point;
import chatlab.bench.measure.Reading;
import chatlab.bench.measure.Runs;
import chatlab.bench.scenario.Choice;
import chatlab.bench.scenario.Figure;
import chatlab.bench.scenario.Readings;
import chatlab.bench.scenario.Scenario;
import chatlab.bench.scenario.Scenarios;
import chatlab.bench.scenario.Spread;
import chatlab.bench.scenario.Verdict;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** P1 and P2 with made-up points; the whole table stands in {@code table.txt}. */
class TableTest {
    private static final Scenario<Point> CAPACITY =
            Choice.of(Scenarios.all(), "P1").getFirst();
    private static final Scenario<Point> EACH_MESSAGE =
            Choice.of(Scenarios.all(), "P2").getFirst();

    @Test
    void tableIsTheGoldenOne() throws IOException {
        Outcome outcome = new Outcome();
        Map<String, List<Readings>> builds = new LinkedHashMap<>();
        builds.put(
                "chatlab", List.of(capacities(50_000, 49_000), capacities(52_000, 45_000), capacities(54_000, 47_000)));
        builds.put("baseline", List.of(capacities(50_000, 4_000)));
        outcome.conclude(CAPACITY, builds);
        outcome.conclude(
                EACH_MESSAGE,
                Map.of("chatlab", List.of(costs(0.5, 0.6, 14.0), costs(0.5, 0.55, null), costs(0.5, 0.58, 12.0))));
        assertThat(String.join("\n", Table.lines(outcome.rows())) + "\n").isEqualTo(golden());
    }

    @Test
    void rowWithFewerThanHalfOfItsPointsIsVoid() {
        Readings none = new Readings(Map.of());
        assertThat(verdictOf(List.of(none, capacities(50_000, 49_000)))).isEqualTo(Verdict.MET);
        assertThat(verdictOf(List.of(none, capacities(50_000, 49_000), none))).isEqualTo(Verdict.VOID);
        assertThat(verdictOf(List.of())).isEqualTo(Verdict.VOID);
    }

    /** Two of three repetitions reach the goal, and so does the median. */
    @Test
    void failureOfTheServerMissesTheGoalsOfItsPointsAndIsNamed() {
        Readings failed = new Readings(Map.of(
                "limit", Reading.of(Runs.of(0.5, 0.5, 9.0), Double.NaN, 1),
                "100", Reading.failed("the server closed 3 connections that read")));
        Outcome outcome = new Outcome();
        outcome.conclude(EACH_MESSAGE, Map.of("chatlab", List.of(costs(0.5, 0.5, 9.0), failed, costs(0.5, 0.5, 9.0))));
        outcome.add(new Outcome.Measured("P2", "chatlab", "100", 2, 0, Reading.failed("the server ended with code 3")));
        assertThat(outcome.rows().stream().map(Row::verdict)).containsExactly(Verdict.MISSED, Verdict.MISSED);
        assertThat(outcome.failures()).containsExactly("P2 chatlab 100, repetition 2: the server ended with code 3");
        assertThat(outcome.voids()).isEmpty();
    }

    @Test
    void failureInADisturbedPointStandsBesideWhatDisturbedIt() {
        Reading both = new Reading(
                Runs.good(), 1, 1, List.of("2 messages came twice"), List.of("the client used 0.99 core"), List.of());
        Outcome outcome = new Outcome();
        outcome.add(new Outcome.Measured("P2", "chatlab", "100", 1, 0, both));
        assertThat(outcome.failures())
                .containsExactly("P2 chatlab 100, repetition 1: 2 messages came twice; at the same time the client used"
                        + " 0.99 core");
        assertThat(outcome.voids()).isEmpty();
    }

    @Test
    void failureElsewhereTouchesNoRow() {
        Readings failed = new Readings(Map.of(
                "limit-1000", Reading.of(Runs.good(), 50_000, 1),
                "1000", Reading.of(Runs.good(), 49_000, 1),
                "10000", Reading.failed("no rate passed")));
        Outcome outcome = new Outcome();
        outcome.conclude(CAPACITY, Map.of("chatlab", List.of(failed)));
        assertThat(outcome.rows().stream().map(Row::verdict)).containsExactly(Verdict.MET, Verdict.MISSED);
    }

    @Test
    void whatIsPromisedIsJudgedByTheWorstRepetition() {
        assertThat(untold(0, 0, 0)).isEqualTo(Verdict.MET);
        assertThat(untold(0, 1, 0)).isEqualTo(Verdict.MISSED);
        assertThat(untold(0, Double.NaN, Double.NaN)).isEqualTo(Verdict.VOID);
        assertThat(untold(1, Double.NaN, Double.NaN)).isEqualTo(Verdict.MISSED);
    }

    @Test
    void everyPromiseIsJudgedByTheWorstRepetition() {
        assertThat(Scenarios.all().stream()
                        .flatMap(scenario -> scenario.figures().stream())
                        .filter(figure -> figure.goal().always())
                        .map(Figure::what))
                .containsExactly(
                        "10,000 active in 128 MiB: delivered",
                        "gap: others closed",
                        "close: others closed",
                        "gap: told to have been missed",
                        "gap: neither received nor told of",
                        "close: of those who stopped, closed",
                        "connections: attempts that were answered",
                        "connections: served again once there is room",
                        "files: attempts that were answered",
                        "files: served again once there is room");
    }

    @Test
    void goalThatIsMissedOrVoidIsNoSuccess() {
        Outcome good = new Outcome();
        good.conclude(EACH_MESSAGE, Map.of("chatlab", List.of(costs(0.5, 0.55, 12.0))));
        assertThat(good.anyMissed()).isFalse();
        Outcome missed = new Outcome();
        missed.conclude(EACH_MESSAGE, Map.of("chatlab", List.of(costs(0.5, 0.6, 12.0))));
        assertThat(missed.anyMissed()).isTrue();
        Outcome unknown = new Outcome();
        unknown.conclude(EACH_MESSAGE, Map.of("chatlab", List.of(new Readings(Map.of()))));
        assertThat(unknown.anyMissed()).isTrue();
    }

    @Test
    void voidAndDisturbedPointsAreNamedWithTheirReasons() {
        Outcome outcome = new Outcome();
        outcome.add(new Outcome.Measured("P2", "yardstick", "limit", 3, 0, Reading.notMade("no rate passed")));
        Reading disturbed = new Reading(
                Runs.good(), 1, 1, List.of(), List.of(), List.of("0.04 of the server's core was stolen", "noise"));
        outcome.add(new Outcome.Measured("P2", "chatlab", "100", 1, 0, disturbed));
        assertThat(outcome.voids()).containsExactly("P2 yardstick limit, repetition 3: no rate passed");
        assertThat(outcome.disturbed())
                .containsExactly("P2 chatlab 100, repetition 1: 0.04 of the server's core was stolen; noise");
    }

    @Test
    void spreadIsTheMedianAndTheRangeOfWhatStands() {
        assertThat(Spread.of(new double[] {3, Double.NaN, 1, 2})).isEqualTo(new Spread(2, 1, 3, 3));
        assertThat(Spread.of(new double[] {1, 4})).isEqualTo(new Spread(2.5, 1, 4, 2));
        assertThat(Spread.of(new double[] {1, Double.POSITIVE_INFINITY}).median())
                .isInfinite();
        assertThat(Spread.of(new double[] {Double.NaN}).count()).isZero();
    }

    @Test
    void resultFileHoldsFiguresAndPoints() throws IOException {
        Outcome outcome = new Outcome();
        outcome.conclude(EACH_MESSAGE, Map.of("chatlab", List.of(costs(0.5, 0.55, null))));
        outcome.add(new Outcome.Measured("P2", "yardstick", "limit", 1, 0, Reading.notMade("no rate passed")));
        assertThat(ResultJson.of(Map.of("chatlab", "abc"), outcome))
                .contains("\"chatlab\" : \"abc\"", "\"median\" : \"Infinity\"", "\"no rate passed\"")
                .endsWith("}\n");
    }

    private static Verdict verdictOf(List<Readings> repetitions) {
        Outcome outcome = new Outcome();
        outcome.conclude(CAPACITY, Map.of("chatlab", repetitions));
        return outcome.rows().getFirst().verdict();
    }

    /** By repetition; NaN: it is void. */
    private static Verdict untold(double... counts) {
        Scenario<Point> slow = Choice.of(Scenarios.all(), "P10").getFirst();
        Outcome outcome = new Outcome();
        outcome.conclude(
                slow,
                Map.of(
                        "chatlab",
                        Arrays.stream(counts)
                                .mapToObj(count -> new Readings(
                                        Double.isNaN(count)
                                                ? Map.of()
                                                : Map.of(
                                                        "gap",
                                                        Reading.of(Runs.withUnaccounted((long) count), Double.NaN, 1))))
                                .toList()));
        return outcome.rows().stream()
                .filter(row -> row.what().equals("gap: neither received nor told of"))
                .findFirst()
                .orElseThrow()
                .verdict();
    }

    private static Readings capacities(double yardstick, double chatlab) {
        Map<String, Reading> byKey = new LinkedHashMap<>();
        byKey.put("limit-1000", Reading.of(Runs.good(), yardstick, 480));
        byKey.put("1000", Reading.of(Runs.good(), chatlab, Double.NaN));
        byKey.put("10000", Reading.of(Runs.good(), chatlab, 4, "spoilt"));
        return new Readings(byKey);
    }

    private static Readings costs(double yardstick, double chatlab, @Nullable Double p99Ms) {
        return new Readings(Map.of(
                "limit", Reading.of(Runs.of(yardstick, 0.5, 9.0), Double.NaN, 1),
                "100", Reading.of(Runs.of(chatlab, 0.5, p99Ms), Double.NaN, 1.02)));
    }

    private static String golden() throws IOException {
        try (InputStream file = TableTest.class.getResourceAsStream("/table.txt")) {
            return file == null ? "" : new String(file.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
