package chatlab.generator.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import chatlab.process.CgroupReading;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class SelfUsageTest {
    private static final Offset<Double> EXACTLY = within(1e-9);
    private static final long SECOND = 1_000_000_000;

    private static CgroupReading quota(long periods, long throttled, long throttledNs) {
        return new CgroupReading(
                OptionalLong.empty(),
                OptionalDouble.of(0.05),
                OptionalLong.of(periods),
                OptionalLong.of(throttled),
                OptionalLong.of(throttledNs),
                OptionalLong.of(77),
                OptionalLong.empty());
    }

    private static SelfReading at(long atNs, long cpuNs, List<Long> loops, long gcMillis, CgroupReading cgroup) {
        return new SelfReading(
                atNs, cpuNs, loops, loops.stream().map(ns -> ns / 2).toList(), gcMillis, new HostCpu(atNs, 0), cgroup);
    }

    @Test
    void everyFigureIsOfTheTimeInBetween() {
        SelfUsage usage = SelfUsage.between(
                at(10 * SECOND, 3 * SECOND, List.of(SECOND, SECOND), 100, quota(1000, 900, 90 * SECOND)),
                at(14 * SECOND, 5 * SECOND, List.of(2 * SECOND, 4 * SECOND), 350, quota(1040, 910, 92 * SECOND)));
        assertThat(usage.cpuSeconds()).isCloseTo(2, EXACTLY);
        assertThat(usage.cpuLimitCores()).isEqualTo(0.05);
        assertThat(usage.throttledShare()).isCloseTo(10.0 / 40, EXACTLY);
        assertThat(usage.throttledSeconds()).isCloseTo(2, EXACTLY);
        assertThat(usage.loopBusyShare()).as("of the busiest").isCloseTo(0.75, EXACTLY);
        assertThat(usage.loopWaitingShare()).as("of the one that waited most").isCloseTo(0.375, EXACTLY);
        assertThat(usage.loopDemandShare()).as("of the one that demanded most").isCloseTo(1.125, EXACTLY);
        assertThat(usage.gcSeconds()).isCloseTo(0.25, EXACTLY);
        assertThat(usage.memoryBytes()).isEqualTo(77);
    }

    @Test
    void withoutAQuotaNothingIsThrottled() {
        CgroupReading none = new CgroupReading(
                OptionalLong.empty(),
                OptionalDouble.empty(),
                OptionalLong.empty(),
                OptionalLong.empty(),
                OptionalLong.empty(),
                OptionalLong.empty(),
                OptionalLong.empty());
        SelfUsage usage = SelfUsage.between(at(0, 0, List.of(0L), 0, none), at(SECOND, 0, List.of(0L), 0, none));
        assertThat(usage.cpuLimitCores()).isNull();
        assertThat(usage.throttledShare()).isZero();
        assertThat(usage.throttledSeconds()).isZero();
    }

    @Test
    void withoutAnyPeriodInBetweenNothingIsThrottled() {
        SelfUsage usage = SelfUsage.between(
                at(0, 0, List.of(), 0, quota(1000, 900, 1)), at(SECOND, 0, List.of(), 0, quota(1000, 900, 1)));
        assertThat(usage.throttledShare()).isZero();
    }
}
