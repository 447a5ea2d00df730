package chatlab.clients.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TurnScheduleTest {
    private static final long HOUR_NS = 3_600_000_000_000L;

    private static Schedule alone(double rate, int participants, long endNs, long seed) {
        return TurnSchedule.repeating(
                        Curve.constant(rate), endNs, new Participants(participants, 1, participant -> 0), seed)
                .getFirst();
    }

    @Test
    void firingsAreEvenlySpacedAndDoNotDriftAfterAMillion() {
        Schedule schedule = alone(3000, 7, HOUR_NS, 1);
        long first = schedule.nextNs();
        for (int k = 0; k < 1_000_000; k++) {
            schedule.take();
        }
        assertThat(first).isBetween(0L, 333_333L);
        assertThat(schedule.nextNs() - first).isBetween(333_333_333_332L, 333_333_333_334L);
    }

    @Test
    void everybodyTakesTurns() {
        Schedule schedule = alone(100, 4, HOUR_NS, 3);
        List<Integer> round =
                IntStream.range(0, 4).mapToObj(i -> schedule.take()).toList();
        assertThat(round).containsExactlyInAnyOrder(0, 1, 2, 3);
        assertThat(IntStream.range(0, 4).mapToObj(i -> schedule.take())).isEqualTo(round);
    }

    @Test
    void theSeedDrawsOrderAndPhase() {
        assertThat(times(alone(10, 5, 1_000_000_000L, 1)))
                .isEqualTo(times(alone(10, 5, 1_000_000_000L, 1)))
                .isNotEqualTo(times(alone(10, 5, 1_000_000_000L, 2)));
    }

    @Test
    void onceIsOnceForEverybodyFromTheStart() {
        assertThat(times(TurnSchedule.once(10, new Participants(3, 1, participant -> 0), 1)
                        .getFirst()))
                .containsExactly(0L, 100_000_000L, 200_000_000L);
    }

    @Test
    void nothingIsFiredWithoutParticipants() {
        assertThat(alone(9, 0, HOUR_NS, 1).nextNs()).isEqualTo(Schedule.OVER);
    }

    @Test
    void aLatePollFiresAllThatIsDueWithItsIntendedTime() {
        List<Long> fired = new ArrayList<>();
        Driver driver = new Driver(
                TurnSchedule.once(10, new Participants(50, 1, participant -> 0), 1)
                        .getFirst(),
                1_000,
                (who, intended) -> fired.add(intended));
        assertThat(driver.poll(999)).isEqualTo(1);
        assertThat(fired).isEmpty();
        assertThat(driver.poll(1_000)).isEqualTo(100_000_000L);
        assertThat(fired).containsExactly(1_000L);
        assertThat(driver.poll(2_050_001_000L)).isEqualTo(50_000_000L);
        assertThat(fired).hasSize(21).last().isEqualTo(2_000_001_000L);
        assertThat(driver.poll(Long.MAX_VALUE / 2)).isEqualTo(Schedule.OVER);
        assertThat(fired).hasSize(50);
    }

    private static List<Long> times(Schedule schedule) {
        List<Long> times = new ArrayList<>();
        while (schedule.nextNs() != Schedule.OVER) {
            times.add(schedule.nextNs());
            schedule.take();
        }
        return times;
    }
}
