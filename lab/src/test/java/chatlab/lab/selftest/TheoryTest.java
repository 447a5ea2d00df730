package chatlab.lab.selftest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class TheoryTest {
    private static final long MS = 1_000_000;

    /** A message a millisecond, for 22 seconds. */
    private static final long[] EVERY_MILLISECOND =
            LongStream.range(0, 22_000).map(k -> k * MS).toArray();

    @Test
    void withoutAPauseEveryLatencyIsTheDelay() {
        Theory theory = Theory.ofPause(EVERY_MILLISECOND, 1_000 * MS, 21_000 * MS, 200 * MS, Pause.NONE);
        assertThat(theory.count()).isEqualTo(20_000);
        assertThat(theory.percentileMs(0.001)).isEqualTo(200);
        assertThat(theory.percentileMs(100)).isEqualTo(200);
    }

    /**
     * Of 20,000 messages 2,000 wait for the pause's end and then for the delay (200 to 2,200 ms, evenly), and 200 were to be
     * delivered in it (2,000 to 2,200 ms, evenly): 11% are late. 1% of all, 200 messages, are above 2,100 ms, half of them of
     * either kind; 10%, 2,000 messages, are above 400 ms.
     */
    @Test
    void aPauseGivesTheDistributionThatItHasToGive() {
        Theory theory = Theory.ofPause(
                EVERY_MILLISECOND, 1_000 * MS, 21_000 * MS, 200 * MS, new Pause(9_000 * MS, 11_000 * MS));
        assertThat(theory.percentileMs(50)).isEqualTo(200);
        assertThat(theory.percentileMs(88.9)).isEqualTo(200);
        assertThat(theory.percentileMs(90)).isCloseTo(400, within(2.0));
        assertThat(theory.percentileMs(99)).isCloseTo(2_100, within(2.0));
        assertThat(theory.percentileMs(100)).isEqualTo(2_200);
    }

    @Test
    void messagesOutsideTheWindowDoNotCount() {
        Theory theory = Theory.ofPause(EVERY_MILLISECOND, 0, 1_000 * MS, 200 * MS, new Pause(9_000 * MS, 11_000 * MS));
        assertThat(theory.count()).isEqualTo(1_000);
        assertThat(theory.percentileMs(100)).isEqualTo(200);
    }
}
