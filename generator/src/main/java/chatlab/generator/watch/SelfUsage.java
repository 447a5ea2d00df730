package chatlab.generator.watch;

import chatlab.process.CgroupReading;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What this process did to its own measurement over a span of time.
 *
 * @param cpuSeconds CPU time of the process
 * @param cpuLimitCores the CPU quota, null without one
 * @param throttledShare share of the quota periods in which the process ran into its quota, 0 to 1
 * @param throttledSeconds how long the quota kept it from running
 * @param loopBusyShare the share of the time that the busiest event loop was on the CPU, 0 to 1
 * @param loopWaitingShare the share of the time that an event loop was ready to run and had no CPU, 0 to 1, of the one that waited most
 * @param loopDemandShare the share of the time that an event loop was on the CPU or ready to run, of the one that was so most; at 1 it had
 *     no time to spare
 * @param gcSeconds time in garbage collections
 * @param stealShare the share of the machine's CPU time that the hypervisor gave to others, 0 to 1
 * @param memoryBytes memory of the control group at the end
 */
public record SelfUsage(
        double cpuSeconds,
        @Nullable Double cpuLimitCores,
        double throttledShare,
        double throttledSeconds,
        double loopBusyShare,
        double loopWaitingShare,
        double loopDemandShare,
        double gcSeconds,
        double stealShare,
        long memoryBytes) {
    private static final double NS = 1e-9;

    /** What was used between two readings of the same process and the same threads. */
    static SelfUsage between(SelfReading from, SelfReading to) {
        long ns = Math.max(1, to.atNs() - from.atNs());
        CgroupReading before = from.cgroup();
        CgroupReading after = to.cgroup();
        long periods = difference(before.cpuPeriods(), after.cpuPeriods());
        long throttled = difference(before.cpuThrottledPeriods(), after.cpuThrottledPeriods());
        OptionalDouble limit = after.cpuLimitCores();
        return new SelfUsage(
                (to.cpuNs() - from.cpuNs()) * NS,
                limit.isPresent() ? (Double) limit.getAsDouble() : null,
                periods == 0 ? 0 : (double) throttled / periods,
                difference(before.cpuThrottledNs(), after.cpuThrottledNs()) * NS,
                (double) largest(from.loopCpuNs(), to.loopCpuNs()) / ns,
                (double) largest(from.loopWaitedNs(), to.loopWaitedNs()) / ns,
                (double) largest(from.loopDemandNs(), to.loopDemandNs()) / ns,
                (to.gcMillis() - from.gcMillis()) / 1e3,
                to.host().stealShareSince(from.host()),
                after.memoryBytes().orElse(0));
    }

    private static long largest(List<Long> before, List<Long> after) {
        return IntStream.range(0, before.size())
                .mapToLong(i -> after.get(i) - before.get(i))
                .max()
                .orElse(0);
    }

    private static long difference(OptionalLong before, OptionalLong after) {
        return before.isPresent() && after.isPresent() ? after.getAsLong() - before.getAsLong() : 0;
    }
}
