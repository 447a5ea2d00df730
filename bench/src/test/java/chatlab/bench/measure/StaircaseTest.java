package chatlab.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class StaircaseTest {
    @Test
    void stepsUpAfterWhatPassedAndDownAfterWhatFailed() {
        Staircase staircase = new Staircase(1_000, 1, 1e6);
        staircase.heed(true);
        staircase.heed(true);
        assertThat(staircase.level()).isCloseTo(1_000 * 1.03 * 1.03, Offset.offset(1e-6));
        staircase.heed(false);
        assertThat(staircase.level()).isCloseTo(1_030, Offset.offset(1e-6));
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

    /** A rate passes if it is below a threshold that is elsewhere at each trial, log-normally, 5% off. */
    @Test
    void levelsGatherWhereHalfOfTheTrialsPass() {
        Random random = new Random(1);
        Staircase staircase = new Staircase(1_000, 1, 1e6);
        IntStream.range(0, 20).forEach(i -> trial(staircase, 1_200, random));
        double mean = IntStream.range(0, 2_000)
                .mapToDouble(i -> trial(staircase, 1_200, random))
                .average()
                .orElseThrow();
        assertThat(mean).isBetween(1_190.0, 1_210.0);
    }

    private static double trial(Staircase staircase, double threshold, Random random) {
        double level = staircase.level();
        staircase.heed(level <= threshold * Math.exp(0.05 * random.nextGaussian()));
        return level;
    }
}
