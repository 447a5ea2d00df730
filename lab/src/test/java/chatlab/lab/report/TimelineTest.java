package chatlab.lab.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import chatlab.lab.report.Timeline.Instant;
import chatlab.lab.report.Timeline.Panel;
import chatlab.lab.report.Timeline.Phase;
import chatlab.lab.result.Repetition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TimelineTest {
    /** The window is from 1,010 to 1,012 s of the monotonic clock, which the wall's is 500,000 s ahead of. */
    private static final String SUMMARY = """
            {"window": {"fromNs": 1010000000000, "toNs": 1012000000000}, "clock": {"startOffsetNs": 500000000000000}}
            """;

    private static final String SERIES = """
            monotonic_seconds,chatlab_cgroup_cpu_usage_seconds_total,chatlab_cgroup_memory_bytes,chatlab_server_connections,chatlab_server_deliveries_total
            1005.0,1.0,1048576,0,0
            1006.0,1.1,2097152,10,0
            1008.0,1.3,2097152,10,200
            1010.0,1.5,,10,400
            1012.0,2.5,4194304,10,1400
            1013.0,2.5,4194304,10,1400
            """;

    private final Repetition repetition =
            Results.firstLook().trials().getFirst().repetitions().getFirst();

    @TempDir
    private Path folder;

    @Test
    void everythingStandsOnTheClockOfTheMeasuredWindow() throws IOException {
        writeAll();

        Timeline timeline = Timeline.of(folder, repetition).orElseThrow();

        assertThat(timeline.phases())
                .containsExactly(
                        new Phase("connecting", -5, -4),
                        new Phase("warm-up", -4, 0),
                        new Phase("measured window", 0, 2),
                        new Phase("drain", 2, 3));
        assertThat(timeline.panels())
                .extracting(Panel::title)
                .containsExactly(
                        "Deliveries", "Connections", "Latency of what arrived then", "Server CPU", "Server memory");
        assertThat(points(timeline, 0))
                .containsExactly(
                        new Instant(-4.5, 0),
                        new Instant(-3, 100),
                        new Instant(-1, 100),
                        new Instant(1, 500),
                        new Instant(2.5, 0));
        assertThat(points(timeline, 4))
                .as("a scrape without a value is left out")
                .containsExactly(
                        new Instant(-5, 1),
                        new Instant(-4, 2),
                        new Instant(-2, 2),
                        new Instant(2, 4),
                        new Instant(3, 4));
        Instant median = timeline.panels().get(2).curves().getFirst().points().getFirst();
        assertThat(median.seconds()).isCloseTo(0.5, within(0.01));
        assertThat(median.value()).isCloseTo(20, within(0.1));
    }

    @Test
    void whatIsKeptOfTrafficMemoryCollectionsAndNetworkIsDrawn() throws IOException {
        writeAll();
        Files.writeString(folder.resolve("clients-series.csv"), """
                monotonic_seconds,chatlab_clients_messages_scheduled_total,chatlab_clients_messages_sent_total
                1010.0,100,100
                1011.0,140,130
                """);
        Files.writeString(folder.resolve("server-series.csv"), """
                monotonic_seconds,chatlab_cgroup_cpu_throttled_seconds_total,chatlab_cgroup_memory_bytes,chatlab_cgroup_memory_socket_bytes,\
                chatlab_jvm_heap_committed_bytes,chatlab_jvm_gc_seconds_total,chatlab_network_sent_bytes_total,chatlab_network_received_bytes_total
                1010.0,1.0,4194304,1048576,2097152,0.5,0,0
                1011.0,1.3,4194304,1048576,2097152,0.502,3145728,1048576
                """);

        Timeline timeline = Timeline.of(folder, repetition).orElseThrow();

        assertThat(curves(timeline, "Messages")).containsExactly("offered 40.0", "sent 30.0");
        assertThat(curves(timeline, "Throttled by its limit")).containsExactly("throttled 300.0");
        assertThat(curves(timeline, "Server memory")).containsExactly("all 4.0", "of these heap 2.0", "sockets 1.0");
        assertThat(curves(timeline, "Garbage collections")).containsExactly("collecting 2.0");
        assertThat(curves(timeline, "Network")).containsExactly("sent 3.0", "received 1.0");
    }

    @Test
    void ofAGroupThatIsSharedWithOthersOnlyTheProcesssOwnIsDrawn() throws IOException {
        writeAll();
        Files.writeString(folder.resolve("server-series.csv"), """
                monotonic_seconds,chatlab_cgroup_cpu_usage_seconds_total,chatlab_process_cpu_seconds_total,chatlab_cgroup_memory_bytes,\
                chatlab_jvm_heap_committed_bytes,chatlab_cgroup_cpu_throttled_seconds_total
                1010.0,10,1.0,4194304,2097152,1
                1011.0,12,1.5,4194304,2097152,2
                """);
        Repetition unbound = Results.withLimits(
                repetition,
                List.of(new Repetition.Limit("cpus", 1, null), new Repetition.Limit("memory", 1 << 28, null)));

        Timeline timeline = Timeline.of(folder, unbound).orElseThrow();

        assertThat(curves(timeline, "Server CPU")).containsExactly("CPU 0.5");
        assertThat(curves(timeline, "Server memory")).containsExactly("heap 2.0");
        assertThat(timeline.panels()).extracting(Panel::title).doesNotContain("Throttled by its limit");
    }

    /** Each with its last value. */
    private static List<String> curves(Timeline timeline, String panel) {
        return timeline.panels().stream()
                .filter(each -> each.title().equals(panel))
                .flatMap(each -> each.curves().stream())
                .map(curve ->
                        curve.label() + " " + Math.rint(curve.points().getLast().value() * 1e6) / 1e6)
                .toList();
    }

    @Test
    void theDrawingNamesEveryPhaseAndUnit() throws IOException {
        writeAll();

        String svg = TimelineSvg.file(Timeline.of(folder, repetition).orElseThrow(), "100 members & 1 CPU");

        assertThat(svg)
                .startsWith("<svg ")
                .contains("100 members &amp; 1 CPU")
                .contains(">measured window<", ">Deliveries, per s<", ">Server CPU, cores<", ">Server memory, MiB<")
                .contains(">Latency of what arrived then, ms (log scale)<", ">p99<")
                .contains("seconds from the beginning of the measured window")
                .doesNotContain("NaN")
                .doesNotContain("Infinity");
    }

    @Test
    void withoutItsRawFilesThereIsNone() throws IOException {
        assertThat(Timeline.of(folder, repetition)).isEmpty();

        writeAll();
        Files.writeString(folder.resolve("server-series.csv"), "monotonic_seconds,a\n1,2,3\n");
        assertThat(Timeline.of(folder, repetition)).isEmpty();

        Files.writeString(folder.resolve("clients-summary.json"), "{");
        assertThat(Timeline.of(folder, repetition)).isEmpty();
    }

    private static java.util.List<Instant> points(Timeline timeline, int panel) {
        return timeline.panels().get(panel).curves().getFirst().points();
    }

    private void writeAll() throws IOException {
        Files.writeString(folder.resolve("clients-summary.json"), SUMMARY);
        Files.writeString(folder.resolve("server-series.csv"), SERIES);
        Histogram histogram = new Histogram(3);
        histogram.recordValue(20_000_000);
        histogram.setStartTimeStamp(501_010_000L);
        histogram.setEndTimeStamp(501_011_000L);
        try (var out = Files.newOutputStream(folder.resolve("latency.hlog"))) {
            HistogramLogWriter writer = new HistogramLogWriter(out);
            writer.outputLogFormatVersion();
            writer.outputStartTime(501_010_000L);
            writer.outputLegend();
            writer.outputIntervalHistogram(501_010.0, 501_011.0, histogram, 1.0);
        }
    }
}
