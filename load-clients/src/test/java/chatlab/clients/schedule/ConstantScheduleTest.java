package chatlab.clients.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ConstantScheduleTest {
    private static final long HOUR_NS = 3_600_000_000_000L;

    @Test
    void firingsAreEvenlySpacedAndDoNotDriftAfterAMillion() {
        Schedule schedule =
                ConstantSchedule.repeating(3000, 7, 1, p -> 0, HOUR_NS, 1).getFirst();
        long first = schedule.nextNs();
        for (int k = 0; k < 1_000_000; k++) {
            schedule.take();
        }
        assertThat(first).isBetween(0L, 333_333L);
        assertThat(schedule.nextNs() - first).isBetween(333_333_333_332L, 333_333_333_334L);
    }

    @Test
    void theLoopsTogetherFireWhatOneLoopWould() {
        List<Long> together = new ArrayList<>();
        ConstantSchedule.repeating(1000, 10, 3, p -> p % 3, 1_000_000_000L, 42)
                .forEach(part -> together.addAll(times(part)));
        List<Long> alone = times(ConstantSchedule.repeating(1000, 10, 1, p -> 0, 1_000_000_000L, 42)
                .getFirst());
        assertThat(together).hasSize(1000).containsExactlyInAnyOrderElementsOf(alone);
        assertThat(alone).isSorted().allMatch(ns -> ns < 1_000_000_000L);
    }

    @Test
    void everybodyTakesTurns() {
        Schedule schedule =
                ConstantSchedule.repeating(100, 4, 1, p -> 0, HOUR_NS, 3).getFirst();
        List<Integer> round =
                IntStream.range(0, 4).mapToObj(i -> schedule.take()).toList();
        assertThat(round).containsExactlyInAnyOrder(0, 1, 2, 3);
        assertThat(IntStream.range(0, 4).mapToObj(i -> schedule.take())).isEqualTo(round);
    }

    @Test
    void theSeedDrawsOrderAndPhase() {
        assertThat(times(ConstantSchedule.repeating(10, 5, 1, p -> 0, 1_000_000_000L, 1)
                        .getFirst()))
                .isEqualTo(times(ConstantSchedule.repeating(10, 5, 1, p -> 0, 1_000_000_000L, 1)
                        .getFirst()))
                .isNotEqualTo(times(ConstantSchedule.repeating(10, 5, 1, p -> 0, 1_000_000_000L, 2)
                        .getFirst()));
    }

    @Test
    void onceIsOnceForEverybodyFromTheStart() {
        Schedule schedule = ConstantSchedule.once(10, 3, 1, p -> 0, 1).getFirst();
        assertThat(times(schedule)).containsExactly(0L, 100_000_000L, 200_000_000L);
    }

    @Test
    void nothingIsFiredWithoutRateOrParticipants() {
        assertThat(ConstantSchedule.repeating(0, 3, 1, p -> 0, HOUR_NS, 1)
                        .getFirst()
                        .nextNs())
                .isEqualTo(Schedule.OVER);
        assertThat(ConstantSchedule.repeating(9, 0, 1, p -> 0, HOUR_NS, 1)
                        .getFirst()
                        .nextNs())
                .isEqualTo(Schedule.OVER);
    }

    @Test
    void aLatePollFiresAllThatIsDueWithItsIntendedTime() {
        List<Long> fired = new ArrayList<>();
        Driver driver = new Driver(
                ConstantSchedule.once(10, 50, 1, p -> 0, 1).getFirst(), 1_000, (who, intended) -> fired.add(intended));
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
