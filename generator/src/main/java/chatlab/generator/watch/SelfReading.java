package chatlab.generator.watch;

import chatlab.process.CgroupReading;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What this process and its machine have used up to one moment; two of them make a {@link SelfUsage}.
 *
 * @param atNs monotonic time
 * @param cpuNs CPU time of the process
 * @param loopCpuNs CPU time of each event loop's thread
 * @param loopWaitedNs how long each of them was ready to run and did not
 * @param gcMillis time in garbage collections
 */
record SelfReading(
        long atNs,
        long cpuNs,
        List<Long> loopCpuNs,
        List<Long> loopWaitedNs,
        long gcMillis,
        HostCpu host,
        CgroupReading cgroup) {
    /** How long each event loop was on the CPU or ready to run. */
    List<Long> loopDemandNs() {
        return IntStream.range(0, loopCpuNs.size())
                .mapToObj(i -> loopCpuNs.get(i) + loopWaitedNs.get(i))
                .toList();
    }
}
