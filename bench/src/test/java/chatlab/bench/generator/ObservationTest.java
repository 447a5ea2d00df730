package chatlab.bench.generator;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ObservationTest {
    @Test
    void processThatWorksIsSeenToWork() {
        Observation observation = new Observation(ProcessHandle.current().pid(), 0);
        long fromNs = System.nanoTime();
        observation.look();
        long cpuNs =
                ProcessHandle.current().info().totalCpuDuration().orElseThrow().toNanos();
        // Until it has used a fifth of a second, by its own clock.
        while (ProcessHandle.current().info().totalCpuDuration().orElseThrow().toNanos() - cpuNs < 200_000_000) {
            Thread.onSpinWait();
        }
        observation.look();
        long toNs = System.nanoTime();
        Observation.Usage usage = observation.between(fromNs, toNs);
        // The kernel counts ticks of 10 ms, and one of them may have begun before.
        assertThat(usage.cores() * (toNs - fromNs)).isGreaterThan(180_000_000.0);
        assertThat(usage.rssMiB()).isGreaterThan(10).isLessThanOrEqualTo(usage.mostRssMiB());
    }

    @Test
    void fewerThanTwoLooksTellNothing() {
        Observation observation = new Observation(ProcessHandle.current().pid(), 0);
        observation.look();
        assertThat(observation.between(Long.MIN_VALUE / 2, Long.MAX_VALUE / 2).cores())
                .isNaN();
    }

    @Test
    void processThatHasEndedIsNotLookedAt() throws Exception {
        Process process = new ProcessBuilder("true").start();
        process.waitFor();
        Observation observation = new Observation(process.pid(), 0);
        observation.look();
        observation.look();
        assertThat(observation.between(Long.MIN_VALUE / 2, Long.MAX_VALUE / 2).mostRssMiB())
                .isZero();
    }
}
