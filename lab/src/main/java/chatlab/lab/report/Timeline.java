package chatlab.lab.report;

import chatlab.lab.result.Figures;
import chatlab.lab.result.HistogramLogs;
import chatlab.lab.result.HistogramLogs.Interval;
import chatlab.lab.result.Repetition;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One repetition second by second, from its raw files. Times are seconds from the beginning of the measured window, negative before it.
 *
 * @param phases in their order, without gaps
 * @param panels one below the other, over the same time
 */
record Timeline(List<Phase> phases, List<Panel> panels) {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String SERIES = "server-series.csv";
    private static final String CLIENTS_SERIES = "clients-series.csv";
    private static final String SUMMARY = "clients-summary.json";
    private static final String LATENCY = "latency.hlog";
    private static final double NS = 1e9;
    private static final double MIB = 1 << 20;

    /** A stretch of time. */
    record Phase(String name, double from, double to) {}

    /**
     * A plot over time.
     *
     * @param unit what the y axis counts
     * @param log whether the y axis is logarithmic
     * @param limit a dashed level; NaN for none
     */
    record Panel(String title, String unit, boolean log, List<Curve> curves, double limit) {
        double max() {
            double most = curves.stream()
                    .flatMap(curve -> curve.points().stream())
                    .mapToDouble(Instant::value)
                    .max()
                    .orElse(1);
            return Double.isNaN(limit) ? most : Math.max(most, limit);
        }

        double min() {
            return curves.stream()
                    .flatMap(curve -> curve.points().stream())
                    .mapToDouble(Instant::value)
                    .filter(value -> value > 0)
                    .min()
                    .orElse(1);
        }
    }

    /** A line of a panel. */
    record Curve(String label, List<Instant> points) {}

    /** A value at a time. */
    record Instant(double seconds, double value) {}

    /** Empty where a raw file is missing or can't be read. */
    static Optional<Timeline> of(Path folder, Repetition repetition) {
        if (!Files.isRegularFile(folder.resolve(SERIES)) || !Files.isRegularFile(folder.resolve(SUMMARY))) {
            return Optional.empty();
        }
        try {
            JsonNode summary = JSON.readTree(Files.readAllBytes(folder.resolve(SUMMARY)));
            double from = summary.at("/window/fromNs").asLong() / NS;
            double to = summary.at("/window/toNs").asLong() / NS;
            SampleTable samples = SampleTable.read(folder.resolve(SERIES), from);
            if (samples.times().size() < 2) {
                return Optional.empty();
            }
            List<Panel> panels = new ArrayList<>();
            messages(folder, from).ifPresent(panels::add);
            panels.add(new Panel(
                    "Deliveries",
                    "per s",
                    false,
                    List.of(new Curve("deliveries", samples.rate("chatlab_server_deliveries_total", 1))),
                    Double.NaN));
            panels.add(new Panel(
                    "Connections",
                    "",
                    false,
                    List.of(new Curve("connections", samples.gauge("chatlab_server_connections", 1))),
                    Double.NaN));
            latency(folder, summary, from).ifPresent(panels::add);
            panels.add(new Panel(
                    "Server CPU",
                    "cores",
                    false,
                    List.of(new Curve(
                            "CPU",
                            samples.rate(
                                    isBound(repetition, "cpus")
                                            ? "chatlab_cgroup_cpu_usage_seconds_total"
                                            : "chatlab_process_cpu_seconds_total",
                                    1))),
                    limit(repetition, "cpus", servers(repetition))));
            if (isBound(repetition, "cpus")) {
                panels.add(new Panel(
                        "Throttled by its limit",
                        "ms per s",
                        false,
                        List.of(new Curve(
                                "throttled", samples.rate("chatlab_cgroup_cpu_throttled_seconds_total", 1e3))),
                        Double.NaN));
            }
            panels.add(new Panel(
                    "Event loop lag",
                    "ms",
                    false,
                    List.of(new Curve("lag", samples.gauge("chatlab_server_event_loop_lag_seconds", 1e3))),
                    Double.NaN));
            panels.add(new Panel(
                    "Waiting for full sockets",
                    "MiB",
                    false,
                    List.of(new Curve("waiting", samples.gauge("chatlab_server_pending_bytes", 1 / MIB))),
                    Double.NaN));
            panels.add(new Panel(
                    "Server memory",
                    "MiB",
                    false,
                    memory(samples, isBound(repetition, "memory")),
                    limit(repetition, "memory", servers(repetition) / MIB)));
            panels.add(new Panel(
                    "Garbage collections",
                    "ms per s",
                    false,
                    List.of(new Curve("collecting", samples.rate("chatlab_jvm_gc_seconds_total", 1e3))),
                    Double.NaN));
            panels.add(new Panel(
                    "Network",
                    "MiB/s",
                    false,
                    List.of(
                            new Curve("sent", samples.rate("chatlab_network_sent_bytes_total", 1 / MIB)),
                            new Curve("received", samples.rate("chatlab_network_received_bytes_total", 1 / MIB))),
                    Double.NaN));
            panels.removeIf(panel -> panel.curves().stream()
                    .flatMap(curve -> curve.points().stream())
                    .allMatch(point -> point.value() == 0));
            return panels.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new Timeline(phases(samples, to - from), List.copyOf(panels)));
        } catch (IOException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Of the load clients. */
    private static Optional<Panel> messages(Path folder, double from) throws IOException {
        Path file = folder.resolve(CLIENTS_SERIES);
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        SampleTable samples = SampleTable.read(file, from);
        List<Curve> curves = new ArrayList<>();
        curves.add(new Curve("offered", samples.rate("chatlab_clients_messages_scheduled_total", 1)));
        curves.add(new Curve("sent", samples.rate("chatlab_clients_messages_sent_total", 1)));
        curves.removeIf(curve -> curve.points().isEmpty());
        return curves.isEmpty()
                ? Optional.empty()
                : Optional.of(new Panel("Messages", "per s", false, curves, Double.NaN));
    }

    /**
     * All of it, and what it is used for where that was kept; of a control group that is shared with others the heap alone is the server's.
     *
     * @param own whether the control group is the server's own
     */
    private static List<Curve> memory(SampleTable samples, boolean own) {
        List<Curve> curves = new ArrayList<>();
        if (own) {
            curves.add(new Curve("all", samples.gauge("chatlab_cgroup_memory_bytes", 1 / MIB)));
            curves.add(new Curve("programs", samples.gauge("chatlab_cgroup_memory_anonymous_bytes", 1 / MIB)));
        }
        curves.add(
                new Curve(own ? "of these heap" : "heap", samples.gauge("chatlab_jvm_heap_committed_bytes", 1 / MIB)));
        if (own) {
            curves.add(new Curve("files", samples.gauge("chatlab_cgroup_memory_file_bytes", 1 / MIB)));
            curves.add(new Curve("kernel", samples.gauge("chatlab_cgroup_memory_kernel_bytes", 1 / MIB)));
            curves.add(new Curve("sockets", samples.gauge("chatlab_cgroup_memory_socket_bytes", 1 / MIB)));
        }
        curves.removeIf(curve -> curve.points().isEmpty());
        return curves;
    }

    private static List<Phase> phases(SampleTable samples, double window) {
        double first = samples.times().getFirst();
        double last = Math.max(window, samples.times().getLast());
        List<Instant> connections = samples.gauge("chatlab_server_connections", 1);
        double most = connections.stream().mapToDouble(Instant::value).max().orElse(0);
        double connected = connections.stream()
                .filter(each -> each.value() >= most)
                .mapToDouble(Instant::seconds)
                .findFirst()
                .orElse(first);
        double warm = Math.min(0, Math.max(first, connected));
        List<Phase> phases = new ArrayList<>();
        phases.add(new Phase("connecting", first, warm));
        phases.add(new Phase("warm-up", warm, 0));
        phases.add(new Phase("measured window", 0, window));
        phases.add(new Phase("drain", window, last));
        phases.removeIf(phase -> phase.to() <= phase.from());
        return List.copyOf(phases);
    }

    /** The generator's clock is the wall's in its histograms, and the host's monotonic one in all else: it says by how much they differ. */
    private static Optional<Panel> latency(Path folder, JsonNode summary, double from) throws IOException {
        if (!Files.isRegularFile(folder.resolve(LATENCY))) {
            return Optional.empty();
        }
        double offset = summary.at("/clock/startOffsetNs").asLong() / NS;
        List<Interval> intervals = HistogramLogs.intervals(folder.resolve(LATENCY)).stream()
                .filter(interval -> interval.histogram().getTotalCount() > 0)
                .toList();
        List<Curve> curves = new ArrayList<>();
        for (double percentile : new double[] {50, 99, 100}) {
            curves.add(new Curve(
                    percentile == 100 ? "max" : "p" + (int) percentile,
                    intervals.stream()
                            .map(interval -> new Instant(
                                    interval.startSeconds() + interval.seconds() / 2 - offset - from,
                                    interval.histogram().getValueAtPercentile(percentile) / 1e6))
                            .toList()));
        }
        return intervals.isEmpty()
                ? Optional.empty()
                : Optional.of(new Panel("Latency of what arrived then", "ms", true, curves, Double.NaN));
    }

    private static boolean isBound(Repetition repetition, String name) {
        return repetition.limits().stream().anyMatch(limit -> limit.name().equals(name) && limit.bound());
    }

    /** What is drawn of several servers is their sum, as their limits are then. */
    private static double servers(Repetition repetition) {
        @Nullable Figures figures = repetition.figures();
        return figures == null ? 1 : figures.servers().size();
    }

    private static double limit(Repetition repetition, String name, double scale) {
        return repetition.limits().stream()
                .filter(limit -> limit.name().equals(name) && limit.bound())
                .mapToDouble(limit -> limit.asked() * scale)
                .findFirst()
                .orElse(Double.NaN);
    }
}
