package chatlab.lab.report;

import static org.assertj.core.api.Assertions.assertThat;

import chatlab.lab.result.RunResult;
import chatlab.lab.result.Status;
import java.util.List;
import org.junit.jupiter.api.Test;

class AnswerTest {
    @Test
    void namesTheLargestSizeOfEverySeries() {
        assertThat(answer(Results.firstLook()))
                .isEqualTo(
                        "With 0.25 CPU the server meets p99 < 100 ms and lost == 0 up to 100 members at 20 messages/s;"
                                + " with 0.5 CPU it meets the objectives up to 500;"
                                + " with 1 CPU it meets the objectives up to 1,000 (the largest tried; no valid measurement at 500).");
    }

    @Test
    void saysSoWhenTheSmallestSizeIsMissed() {
        RunResult result = Results.objectives(
                Results.status(Results.firstLook(), trial -> true, Status.MISSED), List.of("p99 < 100ms"));

        assertThat(answer(result))
                .isEqualTo("With 0.25 CPU the server misses p99 < 100 ms already at 100 members at 20 messages/s;"
                        + " with 0.5 CPU it misses the objective already at 100;"
                        + " with 1 CPU it misses the objective already at 100.");
    }

    @Test
    void doesNotHideThatALargerSizeWasMetAgain() {
        RunResult result = Results.status(Results.firstLook(), trial -> trial.number() == 3, Status.MET);

        assertThat(answer(result))
                .startsWith(
                        "With 0.25 CPU the server meets p99 < 100 ms and lost == 0 up to 100 members at 20 messages/s"
                                + " (missed at 500, met again at 1,000);");
    }

    @Test
    void ofALimitItSaysHowMuchIsEnough() {
        RunResult result = Results.overCpus("1000");

        assertThat(answer(Results.status(
                        result, trial -> "0.5".equals(trial.point().get("cpus")), Status.MET)))
                .startsWith("The server meets p99 < 100 ms and lost == 0 from 0.5 CPU on")
                .contains("(misses p99 < 100 ms")
                .contains(" at 0.25");
        assertThat(answer(Results.status(result, trial -> true, Status.MET)))
                .startsWith("The server meets p99 < 100 ms and lost == 0 with as little as 0.25 CPU");
        assertThat(answer(Results.status(result, trial -> true, Status.MISSED)))
                .startsWith("The server misses p99 < 100 ms and lost == 0 even with 1 CPU");
    }

    @Test
    void givesNoAnswerWhenNothingCanBeTrusted() {
        assertThat(answer(Results.status(Results.firstLook(), trial -> true, Status.INVALID)))
                .isEqualTo("No answer: none of the 9 repetitions can be trusted.");
    }

    @Test
    void tellsASeriesThatCouldNotBeJudged() {
        assertThat(answer(Results.status(
                        Results.firstLook(), trial -> "1".equals(trial.point().get("cpus")), Status.INVALID)))
                .endsWith("with 1 CPU it could not be judged (no repetition can be trusted).");
    }

    @Test
    void pooledTrialsAreMetOnlyIfAllOfThemAre() {
        assertThat(answer(Results.cpusNotBound()))
                .isEqualTo("The server meets p99 < 100 ms and lost == 0 up to 100 members at 20 messages/s.");
    }

    @Test
    void withoutAnObjectiveTheHighestRateIsNamed() {
        assertThat(answer(Results.objectives(Results.firstLook(), List.of())))
                .isEqualTo("No objective was set; the most that the server delivered was 20,000 deliveries/s"
                        + " (1,000 members, 1 CPU).");
    }

    @Test
    void saysThatTheRunWasStopped() {
        assertThat(answer(Results.interrupted(2))).endsWith(" The run was stopped before its end.");
        assertThat(answer(Results.interrupted(0)))
                .isEqualTo("No answer: the run was stopped before anything had been measured.");
    }

    @Test
    void namesOnlyTheObjectivesThatWereMissed() {
        RunResult result = Results.objectives(Results.only(2), List.of("p99 < 100ms", "lost == 0"));

        assertThat(answer(result)).isEqualTo("The server misses p99 < 100 ms with 500 members at 20 messages/s.");
    }

    @Test
    void withoutAMatrixNoPlaceIsNamed() {
        assertThat(answer(Results.only(1)))
                .isEqualTo("The server meets p99 < 100 ms and lost == 0 with 100 members at 20 messages/s.");
        assertThat(Growth.of(Grid.of(Results.only(1)))).isEqualTo("It is a single repetition.");
        assertThat(answer(Results.status(Results.only(1), trial -> true, Status.INVALID)))
                .isEqualTo("No answer: the only repetition can't be trusted.");
        assertThat(answer(Results.objectives(Results.only(1), List.of()))).endsWith("was 2,000 deliveries/s.");
    }

    @Test
    void saysThatAnObjectiveWasJustMet() {
        assertThat(answer(Results.objectives(Results.firstLook(), List.of("p99 < 50ms"))))
                .endsWith("up to 1,000 (the largest tried; just: p99 48.8 ms; no valid measurement at 500).");
    }

    @Test
    void tellsHowP99GrowsPerSeries() {
        assertThat(Growth.of(Grid.of(Results.firstLook())))
                .isEqualTo("From 100 to 1,000 members p99 grows from 38.2 ms to never coming with 0.25 CPU,"
                        + " from 6.7 to 2,105 ms with 0.5 CPU, from 4.8 to 48.8 ms with 1 CPU."
                        + " Every point is one repetition.");
        assertThat(Growth.of(Grid.of(Results.repeated()))).doesNotContain("repetition");
        assertThat(Growth.of(Grid.of(Results.interrupted(0)))).isEmpty();
    }

    @Test
    void oneIsNotPlural() {
        assertThat(List.of(
                        "members", "messages/s", "connects per second", "CPU", "slow readers", "load-client processes"))
                .extracting(unit -> Grid.counted("1", unit))
                .containsExactly(
                        "1 member",
                        "1 message/s",
                        "1 connect per second",
                        "1 CPU",
                        "1 slow reader",
                        "1 load-client process");
        assertThat(Grid.counted("2", "members")).isEqualTo("2 members");
    }

    private static String answer(RunResult result) {
        return Answer.of(result, Grid.of(result));
    }
}
