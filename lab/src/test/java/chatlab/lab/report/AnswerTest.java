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
        assertThat(answer(Results.interrupted(0))).isEqualTo("No answer: the run ended before anything was measured.");
    }

    private static String answer(RunResult result) {
        return Answer.of(result, Grid.of(result));
    }
}
