package chatlab.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Counter;
import io.prometheus.metrics.core.metrics.Histogram;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProcessMetricsTest {
    /** What Prometheus asks for when it takes native histograms. */
    private static final String PROTOBUF = "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;"
            + "encoding=delimited;q=0.6,application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.5,"
            + "text/plain;version=0.0.4;q=0.2,*/*;q=0.1";

    @TempDir
    Path root;

    private final AdminPort port = AdminPort.open("127.0.0.1", 0);
    private final HttpClient http = HttpClient.newHttpClient();

    @BeforeEach
    void recordACgroup() throws Exception {
        file("proc/self/cgroup", "0::/");
        file("proc/self/mountinfo", "1 0 0:29 / /sys/fs/cgroup rw - cgroup2 cgroup rw");
        file("sys/fs/cgroup/cpu.max", "25000 100000");
        file("sys/fs/cgroup/cpu.stat", "usage_usec 7250000\nnr_periods 310\nnr_throttled 120\nthrottled_usec 8400500");
        file("sys/fs/cgroup/memory.current", "104857600");
        file("sys/fs/cgroup/memory.stat", "anon 70000000\nfile 20000000\nkernel 5000000\nsock 4096");
    }

    @AfterEach
    void close() {
        http.close();
        port.close();
    }

    @Test
    void scrapeWithoutWishesIsText() throws Exception {
        scrapesOf(metrics());
        HttpResponse<byte[]> answer = scrape("");
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("text/plain; version=0.0.4; charset=utf-8");
        Map<String, Double> samples = samples(answer);
        assertThat(samples)
                .containsEntry("chatlab_cgroup_cpu_usage_seconds_total", 7.25)
                .containsEntry("chatlab_cgroup_cpu_limit_cores", 0.25)
                .containsEntry("chatlab_cgroup_cpu_throttled_seconds_total", 8.4005)
                .containsEntry("chatlab_cgroup_cpu_periods_total", 310.0)
                .containsEntry("chatlab_cgroup_cpu_throttled_periods_total", 120.0)
                .containsEntry("chatlab_cgroup_memory_bytes", 104_857_600.0)
                .containsEntry("chatlab_cgroup_memory_limit_bytes", Double.NaN)
                .containsEntry("chatlab_cgroup_memory_anonymous_bytes", 70_000_000.0)
                .containsEntry("chatlab_cgroup_memory_file_bytes", 20_000_000.0)
                .containsEntry("chatlab_cgroup_memory_kernel_bytes", 5_000_000.0)
                .containsEntry("chatlab_cgroup_memory_socket_bytes", 4_096.0)
                .containsKeys(
                        "chatlab_jvm_heap_bytes",
                        "chatlab_jvm_heap_committed_bytes",
                        "chatlab_jvm_gc_seconds_total",
                        "chatlab_jvm_gc_collections_total")
                .containsEntry("chatlab_test_total", 3.0)
                .containsEntry("chatlab_test_seconds_count", 2.0)
                .containsEntry("chatlab_test_seconds_bucket{le=\"0.01\"}", 1.0)
                .containsEntry("chatlab_test_seconds_bucket{le=\"+Inf\"}", 2.0);
        assertThat(samples.get("chatlab_process_cpu_seconds_total")).isPositive();
    }

    @Test
    void monotonicClockIsThatOfTheScrape() throws Exception {
        scrapesOf(metrics());
        double before = System.nanoTime() / 1e9;
        double scraped = samples(scrape("")).getOrDefault("chatlab_process_monotonic_seconds", 0.0);
        assertThat(scraped).isBetween(before, System.nanoTime() / 1e9);
    }

    @Test
    void everyScrapeReadsTheControlGroupAnew() throws Exception {
        scrapesOf(metrics());
        scrape("");
        file("sys/fs/cgroup/cpu.stat", "usage_usec 9000000\nnr_periods 311\nnr_throttled 121\nthrottled_usec 8500000");
        file("sys/fs/cgroup/memory.max", "268435456");
        assertThat(samples(scrape("")))
                .containsEntry("chatlab_cgroup_cpu_usage_seconds_total", 9.0)
                .containsEntry("chatlab_cgroup_cpu_throttled_periods_total", 121.0)
                .containsEntry("chatlab_cgroup_memory_limit_bytes", 268_435_456.0);
    }

    @Test
    void counterThatNobodyKeepsIsAbsentNotZero() throws Exception {
        file("sys/fs/cgroup/cpu.stat", "usage_usec 7250000");
        scrapesOf(metrics());
        assertThat(samples(scrape("")))
                .containsKey("chatlab_cgroup_cpu_usage_seconds_total")
                .doesNotContainKeys(
                        "chatlab_cgroup_cpu_throttled_seconds_total",
                        "chatlab_cgroup_cpu_periods_total",
                        "chatlab_cgroup_cpu_throttled_periods_total");
    }

    @Test
    void figuresOfAControlGroupThatIsGoneGoToNaNAndCountersStay() throws Exception {
        scrapesOf(metrics());
        Files.delete(root.resolve("sys/fs/cgroup/memory.current"));
        Files.delete(root.resolve("sys/fs/cgroup/cpu.stat"));
        assertThat(samples(scrape("")))
                .containsEntry("chatlab_cgroup_memory_bytes", Double.NaN)
                .containsKey("chatlab_cgroup_cpu_usage_seconds_total");
    }

    @Test
    void scrapeInOpenMetricsEndsAsThatFormatDemands() throws Exception {
        scrapesOf(metrics());
        HttpResponse<byte[]> answer = scrape("application/openmetrics-text;version=1.0.0,text/plain;q=0.5");
        assertThat(answer.headers().firstValue("Content-Type"))
                .hasValue("application/openmetrics-text; version=1.0.0; charset=utf-8");
        assertThat(new String(answer.body(), StandardCharsets.UTF_8))
                .contains("chatlab_test_total 3.0\n")
                .contains("# TYPE chatlab_test counter\n")
                .endsWith("# EOF\n");
    }

    @Test
    void scrapeInProtobufHasNativeHistogramsBesideClassicOnes() throws Exception {
        scrapesOf(metrics());
        HttpResponse<byte[]> answer = scrape(PROTOBUF);
        assertThat(answer.headers().firstValue("Content-Type"))
                .hasValue(
                        "application/vnd.google.protobuf; proto=io.prometheus.client.MetricFamily; encoding=delimited");
        Map<String, ByteBuffer> families = new HashMap<>();
        ByteBuffer body = ByteBuffer.wrap(answer.body());
        while (body.hasRemaining()) {
            ByteBuffer family = slice(body, (int) varint(body));
            String name = StandardCharsets.UTF_8
                    .decode(fields(family.duplicate(), 1).getFirst())
                    .toString();
            families.put(name, family);
        }
        assertThat(families).containsKeys("chatlab_test_total", "chatlab_cgroup_memory_bytes", "chatlab_test_seconds");
        // MetricFamily.metric = 4, Metric.histogram = 7; of Histogram: bucket = 3, positive_span = 12, positive_delta =
        // 13.
        ByteBuffer metric = fields(Objects.requireNonNull(families.get("chatlab_test_seconds")), 4)
                .getFirst();
        ByteBuffer histogram = fields(metric, 7).getFirst();
        assertThat(fields(histogram.duplicate(), 3)).as("classic buckets").hasSizeGreaterThanOrEqualTo(2);
        assertThat(fields(histogram.duplicate(), 12)).as("native spans").isNotEmpty();
        assertThat(fields(histogram.duplicate(), 13)).as("native buckets").isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "application/openmetrics-text", PROTOBUF})
    void manyScrapesCountNothingTwice(String accept) throws Exception {
        ProcessMetrics metrics = metrics();
        scrapesOf(metrics);
        for (int i = 0; i < 3; i++) {
            assertThat(scrape(accept).statusCode()).isEqualTo(200);
        }
        assertThat(samples(scrape(""))).containsEntry("chatlab_test_total", 3.0);
    }

    @Test
    void aProcessSaysWhichProgramItIsAndWhatItRunsFor() throws Exception {
        ProcessMetrics metrics = metrics();
        metrics.describe("server", new PartOf("first-look", "500 members"));
        scrapesOf(metrics);
        assertThat(new String(scrape("").body(), StandardCharsets.UTF_8).lines())
                .contains("chatlab_process_info{experiment=\"first-look\",program=\"server\",trial=\"500 members\"} 1");
    }

    /** Whoever watches a small process is not to be what it works for. */
    @ParameterizedTest
    @ValueSource(strings = {"", "application/openmetrics-text", PROTOBUF})
    void garbageOfAScrapeIsNoMultitudeOfWhatItSays(String accept) throws Exception {
        ProcessMetrics metrics = metrics();
        for (int i = 0; i < 200; i++) {
            Counter.builder("chatlab_test_" + i)
                    .description("One of as many as a server has, about which there is a line to read.")
                    .register(metrics.registry());
        }
        scrapesOf(metrics);
        int scrapes = 20;
        int length = scrape(accept).body().length; // and what is made only once
        assertThat(length).isGreaterThan(15_000);
        long before = allocated();
        for (int i = 0; i < scrapes; i++) {
            assertThat(scrape(accept).statusCode()).isEqualTo(200);
        }
        assertThat((allocated() - before) / scrapes).isLessThan(100L * length);
    }

    /** Bytes that threads of this virtual machine have asked for, ended ones included. */
    private static long allocated() {
        return ((com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean()).getTotalThreadAllocatedBytes();
    }

    private ProcessMetrics metrics() {
        ProcessMetrics metrics = new ProcessMetrics(Cgroup.under(root));
        Counter.builder("chatlab_test").register(metrics.registry()).increment(3);
        Histogram histogram = metrics.histogram("chatlab_test_seconds", "For the test.", 0.01, 0.1);
        histogram.observe(0.005);
        histogram.observe(5);
        return metrics;
    }

    private void scrapesOf(ProcessMetrics metrics) {
        port.on("GET", "/metrics", metrics.scrapes());
    }

    private HttpResponse<byte[]> scrape(String accept) throws Exception {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port.port() + "/metrics"));
        if (!accept.isEmpty()) {
            request.header("Accept", accept);
        }
        return http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    private static Map<String, Double> samples(HttpResponse<byte[]> answer) {
        Map<String, Double> samples = new HashMap<>();
        new String(answer.body(), StandardCharsets.UTF_8)
                .lines()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.split(" ", -1))
                .forEach(sample -> samples.put(sample[0], Double.parseDouble(sample[1])));
        return samples;
    }

    private void file(String path, String content) throws Exception {
        Files.createDirectories(root.resolve(path).getParent());
        Files.writeString(root.resolve(path), content + "\n");
    }

    /** All fields of this number in a protobuf message, whose length or value counts as their content. */
    private static List<ByteBuffer> fields(ByteBuffer message, int number) {
        List<ByteBuffer> found = new ArrayList<>();
        while (message.hasRemaining()) {
            long tag = varint(message);
            int start = message.position();
            ByteBuffer content = switch ((int) tag & 7) {
                case 0 -> {
                    varint(message);
                    int end = message.position();
                    yield slice(message.position(start), end - start);
                }
                case 1 -> slice(message, 8);
                case 2 -> slice(message, (int) varint(message));
                case 5 -> slice(message, 4);
                default -> throw new AssertionError("no wire type of protobuf: " + (tag & 7));
            };
            if (tag >>> 3 == number) {
                found.add(content);
            }
        }
        return found;
    }

    private static ByteBuffer slice(ByteBuffer from, int length) {
        ByteBuffer slice = from.slice(from.position(), length);
        from.position(from.position() + length);
        return slice;
    }

    private static long varint(ByteBuffer from) {
        long value = 0;
        for (int shift = 0; ; shift += 7) {
            byte next = from.get();
            value |= (long) (next & 127) << shift;
            if (next >= 0) {
                return value;
            }
        }
    }
}
