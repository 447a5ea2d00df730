package chatlab.generator.watch;

import chatlab.process.Cgroup;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.List;

/** Watches the generator itself over a span of time, so that it can say when it was the bottleneck. */
public final class SelfWatch {
    private final List<LoopThread> loops;
    private final Cgroup cgroup;
    private SelfReading from;

    /** Begins the span. */
    public SelfWatch(List<LoopThread> loops, Cgroup cgroup) {
        this.loops = List.copyOf(loops);
        this.cgroup = cgroup;
        from = read();
    }

    /** Begins the span anew. */
    public void begin() {
        from = read();
    }

    /** What was used since the span began. */
    public SelfUsage end() {
        return SelfUsage.between(from, read());
    }

    private SelfReading read() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        return new SelfReading(
                System.nanoTime(),
                ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean system
                        ? system.getProcessCpuTime()
                        : 0,
                loops.stream().map(loop -> threads.getThreadCpuTime(loop.id())).toList(),
                loops.stream().map(LoopThread::waitedNs).toList(),
                ManagementFactory.getGarbageCollectorMXBeans().stream()
                        .mapToLong(GarbageCollectorMXBean::getCollectionTime)
                        .sum(),
                HostCpu.read(),
                cgroup.read());
    }
}
