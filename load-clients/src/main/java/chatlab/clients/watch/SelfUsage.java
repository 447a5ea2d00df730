package chatlab.clients.watch;

import org.jspecify.annotations.Nullable;

/**
 * What this process did to its own measurement over a span of time.
 *
 * @param cpuSeconds CPU time of the process
 * @param cpuLimitCores the CPU quota, null without one
 * @param throttledShare share of the quota periods in which the process ran into its quota, 0 to 1
 * @param throttledSeconds how long the quota kept it from running
 * @param loopBusyShare the share of the time that the busiest event loop was on the CPU, 0 to 1
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
        double gcSeconds,
        double stealShare,
        long memoryBytes) {}
