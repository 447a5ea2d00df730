package chatlab.clients.watch;

import chatlab.process.Cgroup;
import chatlab.process.CgroupReading;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** Watches the generator itself over a span of time, so that it can say when it was the bottleneck. */
public final class SelfWatch {
    private static final double NS = 1e-9;

    private final List<Long> loopThreadIds;
    private final Cgroup cgroup;
    private SelfReading from;

    /** Begins the span. */
    public SelfWatch(List<Long> loopThreadIds, Cgroup cgroup) {
        this.loopThreadIds = List.copyOf(loopThreadIds);
        this.cgroup = cgroup;
        from = read();
    }

    /** Begins the span anew. */
    public void begin() {
        from = read();
    }

    /** What was used since the span began. */
    public SelfUsage end() {
        SelfReading to = read();
        double busiest = 0;
        for (int i = 0; i < loopThreadIds.size(); i++) {
            long ns = to.loopCpuNs().get(i) - from.loopCpuNs().get(i);
            busiest = Math.max(busiest, (double) ns / Math.max(1, to.atNs() - from.atNs()));
        }
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
                busiest,
                (to.gcMillis() - from.gcMillis()) / 1e3,
                to.host().stealShareSince(from.host()),
                after.memoryBytes().orElse(0));
    }

    private static long difference(OptionalLong before, OptionalLong after) {
        return before.isPresent() && after.isPresent() ? after.getAsLong() - before.getAsLong() : 0;
    }

    private SelfReading read() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        return new SelfReading(
                System.nanoTime(),
                ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean system
                        ? system.getProcessCpuTime()
                        : 0,
                loopThreadIds.stream().map(threads::getThreadCpuTime).toList(),
                ManagementFactory.getGarbageCollectorMXBeans().stream()
                        .mapToLong(GarbageCollectorMXBean::getCollectionTime)
                        .sum(),
                HostCpu.read(),
                cgroup.read());
    }
}
