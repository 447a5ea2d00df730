package chatlab.lab.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chatlab.lab.replay.Comparison.Row;
import chatlab.lab.replay.Comparison.Verdict;
import chatlab.lab.result.Axis;
import chatlab.lab.result.Figures;
import chatlab.lab.result.Figures.Latency;
import chatlab.lab.result.Figures.Messages;
import chatlab.lab.result.Figures.Resources;
import chatlab.lab.result.Question;
import chatlab.lab.result.Repetition;
import chatlab.lab.result.RunResult;
import chatlab.lab.result.Setup;
import chatlab.lab.result.Status;
import chatlab.lab.result.TrialResult;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ComparisonTest {
    private static final double MS = 1e6;

    @Test
    void theSameRunIsInside() {
        RunResult run = run(trial(1, 10.0, 10.4, 9.9), trial(2, 20.0, 20.5, 21.0));

        Comparison comparison = Comparison.of(run, run);

        assertThat(comparison.verdict()).isEqualTo(Verdict.INSIDE);
        assertThat(comparison.rows())
                .hasSize(8)
                .allSatisfy(
                        row -> assertThat(row.first()).isEqualTo(row.second()).isBetween(row.low(), row.high()));
        assertThat(ComparisonText.sentence(comparison))
                .isEqualTo("All 8 figures of the repeat are where the first run lets expect them.");
    }

    @Test
    void aTrialThatBecameSlowerIsNamed() {
        RunResult first = run(trial(1, 10.0, 10.4, 9.9), trial(2, 20.0, 20.5, 21.0));
        RunResult second = run(trial(1, 10.1, 10.0, 10.2), trial(2, 40.0, 41.0, 40.5));

        Comparison comparison = Comparison.of(first, second);

        assertThat(comparison.verdict()).isEqualTo(Verdict.OUTSIDE);
        assertThat(comparison.rows())
                .filteredOn(row -> row.verdict() == Verdict.OUTSIDE)
                .extracting(Row::trial, Row::figure)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("members=2", "p50, ms"),
                        org.assertj.core.groups.Tuple.tuple("members=2", "p99, ms"));
        assertThat(ComparisonText.sentence(comparison))
                .isEqualTo("2 of 8 figures of the repeat are outside of what the first run lets expect.");
    }

    /** Of runs that differ by chance alone, at most one in twenty may be outside: that is what 95% means. */
    @Test
    void chanceAloneIsInsideInNineteenOfTwentyRuns() {
        Random random = new Random(42);
        int outside = 0;
        for (int i = 0; i < 1_000; i++) {
            outside += Comparison.of(noisy(random), noisy(random)).verdict() == Verdict.OUTSIDE ? 1 : 0;
        }

        assertThat(outside).isBetween(1, 60);
    }

    @Test
    void whatNeverCameThenAndNowIsNoDifferenceButWhatCameOnlyOnceIs() {
        RunResult never = run(trial(1, 10.0, 10.4), trial(2, null, null));
        RunResult always = run(trial(1, 10.0, 10.4), trial(2, 20.0, 20.5));
        RunResult sometimes = run(trial(1, 10.0, 10.4), trial(2, 20.0, null));

        assertThat(Comparison.of(never, never).rows())
                .filteredOn(row -> row.why().equals("never came then nor now"))
                .hasSize(2)
                .allSatisfy(row -> assertThat(row.verdict()).isEqualTo(Verdict.UNKNOWN));
        assertThat(Comparison.of(never, never).verdict()).isEqualTo(Verdict.INSIDE);
        assertThat(Comparison.of(never, always).rows())
                .filteredOn(row -> row.why().equals("never came then"))
                .hasSize(2)
                .allSatisfy(row -> assertThat(row.verdict()).isEqualTo(Verdict.OUTSIDE));
        assertThat(Comparison.of(always, sometimes).rows())
                .filteredOn(row -> row.why().equals("never came now"))
                .hasSize(2)
                .allSatisfy(row -> assertThat(row.verdict()).isEqualTo(Verdict.OUTSIDE));
        assertThat(Comparison.of(sometimes, always).rows())
                .filteredOn(row -> row.why().equals("never came in a repetition then"))
                .hasSize(2)
                .allSatisfy(row -> assertThat(row.verdict()).isEqualTo(Verdict.UNKNOWN));
    }

    @Test
    void whatIsInvalidOrMissingIsNotCompared() {
        RunResult first = run(trial(1, 10.0, 10.4), trial(2, 20.0, 20.5));
        TrialResult invalid = new TrialResult(
                2,
                Map.of("members", "2"),
                List.of(repetition(1, Status.INVALID, 99.0), repetition(2, Status.INVALID, 99.0)));

        assertThat(Comparison.of(first, run(trial(1, 10.0, 10.4), invalid)).rows())
                .filteredOn(row -> row.why().equals("no valid repetition now"))
                .hasSize(4);
        assertThat(Comparison.of(first, run(trial(1, 10.0, 10.4))).rows())
                .filteredOn(row -> row.why().equals("no valid repetition now"))
                .hasSize(4);
        assertThat(Comparison.of(first, run(trial(1, 10.0, 10.4))).verdict()).isEqualTo(Verdict.MISSING);
        assertThat(Comparison.of(run(trial(1, 10.0, 10.4), invalid), first).verdict())
                .isEqualTo(Verdict.INSIDE);
    }

    @Test
    void aServerThatNoLongerComesToTheEndIsADifference() {
        RunResult first = run(trial(1, 10.0, 10.4), trial(2, 20.0, 20.5));
        Repetition whole = repetition(1, Status.MET, 20.0);
        Repetition broken = new Repetition(
                2, "trials/2", Instant.EPOCH, 30, Status.MISSED, List.of(), List.of(), null, List.of(), List.of());
        TrialResult crashed = new TrialResult(2, Map.of("members", "2"), List.of(whole, broken));

        assertThat(Comparison.of(first, run(trial(1, 10.0, 10.4), crashed)).rows())
                .filteredOn(row -> row.verdict() == Verdict.OUTSIDE)
                .hasSize(4)
                .allSatisfy(row -> assertThat(row.why()).isEqualTo("the server did not come to the end now"));
    }

    /** As near saturation: its own scatter is known from two degrees of freedom alone. */
    @Test
    void aTrialThatScattersTenTimesAsMuchIsNotTakenForADifference() {
        Random random = new Random(43);
        int outside = 0;
        for (int i = 0; i < 1_000; i++) {
            outside += Comparison.of(oneWild(random), oneWild(random)).verdict() == Verdict.OUTSIDE ? 1 : 0;
        }

        assertThat(outside).isLessThan(80);
    }

    private static RunResult oneWild(Random random) {
        return run(IntStream.rangeClosed(1, 9)
                .mapToObj(number -> trial(
                        number,
                        IntStream.range(0, 3)
                                .mapToObj(
                                        i -> 10 * number * Math.exp((number == 9 ? 0.3 : 0.03) * random.nextGaussian()))
                                .toArray(Double[]::new)))
                .toArray(TrialResult[]::new));
    }

    @Test
    void oneRepetitionOfEachTrialCantJudge() {
        RunResult single = run(trial(1, 10.0), trial(2, 20.0));

        assertThat(Comparison.canJudge(single)).isFalse();
        assertThatThrownBy(() -> Comparison.of(single, single)).isInstanceOf(IllegalArgumentException.class);
        assertThat(Comparison.canJudge(run(trial(1, 10.0), trial(2, 20.0, 21.0))))
                .isTrue();
    }

    @Test
    void theTableIsReadable() {
        RunResult first = run(trial(1, 10.0, 10.4, 9.9));
        List<String> lines = ComparisonText.lines(Comparison.of(first, run(trial(1, 40.0, 40.4, 39.9))));

        assertThat(lines.getFirst()).matches("trial +figure +first +expected +repeat");
        assertThat(lines.get(3)).matches("members=1  p99, ms +10\\.1 +8\\.36 to 12\\.2 +40\\.1  outside");
        assertThat(ComparisonText.markdown(Comparison.of(first, first)))
                .startsWith("# second beside first\n".replace("second", "run-1").replace("first", "run-1"))
                .contains("| members=1 | p99, ms | 10.1 | ");
    }

    private static RunResult noisy(Random random) {
        return run(IntStream.rangeClosed(1, 4)
                .mapToObj(number -> trial(
                        number,
                        IntStream.range(0, 3)
                                .mapToObj(i -> 10 * number * Math.exp(0.1 * random.nextGaussian()))
                                .toArray(Double[]::new)))
                .toArray(TrialResult[]::new));
    }

    /** @param p99 of each repetition, in milliseconds; null for never */
    private static TrialResult trial(int members, @Nullable Double... p99) {
        List<Repetition> repetitions = new ArrayList<>();
        for (@Nullable Double each : p99) {
            repetitions.add(repetition(repetitions.size() + 1, Status.MET, each));
        }
        return new TrialResult(members, Map.of("members", String.valueOf(members)), repetitions);
    }

    private static Repetition repetition(int number, Status status, @Nullable Double p99) {
        @Nullable Long ns = p99 == null ? null : Long.valueOf((long) (p99 * MS));
        Latency latency = new Latency(1_000, p99 == null ? 1_000 : 0, ns == null ? null : ns / 2, ns, ns, ns, ns);
        Figures figures = new Figures(
                20,
                10,
                50,
                50,
                500,
                new Messages(1_000, 1_000, 0, 10_000, 10_000, 0, 0, 0, 0, true),
                latency,
                latency,
                new Resources(0.2, null, null, null),
                new Resources(0.2, null, null, null),
                Map.of(),
                Map.of(),
                null,
                null);
        return new Repetition(
                number,
                "trials/" + number,
                Instant.EPOCH,
                30,
                status,
                List.of(),
                List.of(),
                figures,
                List.of(),
                List.of());
    }

    private static RunResult run(TrialResult... trials) {
        return new RunResult(
                RunResult.FORMAT,
                "run-1",
                new Question("some", "q", "", List.of(), "question: q\n"),
                new Setup("local", Map.of(), Map.of(), Map.of(), 3, 1, List.of()),
                Instant.EPOCH,
                Instant.EPOCH,
                false,
                List.of(new Axis("members", "members", List.of("1", "2"), true)),
                List.of(trials));
    }
}
