package chatlab.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import chatlab.bench.measure.Reading;
import chatlab.bench.measure.Runs;
import chatlab.bench.scenario.Readings;
import chatlab.bench.scenario.Scenario;
import chatlab.bench.scenario.Scenarios;
import chatlab.bench.scenario.Verdict;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** P1 and P2 with made-up points; the whole table stands in {@code table.txt}. */
class TableTest {
    private static final Scenario CAPACITY = Scenarios.named("P1").getFirst();
    private static final Scenario EACH_MESSAGE = Scenarios.named("P2").getFirst();

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
        outcome.add(new Outcome.Measured("P2", "yardstick", "limit", 3, Reading.failed("no rate passed")));
        Reading disturbed =
                new Reading(Runs.good(), 1, 1, List.of(), List.of("0.04 of the server's core was stolen", "noise"));
        outcome.add(new Outcome.Measured("P2", "chatlab", "100", 1, disturbed));
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
        outcome.add(new Outcome.Measured("P2", "yardstick", "limit", 1, Reading.failed("no rate passed")));
        assertThat(ResultJson.of(Map.of("chatlab", "abc"), outcome))
                .contains("\"chatlab\" : \"abc\"", "\"median\" : \"Infinity\"", "\"no rate passed\"")
                .endsWith("}\n");
    }

    private static Verdict verdictOf(List<Readings> repetitions) {
        Outcome outcome = new Outcome();
        outcome.conclude(CAPACITY, Map.of("chatlab", repetitions));
        return outcome.rows().getFirst().verdict();
    }

    private static Readings capacities(double yardstick, double chatlab) {
        Map<String, Reading> byKey = new LinkedHashMap<>();
        byKey.put("limit-1000", new Reading(Runs.good(), yardstick, 480, List.of(), List.of()));
        byKey.put("1000", new Reading(Runs.good(), chatlab, Double.NaN, List.of(), List.of()));
        byKey.put("10000", new Reading(Runs.good(), chatlab, 4, List.of("spoilt"), List.of()));
        return new Readings(byKey);
    }

    private static Readings costs(double yardstick, double chatlab, @Nullable Double p99Ms) {
        return new Readings(Map.of(
                "limit", new Reading(Runs.of(yardstick, 0.5, 9.0), Double.NaN, 1, List.of(), List.of()),
                "100", new Reading(Runs.of(chatlab, 0.5, p99Ms), Double.NaN, 1.02, List.of(), List.of())));
    }

    private static String golden() throws IOException {
        try (InputStream file = TableTest.class.getResourceAsStream("/table.txt")) {
            return file == null ? "" : new String(file.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
