package chatlab.process;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.core.metrics.Info;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

/** A process's Prometheus metrics: those that every process of ours has, and a place for its own. */
public final class ProcessMetrics {
    private static final double NS_PER_SECOND = 1e9;

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final Cgroup cgroup;
    private volatile CgroupReading reading;
    private volatile MemoryKinds memory;
    private final Network network;
    private volatile Network.Reading traffic;

    /**
     * Registers the host's monotonic clock, the process's CPU time, heap and garbage collections, those figures of the control group that it keeps
     * and those of the network: a counter that nobody counts is absent, not zero. Limits are always there, NaN when there is none.
     */
    public ProcessMetrics(Cgroup cgroup) {
        this(cgroup, Network.ofThisProcess());
    }

    ProcessMetrics(Cgroup cgroup, Network network) {
        this.cgroup = cgroup;
        this.network = network;
        reading = cgroup.read();
        memory = cgroup.memoryKinds();
        traffic = network.read();
        Gauge.builder("chatlab_process_monotonic_seconds", () -> System.nanoTime() / NS_PER_SECOND)
                .description("The host's monotonic clock at the scrape.")
                .register(registry);
        FunctionCounter.builder("chatlab_process_cpu_seconds", this, p -> processCpuNs() / NS_PER_SECOND)
                .description("CPU time used by this process.")
                .register(registry);
        counter(
                "chatlab_cgroup_cpu_usage_seconds",
                "CPU time used by the process's control group.",
                CgroupReading::cpuUsageNs,
                NS_PER_SECOND);
        counter(
                "chatlab_cgroup_cpu_throttled_seconds",
                "How long the CPU quota kept the control group from running.",
                CgroupReading::cpuThrottledNs,
                NS_PER_SECOND);
        counter(
                "chatlab_cgroup_cpu_periods",
                "Quota periods in which the control group wanted to run.",
                CgroupReading::cpuPeriods,
                1);
        counter(
                "chatlab_cgroup_cpu_throttled_periods",
                "Quota periods in which the control group ran into its quota.",
                CgroupReading::cpuThrottledPeriods,
                1);
        gauge(
                "chatlab_cgroup_cpu_limit_cores",
                "CPU quota in cores; NaN without one.",
                r -> r.cpuLimitCores().orElse(Double.NaN));
        gauge(
                "chatlab_cgroup_memory_bytes",
                "Memory in use by the control group; NaN where nobody counts it.",
                r -> orNaN(r.memoryBytes()));
        gauge("chatlab_cgroup_memory_limit_bytes", "Memory limit; NaN without one.", r -> orNaN(r.memoryLimitBytes()));
        memory("anonymous", "Memory that programs have asked for: heap, stacks, buffers.", MemoryKinds::anonymous);
        memory("file", "Memory that pages of files take.", MemoryKinds::file);
        memory("kernel", "Memory that the kernel keeps for the control group.", MemoryKinds::kernel);
        memory("socket", "Memory that waits in sockets.", MemoryKinds::socket);
        MemoryMXBean heap = ManagementFactory.getMemoryMXBean();
        Gauge.builder(
                        "chatlab_jvm_heap_bytes",
                        heap,
                        h -> h.getHeapMemoryUsage().getUsed())
                .description("Heap in use, garbage included.")
                .strongReference(true)
                .register(registry);
        Gauge.builder(
                        "chatlab_jvm_heap_committed_bytes",
                        heap,
                        h -> h.getHeapMemoryUsage().getCommitted())
                .description("Heap that the virtual machine has taken from the system.")
                .strongReference(true)
                .register(registry);
        FunctionCounter.builder(
                        "chatlab_jvm_gc_seconds", this, p -> collected(GarbageCollectorMXBean::getCollectionTime) / 1e3)
                .description("Time in garbage collections.")
                .register(registry);
        FunctionCounter.builder(
                        "chatlab_jvm_gc_collections", this, p -> collected(GarbageCollectorMXBean::getCollectionCount))
                .description("Garbage collections.")
                .register(registry);
        network("received_bytes", "Bytes that the network interfaces received.", Network.Reading::receivedBytes);
        network("sent_bytes", "Bytes that the network interfaces sent.", Network.Reading::sentBytes);
        network(
                "tcp_retransmitted_segments",
                "TCP segments that were sent again.",
                Network.Reading::retransmittedSegments);
        network(
                "listen_overflows",
                "Connections turned away because a listening socket's queue was full.",
                Network.Reading::listenOverflows);
    }

    private static long collected(ToLongFunction<GarbageCollectorMXBean> figure) {
        return ManagementFactory.getGarbageCollectorMXBeans().stream()
                .mapToLong(figure)
                .filter(value -> value > 0) // -1 where a collector does not say
                .sum();
    }

    private void memory(String kind, String description, Function<MemoryKinds, OptionalLong> figure) {
        if (figure.apply(memory).isPresent()) {
            Gauge.builder("chatlab_cgroup_memory_" + kind + "_bytes", this, m -> orNaN(figure.apply(m.memory)))
                    .description(description)
                    .strongReference(true)
                    .register(registry);
        }
    }

    private void network(String name, String description, Function<Network.Reading, OptionalLong> figure) {
        if (figure.apply(traffic).isPresent()) {
            FunctionCounter.builder(
                            "chatlab_network_" + name,
                            this,
                            m -> figure.apply(m.traffic).orElse(0))
                    .description(description)
                    .register(registry);
        }
    }

    /**
     * Says in {@code chatlab_process_info}, whose value is always 1, which program this is and what it runs for.
     *
     * @param program such as {@code server}
     */
    public void describe(String program, PartOf partOf) {
        Info.builder()
                .name("chatlab_process_info")
                .help("Which program this is and what it runs for.")
                .labelNames("program", "experiment", "trial")
                .register(registry.getPrometheusRegistry())
                .addLabelValues(program, partOf.experiment(), partOf.trial());
    }

    /** For meters of the process's own. */
    public PrometheusMeterRegistry registry() {
        return registry;
    }

    /**
     * A histogram of the process's own, with native buckets (for scrapers that take them) beside classic ones. Micrometer
     * has none with native buckets, hence the client library underneath.
     *
     * @param classicUpperBounds the classic buckets' upper bounds
     */
    public Histogram histogram(String name, String help, double... classicUpperBounds) {
        return Histogram.builder()
                .name(name)
                .help(help)
                .classicUpperBounds(classicUpperBounds)
                .withoutExemplars() // there are no traces here, and looking for one costs every observation
                .register(registry.getPrometheusRegistry());
    }

    /**
     * A histogram of sizes, in both forms as well.
     *
     * @param classicFrom the first classic bucket holds sizes up to two to the power of this
     * @param classicTo the same of the last one but that for everything larger
     */
    public SizeHistogram sizes(String name, String help, int classicFrom, int classicTo) {
        SizeHistogram sizes = new SizeHistogram(name, help, classicFrom, classicTo);
        registry.getPrometheusRegistry().register(sizes);
        return sizes;
    }

    /** Answers scrapes in the format they ask for. All figures of the control group are of one moment per scrape. */
    public AdminPort.Handler scrapes() {
        return request -> {
            String accepted = request.header("Accept");
            String contentType = accepted.contains("application/vnd.google.protobuf")
                    ? "application/vnd.google.protobuf; proto=io.prometheus.client.MetricFamily; encoding=delimited"
                    : accepted.contains("application/openmetrics-text")
                            ? "application/openmetrics-text; version=1.0.0; charset=utf-8"
                            : "text/plain; version=0.0.4; charset=utf-8";
            reading = cgroup.read();
            memory = cgroup.memoryKinds();
            traffic = network.read();
            ByteArrayOutputStream body = new ByteArrayOutputStream();
            try {
                registry.scrape(body, contentType);
            } catch (IOException e) {
                throw new UncheckedIOException("writing to memory", e);
            }
            return new AdminPort.Answer(200, contentType, body.toByteArray());
        };
    }

    private void counter(
            String name, String description, Function<CgroupReading, OptionalLong> figure, double countsPerUnit) {
        if (figure.apply(reading).isPresent()) {
            FunctionCounter.builder(name, this, m -> figure.apply(m.reading).orElse(0) / countsPerUnit)
                    .description(description)
                    .register(registry);
        }
    }

    private void gauge(String name, String description, ToDoubleFunction<CgroupReading> figure) {
        Gauge.builder(name, this, m -> figure.applyAsDouble(m.reading))
                .description(description)
                .strongReference(true)
                .register(registry);
    }

    private static double orNaN(OptionalLong figure) {
        return figure.isPresent() ? figure.getAsLong() : Double.NaN;
    }

    private static long processCpuNs() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean system
                ? system.getProcessCpuTime()
                : 0;
    }
}
