package chatlab.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ClockOffsetTest {
    @Test
    void offsetTurnsMonotonicTimeIntoWallClockTime() {
        ClockOffset offset = ClockOffset.measure();
        long wallNs = System.nanoTime() + offset.offsetNs();
        Instant wall = Instant.ofEpochSecond(0, wallNs);
        assertThat(Duration.between(wall, Instant.now()).abs()).isLessThan(Duration.ofMillis(100));
    }

    @Test
    void driftIsHowFarTheWallClockWasMoved() {
        assertThat(new ClockOffset(5, 1_000).driftSince(new ClockOffset(1, 1_200)))
                .isEqualTo(-200);
        assertThat(Math.abs(ClockOffset.measure().driftSince(ClockOffset.measure())))
                .isLessThan(1_000_000);
    }
}
