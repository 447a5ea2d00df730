package chatlab.lab.trial;

import chatlab.lab.engine.Node;
import chatlab.process.AdminPort;
import chatlab.process.AdminPort.Answer;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/** A process that is an admin port of this one: it runs until it is stopped or dies. */
final class ScriptedNode implements Node, AutoCloseable {
    private final AdminPort port = AdminPort.open("127.0.0.1", 0);
    private final URI admin = URI.create("http://127.0.0.1:" + port.port());
    private final String log;
    private volatile End end = new End(0, false);
    private volatile boolean running = true;
    private volatile Consumer<String> starting = body -> {};

    private ScriptedNode(String log) {
        this.log = log;
    }

    /** A server with 0.5 cores and 256 MiB, which uses 0.4 cores and counts 1000 deliveries per second. */
    private static final String SERVERS_DOING = " because of the server";

    static ScriptedNode server() {
        return server("0.5");
    }

    static ScriptedNode server(String cpuLimit) {
        return new ScriptedNode("server began\nserver's last words\n")
                .answers("/readyz", () -> Answer.text(200, "ready"))
                .answers("/gc-log", () -> Answer.text(200, "collected"))
                .answers("/metrics", () -> Answer.text(200, metrics(cpuLimit)));
    }

    /** Load clients that pass through these phases, one per question, and stay in the last one; their summary is made when asked. */
    static ScriptedNode clients(Supplier<String> summary, String... phases) {
        Iterator<String> script = List.of(phases).iterator();
        AtomicInteger starts = new AtomicInteger();
        String[] phase = {""};
        ScriptedNode node = new ScriptedNode("clients' last words\n");
        node.answers("/status", () -> {
            // Behind the barrier nothing goes on by itself.
            if (script.hasNext() && !(phase[0].equals("ready") && starts.get() == 0)) {
                phase[0] = script.next();
            }
            return json("{\"phase\":\"" + phase[0].replace(SERVERS_DOING, "") + "\",\"monotonicNs\":"
                    + System.nanoTime() + ",\"failure\":\"the target said no.\""
                    + (phase[0].endsWith(SERVERS_DOING) ? ",\"blame\":\"server\"}" : "}"));
        });
        node.port.on("POST", "/start", request -> {
            starts.incrementAndGet();
            node.starting.accept(new String(request.body(), StandardCharsets.UTF_8));
            return Answer.text(phase[0].equals("ready") ? 202 : 409, phase[0]);
        });
        return node.answers("/results", () -> json(summary.get()))
                .answers("/results/latency.hlog", () -> Answer.text(200, "latency"))
                .answers("/results/send-lag.hlog", () -> Answer.text(200, "send lag"));
    }

    static Answer json(String text) {
        return Answer.json(200, text.getBytes(StandardCharsets.UTF_8));
    }

    ScriptedNode answers(String path, Supplier<Answer> answer) {
        port.on("GET", path, request -> answer.get());
        return this;
    }

    /** Answers what is posted there. */
    ScriptedNode takes(String path, Function<String, Answer> answer) {
        port.on("POST", path, request -> answer.apply(new String(request.body(), StandardCharsets.UTF_8)));
        return this;
    }

    /** Is told what is posted to start it. */
    ScriptedNode startsWith(Consumer<String> listener) {
        starting = listener;
        return this;
    }

    /** It ends before anybody asked it to. */
    void die(End how) {
        end = how;
        running = false;
    }

    /** How it will end when it is asked to. */
    ScriptedNode endsWith(int exitCode) {
        end = new End(exitCode, false);
        return this;
    }

    @Override
    public URI admin() {
        return admin;
    }

    @Override
    public String address() {
        return "scripted:8080";
    }

    /** It has used 0.25 cores since the clock began. */
    @Override
    public Watch watch(Consumer<Use> listener) {
        ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
        var _ = clock.scheduleAtFixedRate(
                () -> {
                    Instant now = Instant.now();
                    listener.accept(new Use(now, now.toEpochMilli() * 0.25e-3, 0, 0, 1 << 20));
                },
                0,
                100,
                TimeUnit.MILLISECONDS);
        return clock::shutdownNow;
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public End stop(Duration grace) {
        running = false;
        return end;
    }

    @Override
    public String log() {
        return log;
    }

    @Override
    public void close() {
        running = false;
        port.close();
    }

    private static String metrics(String cpuLimit) {
        double now = System.nanoTime() * 1e-9;
        return """
                chatlab_process_monotonic_seconds %s
                chatlab_process_cpu_seconds_total %s
                chatlab_cgroup_cpu_usage_seconds_total %s
                chatlab_cgroup_cpu_periods_total %s
                chatlab_cgroup_cpu_throttled_periods_total %s
                chatlab_cgroup_cpu_limit_cores %s
                chatlab_cgroup_memory_bytes 1.0E8
                chatlab_cgroup_memory_limit_bytes 2.68435456E8
                chatlab_server_connections 100
                chatlab_server_cluster_connected 1
                chatlab_server_shards 2
                chatlab_server_connections_closed_total{reason="a } b"} 3
                chatlab_server_deliveries_total %s
                """.formatted(now, now * 0.3, now * 0.4, now * 10, now * 2, cpuLimit, now * 1000);
    }
}
