package chatlab.process;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.core.metrics.Histogram;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.util.function.ToDoubleFunction;

/** A process's Prometheus metrics: those that every process of ours has, and a place for its own. */
public final class ProcessMetrics {
    private static final double NS = 1e-9;

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final Cgroup cgroup;

    /** Registers the host's monotonic clock, the process's CPU time and the control group's figures. */
    public ProcessMetrics(Cgroup cgroup) {
        this.cgroup = cgroup;
        Gauge.builder("chatlab_process_monotonic_seconds", () -> System.nanoTime() * NS)
                .description("The host's monotonic clock at the scrape.")
                .register(registry);
        FunctionCounter.builder("chatlab_process_cpu_seconds", this, p -> processCpuNs() * NS)
                .description("CPU time used by this process.")
                .register(registry);
        cgroupCounter(
                "chatlab_cgroup_cpu_usage_seconds",
                "CPU time used by the process's control group.",
                r -> r.cpuUsageNs().orElse(0) * NS);
        cgroupCounter(
                "chatlab_cgroup_cpu_throttled_seconds",
                "How long the CPU quota kept the control group from running.",
                r -> r.cpuThrottledNs().orElse(0) * NS);
        cgroupCounter(
                "chatlab_cgroup_cpu_periods",
                "Quota periods in which the control group wanted to run.",
                r -> r.cpuPeriods().orElse(0));
        cgroupCounter(
                "chatlab_cgroup_cpu_throttled_periods",
                "Quota periods in which the control group ran into its quota.",
                r -> r.cpuThrottledPeriods().orElse(0));
        cgroupGauge(
                "chatlab_cgroup_cpu_limit_cores",
                "CPU quota in cores; NaN without one.",
                r -> r.cpuLimitCores().orElse(Double.NaN));
        cgroupGauge(
                "chatlab_cgroup_memory_bytes",
                "Memory in use by the control group.",
                r -> r.memoryBytes().isPresent() ? r.memoryBytes().getAsLong() : Double.NaN);
        cgroupGauge(
                "chatlab_cgroup_memory_limit_bytes",
                "Memory limit; NaN without one.",
                r -> r.memoryLimitBytes().isPresent() ? r.memoryLimitBytes().getAsLong() : Double.NaN);
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
                .register(registry.getPrometheusRegistry());
    }

    /** Answers scrapes in the format they ask for. */
    public AdminPort.Handler scrapes() {
        return request -> {
            String accepted = request.header("Accept");
            String contentType = accepted.contains("application/vnd.google.protobuf")
                    ? "application/vnd.google.protobuf; proto=io.prometheus.client.MetricFamily; encoding=delimited"
                    : accepted.contains("application/openmetrics-text")
                            ? "application/openmetrics-text; version=1.0.0; charset=utf-8"
                            : "text/plain; version=0.0.4; charset=utf-8";
            ByteArrayOutputStream body = new ByteArrayOutputStream();
            try {
                registry.scrape(body, contentType);
            } catch (IOException e) {
                throw new UncheckedIOException("writing to memory", e);
            }
            return new AdminPort.Answer(200, contentType, body.toByteArray());
        };
    }

    private void cgroupCounter(String name, String description, ToDoubleFunction<CgroupReading> figure) {
        FunctionCounter.builder(name, cgroup, group -> figure.applyAsDouble(group.read()))
                .description(description)
                .register(registry);
    }

    private void cgroupGauge(String name, String description, ToDoubleFunction<CgroupReading> figure) {
        Gauge.builder(name, cgroup, group -> figure.applyAsDouble(group.read()))
                .description(description)
                .strongReference(true)
                .register(registry);
    }

    private static long processCpuNs() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean system
                ? system.getProcessCpuTime()
                : 0;
    }
}
