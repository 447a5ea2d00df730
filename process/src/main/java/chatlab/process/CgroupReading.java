package chatlab.process;

import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * What a control group says at one moment. A figure that it does not keep, or a limit that is not set, is empty.
 *
 * @param cpuUsageNs CPU time used since the group was made, in nanoseconds
 * @param cpuLimitCores the CPU quota over its period, in cores
 * @param cpuPeriods quota periods in which the group with that quota (this one or one above it) wanted to run
 * @param cpuThrottledPeriods those of them in which it ran into its quota
 * @param cpuThrottledNs how long it was kept from running, in nanoseconds
 * @param memoryBytes memory in use, page cache and kernel memory included
 * @param memoryLimitBytes the limit on it
 */
public record CgroupReading(
        OptionalLong cpuUsageNs,
        OptionalDouble cpuLimitCores,
        OptionalLong cpuPeriods,
        OptionalLong cpuThrottledPeriods,
        OptionalLong cpuThrottledNs,
        OptionalLong memoryBytes,
        OptionalLong memoryLimitBytes) {}
