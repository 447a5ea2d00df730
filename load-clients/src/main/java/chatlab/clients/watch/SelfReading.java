package chatlab.clients.watch;

import chatlab.process.CgroupReading;
import java.util.List;

/**
 * What this process and its machine have used up to one moment; two of them make a {@link SelfUsage}.
 *
 * @param atNs monotonic time
 * @param cpuNs CPU time of the process
 * @param loopCpuNs CPU time of each event loop's thread
 * @param gcMillis time in garbage collections
 */
record SelfReading(long atNs, long cpuNs, List<Long> loopCpuNs, long gcMillis, HostCpu host, CgroupReading cgroup) {}
