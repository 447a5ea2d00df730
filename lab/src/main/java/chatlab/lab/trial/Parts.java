package chatlab.lab.trial;

import chatlab.lab.engine.Deployment;
import chatlab.lab.engine.Node;
import chatlab.lab.engine.Node.Use;
import chatlab.lab.engine.NodeSpec;
import chatlab.lab.result.Repetition.Limit;
import chatlab.lab.result.Repetition.Reason;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/**
 * What serves in a repetition beside the servers, Redis and HAProxy. They tell nothing of themselves that the servers' figures could be
 * held against, so they are watched from outside.
 */
final class Parts implements AutoCloseable {
    static final String REDIS = "redis";
    static final String HAPROXY = "haproxy";

    private static final String CPU = "chatlab_cgroup_cpu_usage_seconds_total";
    private static final String PERIODS = "chatlab_cgroup_cpu_periods_total";
    private static final String THROTTLED = "chatlab_cgroup_cpu_throttled_periods_total";
    private static final String MEMORY = "chatlab_cgroup_memory_bytes";
    private static final List<String> SERIES = List.of(CPU, PERIODS, THROTTLED, MEMORY);

    /** The engine limits both, and what is seen from outside is theirs alone. */
    private static final List<Limit> BOUND = List.of(new Limit("cpus", 1, 1.0), new Limit("memory", 1, 1.0));

    /** Of the engine, which reads once a second and takes its time for it. */
    private static final Duration LONGEST_READING = Duration.ofSeconds(5);

    private final Waiting waiting;
    private final Map<String, Node> nodes = new LinkedHashMap<>();
    private final Map<String, Samples> samples = new LinkedHashMap<>();
    private final Map<String, Node.Watch> watches = new LinkedHashMap<>();

    private long clockOffsetNs;

    Parts(Waiting waiting) {
        this.waiting = waiting;
    }

    /** Starts one, and returns {@code host:port} where it serves. */
    String start(Deployment deployment, String name, NodeSpec spec) {
        Node node = deployment.start(spec);
        nodes.put(name, node);
        return node.address();
    }

    /** Waits until HAProxy sends clients to as many servers. */
    void awaitHaproxy(int servers) throws InterruptedException, TrialFailedException {
        Node haproxy = nodes.get(HAPROXY);
        if (haproxy != null) {
            waiting.untilMetrics(
                    haproxy, HAPROXY, page -> serversUp(page) == servers, "find all " + servers + " servers");
        }
    }

    private static long serversUp(MetricsPage page) {
        return page.samples().entrySet().stream()
                .filter(sample -> sample.getKey().startsWith("haproxy_server_status{")
                        && sample.getKey().contains("state=\"UP\"")
                        && sample.getValue() == 1)
                .count();
    }

    /** @param offsetNs by how much the servers' monotonic clock is ahead of the lab's */
    void beginToWatch(long offsetNs) {
        clockOffsetNs = offsetNs;
        Instant now = Instant.now();
        long monotonicNs = System.nanoTime() + clockOffsetNs;
        nodes.forEach((name, node) -> {
            Samples own = new Samples();
            samples.put(name, own);
            watches.put(name, node.watch(use -> {
                long ns = monotonicNs + ChronoUnit.NANOS.between(now, use.at());
                synchronized (own) {
                    own.add(page(use, ns));
                    own.notifyAll();
                }
            }));
        });
    }

    private static MetricsPage page(Use use, long ns) {
        return new MetricsPage(Map.of(
                Samples.TIME,
                ns * 1e-9,
                CPU,
                use.cpuSeconds(),
                PERIODS,
                (double) use.periods(),
                THROTTLED,
                (double) use.throttledPeriods(),
                MEMORY,
                (double) use.memoryBytes()));
    }

    /** Waits until each has been read once more, and ends watching. */
    void finish() throws InterruptedException {
        long nowNs = System.nanoTime() + clockOffsetNs;
        long deadlineNs = System.nanoTime() + LONGEST_READING.toNanos();
        for (Map.Entry<String, Samples> part : samples.entrySet()) {
            if (isRunning(part.getKey())) {
                awaitReading(part.getValue(), nowNs, deadlineNs);
            }
        }
        close();
    }

    /** One that does not come is a gap, which is judged. */
    private static void awaitReading(Samples own, long fromNs, long deadlineNs) throws InterruptedException {
        synchronized (own) {
            long leftNs = deadlineNs - System.nanoTime();
            while (own.lastNs() < fromNs && leftNs > 0) {
                TimeUnit.NANOSECONDS.timedWait(own, leftNs);
                leftNs = deadlineNs - System.nanoTime();
            }
        }
    }

    /** What each used in the window. */
    Map<String, ServerUse> uses(long fromNs, long toNs) {
        Map<String, ServerUse> uses = new LinkedHashMap<>();
        samples.forEach((name, own) -> {
            synchronized (own) {
                uses.put(name, ServerUse.of(own, BOUND, fromNs, toNs));
            }
        });
        return uses;
    }

    /** Whether one that was started has not ended. */
    boolean isRunning(String name) {
        return Objects.requireNonNull(nodes.get(name), name).isRunning();
    }

    /** A measurement without one of them is none. */
    List<Reason> doubts() {
        return nodes.keySet().stream()
                .filter(name -> !isRunning(name))
                .map(name -> new Reason("failed", name + " had ended before it was asked to; its log may say why."))
                .toList();
    }

    void saveSeries(RawFiles files) {
        samples.forEach((name, own) -> {
            synchronized (own) {
                files.saveOnce(name + "-series.csv", () -> own.csv(SERIES));
            }
        });
    }

    void saveLogs(RawFiles files, List<String> notices) {
        nodes.forEach((name, node) -> files.saveLog(name + ".log", node, notices));
    }

    @Override
    public void close() {
        watches.values().forEach(Node.Watch::close);
        watches.clear();
    }
}
