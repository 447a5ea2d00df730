package chatlab.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StaircaseTest {
    @Test
    void stepsAreWideUntilTheOutcomeChangesThenNarrow() {
        Staircase staircase = new Staircase(1_000, 1, 1e6);
        staircase.heed(true);
        assertThat(staircase.level()).isEqualTo(1_100);
        staircase.heed(true);
        assertThat(staircase.level()).isCloseTo(1_210, within());
        staircase.heed(false);
        assertThat(staircase.level()).isCloseTo(1_210 / 1.03, within());
        staircase.heed(true);
        assertThat(staircase.level()).isCloseTo(1_210, within());
    }

    /** Between 1,000 and the threshold lie less than five wide steps; then it stays within a narrow one of it. */
    @Test
    void staysAtAThresholdAndFollowsItWhenItMoves() {
        Staircase staircase = new Staircase(1_000, 1, 1e6);
        assertThat(medianOf(9, staircase, 1_400)).isBetween(1_400 / 1.031, 1_400 * 1.031);
        assertThat(medianOf(25, staircase, 1_200)).isBetween(1_200 / 1.031, 1_200 * 1.031);
    }

    @Test
    void staysWithinItsBounds() {
        Staircase staircase = new Staircase(1_000, 990, 1_005);
        staircase.heed(true);
        assertThat(staircase.level()).isEqualTo(1_005);
        staircase.heed(false);
        staircase.heed(false);
        assertThat(staircase.level()).isEqualTo(990);
    }

    private static double medianOf(int trials, Staircase staircase, double threshold) {
        return IntStream.range(0, trials)
                .mapToDouble(i -> {
                    double level = staircase.level();
                    staircase.heed(level <= threshold);
                    return level;
                })
                .sorted()
                .skip(trials / 2)
                .findFirst()
                .orElseThrow();
    }

    private static org.assertj.core.data.Offset<Double> within() {
        return org.assertj.core.data.Offset.offset(1e-6);
    }
}
