package chatlab.lab.trial;

import static org.assertj.core.api.Assertions.assertThat;

import chatlab.lab.experiment.Objective;
import chatlab.lab.experiment.Objective.Comparison;
import chatlab.lab.experiment.Objective.Figure;
import chatlab.lab.result.Figures;
import chatlab.lab.result.Figures.Joining;
import chatlab.lab.result.Figures.Latency;
import chatlab.lab.result.Figures.Messages;
import chatlab.lab.result.Figures.Resources;
import chatlab.lab.result.Figures.Times;
import chatlab.lab.result.Repetition.Limit;
import chatlab.lab.result.Repetition.Reason;
import chatlab.lab.result.Status;
import chatlab.lab.trial.Judge.Verdict;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class JudgeTest {
    private static final long MS = 1_000_000;
    private static final Objective P99 = new Objective(Figure.P99, Comparison.LESS, 100e6, "p99 < 100ms");
    private static final Objective NOTHING_LOST = new Objective(Figure.LOST, Comparison.EQUAL, 0, "lost == 0");
    private static final Limit CPUS = new Limit("cpus", 0.5, 0.5);
    private static final Limit MEMORY = new Limit("memory", 268_435_456, 268_435_456.0);
    private static final Messages ALL_WELL = new Messages(100, 100, 0, 1000, 1000, 0, 0, 0, 0, true);
    private static final Messages ALL_BAD = new Messages(100, 80, 20, 800, 300, 200, 30, 40, 300, false);
    private static final Latency FAST = new Latency(1000, 0, MS, 2 * MS, 50 * MS, 60 * MS, 70 * MS);
    private static final Latency SLOW = new Latency(1000, 0, MS, 2 * MS, 250 * MS, 260 * MS, 1270 * MS);
    private static final Latency NEVER = new Latency(9_000, 1_000, MS, null, null, null, null);

    @Test
    void everyObjectiveKeptIsMet() {
        assertThat(docker(figures(ALL_WELL, FAST, 0.5), List.of(), List.of(CPUS, MEMORY)))
                .isEqualTo(new Verdict(Status.MET, List.of()));
    }

    @Test
    void withoutObjectivesWhateverIsMeasuredIsMet() {
        Verdict verdict = new Judge(List.of(), true)
                .judge(figures(ALL_BAD, NEVER, 0.5), List.of(), List.of(CPUS, MEMORY), 1, null);

        assertThat(verdict.status()).isEqualTo(Status.MET);
    }

    @Test
    void everyMissIsAReasonWithItsFigure() {
        Verdict verdict = docker(figures(ALL_BAD, SLOW, 0.5), List.of(), List.of(CPUS, MEMORY));

        assertThat(verdict)
                .isEqualTo(new Verdict(
                        Status.MISSED,
                        List.of(
                                new Reason("p99 < 100ms", "it was 250.0 ms."),
                                new Reason("lost == 0", "it was 200."))));
    }

    @Test
    void aPercentileThatNeverCameIsMissedAndNotInvalid() {
        Verdict verdict = docker(figures(ALL_WELL, NEVER, 0.5), List.of(), List.of(CPUS, MEMORY));

        assertThat(verdict)
                .isEqualTo(new Verdict(
                        Status.MISSED,
                        List.of(new Reason("p99 < 100ms", "1,000 of 10,000 deliveries of the window never came."))));
    }

    @Test
    void neverIsNotMoreThanAnything() {
        Objective slow = new Objective(Figure.P99, Comparison.MORE, 1e6, "p99 > 1ms");

        assertThat(new Judge(List.of(slow), true)
                        .judge(figures(ALL_WELL, NEVER, 0.5), List.of(), List.of(), 1, null)
                        .status())
                .isEqualTo(Status.MISSED);
    }

    @ParameterizedTest
    @EnumSource(Figure.class)
    void everyFigureCanBeMissedAndMet(Figure figure) {
        // Its least value over all figures that are well is 0, its greatest over those that are bad is beyond 1.
        Objective nothing = new Objective(figure, Comparison.AT_MOST, figure.isTime() ? 70e6 : 0, "o");

        assertThat(judged(nothing, figures(ALL_WELL, FAST, 0.5))).isEqualTo(Status.MET);
        assertThat(judged(
                        nothing, figures(ALL_BAD, new Latency(1, 0, 71 * MS, 72 * MS, 73 * MS, 74 * MS, 75 * MS), 0.5)))
                .isEqualTo(Status.MISSED);
    }

    @ParameterizedTest
    @EnumSource(Figure.class)
    void everyFigureIsHeldAgainstItsOwnValue(Figure figure) {
        Messages messages = new Messages(90, 91, 1, 92, 93, 2, 3, 4, 5, false);
        Latency latency = new Latency(94, 95, 6L, 7L, 8L, 9L, 10L);
        double own = switch (figure) {
            case UNSENT -> 1;
            case LOST -> 2;
            case DUPLICATED -> 3;
            case REORDERED -> 4;
            case TOLD -> 5;
            case P50 -> 6;
            case P90 -> 7;
            case P99 -> 8;
            case P999 -> 9;
            case MAX -> 10;
            case WELCOME -> 12;
            case RETURNED -> 18;
        };

        assertThat(judged(new Objective(figure, Comparison.EQUAL, own, "o"), figures(messages, latency, 0.5)))
                .isEqualTo(Status.MET);
    }

    @Test
    void aServerThatDiedIsMissedWhateverWasAskedAndItsMissingScrapesAreNoDoubt() {
        Verdict verdict = new Judge(List.of(), true)
                .judge(
                        figures(ALL_WELL, FAST, 0.5),
                        List.of(),
                        List.of(CPUS, MEMORY),
                        Double.POSITIVE_INFINITY,
                        "was killed at its memory limit (exit code 137)");

        assertThat(verdict)
                .isEqualTo(
                        new Verdict(
                                Status.MISSED,
                                List.of(
                                        new Reason(
                                                "server survives",
                                                "the server was killed at its memory limit (exit code 137) before it was asked to end."))));
    }

    @Test
    void aLimitThatDoesNotBindIsInvalidWhereTheEnginePromisedIt() {
        Limit none = new Limit("cpus", 0.5, null);
        Limit other = new Limit("memory", 268_435_456, 536_870_912.0);
        Figures figures = figures(ALL_WELL, FAST, 0.4);

        Verdict verdict = docker(figures, List.of(), List.of(none, other));

        assertThat(verdict.status()).isEqualTo(Status.INVALID);
        assertThat(verdict.reasons()).extracting(Reason::code).containsExactly("limit", "limit");
        assertThat(verdict.reasons().getFirst().detail())
                .isEqualTo("the server was to have cpus = 0.5, but inside it reads no limit.");
        assertThat(new Judge(List.of(P99), false).judge(figures, List.of(), List.of(none, other), 1, null))
                .isEqualTo(new Verdict(Status.MET, List.of()));
    }

    @Test
    void moreCpuThanTheLimitAllowsIsInvalid() {
        assertThat(docker(figures(ALL_WELL, FAST, 0.525), List.of(), List.of(CPUS, MEMORY))
                        .status())
                .isEqualTo(Status.MET);

        Verdict verdict = docker(figures(ALL_WELL, FAST, 0.526), List.of(), List.of(CPUS, MEMORY));

        assertThat(verdict)
                .isEqualTo(new Verdict(
                        Status.INVALID,
                        List.of(new Reason("limit", "the server used 0.526 cores although its limit was 0.5."))));
    }

    @Test
    void withoutALimitThatBindsAnyCpuUseIsFine() {
        Verdict verdict = new Judge(List.of(), false)
                .judge(figures(ALL_WELL, FAST, 1.9), List.of(), List.of(new Limit("cpus", 0.5, null)), 1, null);

        assertThat(verdict.status()).isEqualTo(Status.MET);
    }

    @Test
    void doubtsAboutTheGeneratorWinOverMisses() {
        Reason doubt = new Reason("client-bound", "send lag p99 was 412 ms, at most 10 ms is believable.");

        assertThat(docker(figures(ALL_BAD, NEVER, 0.5), List.of(doubt), List.of(CPUS, MEMORY)))
                .isEqualTo(new Verdict(Status.INVALID, List.of(doubt)));
        assertThat(new Judge(List.of(P99), true)
                        .judge(figures(ALL_BAD, NEVER, 0.5), List.of(doubt), List.of(), 1, "ended with exit code 1")
                        .status())
                .isEqualTo(Status.INVALID);
    }

    @Test
    void aLongTimeWithoutAScrapeIsInvalid() {
        Judge judge = new Judge(List.of(), true);
        Figures figures = figures(ALL_WELL, FAST, 0.5);

        assertThat(judge.judge(figures, List.of(), List.of(CPUS), 5.0, null).status())
                .isEqualTo(Status.MET);

        Verdict verdict = judge.judge(figures, List.of(), List.of(CPUS), 5.1, null);

        assertThat(verdict.status()).isEqualTo(Status.INVALID);
        assertThat(verdict.reasons()).extracting(Reason::code).containsExactly("scrape-gap");
    }

    private static Status judged(Objective objective, Figures figures) {
        return new Judge(List.of(objective), true)
                .judge(figures, List.of(), List.of(), 1, null)
                .status();
    }

    private static Verdict docker(Figures figures, List<Reason> doubts, List<Limit> limits) {
        return new Judge(List.of(P99, NOTHING_LOST), true).judge(figures, doubts, limits, 1, null);
    }

    private static Figures figures(Messages messages, Latency latency, double cpuCores) {
        @Nullable Double throttledShare = 0.5;
        return new Figures(
                20,
                100,
                5,
                5,
                500,
                messages,
                latency,
                FAST,
                new Resources(cpuCores, throttledShare, 1L, null),
                new Resources(0.1, null, null, null),
                Map.of(),
                Map.of(),
                new Joining(0, times(latency.p50(), 2), times(latency.p50(), 3)),
                null);
    }

    private static Times times(@Nullable Long of, long factor) {
        @Nullable Long ns = of == null ? null : Long.valueOf(of * factor);
        return new Times(1, ns, ns, ns);
    }

    @Test
    void whereNobodyCameATimeToComeIsMissed() {
        Figures figures = figures(ALL_WELL, new Latency(0, 0, null, null, null, null, null), 0.5);

        Verdict verdict = new Judge(List.of(new Objective(Figure.WELCOME, Comparison.LESS, 1e9, "welcome < 1s")), true)
                .judge(figures, List.of(), List.of(), 1, null);

        assertThat(verdict.reasons()).containsExactly(new Reason("welcome < 1s", "there was nobody to be welcomed."));
    }
}
