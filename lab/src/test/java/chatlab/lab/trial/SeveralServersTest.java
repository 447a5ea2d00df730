package chatlab.lab.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import chatlab.lab.engine.Node;
import chatlab.lab.engine.NodeSpec;
import chatlab.lab.engine.NodeSpec.Role;
import chatlab.lab.experiment.Experiment;
import chatlab.lab.experiment.ExperimentFile;
import chatlab.lab.result.Figures;
import chatlab.lab.result.Figures.Resources;
import chatlab.lab.result.Repetition;
import chatlab.lab.result.Repetition.Limit;
import chatlab.lab.result.Repetition.Reason;
import chatlab.lab.result.Status;
import chatlab.process.AdminPort.Answer;
import chatlab.process.StopSignal;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A repetition with two servers, Redis and HAProxy, all of them real admin ports that a test scripts. */
@Timeout(30)
class SeveralServersTest {
    private static final String BOTH_UP = """
            haproxy_server_status{proxy="replicas",server="replica-1",state="UP"} 1
            haproxy_server_status{proxy="replicas",server="replica-2",state="UP"} 1
            haproxy_server_status{proxy="replicas",server="replica-2",state="DOWN"} 0
            haproxy_server_status{proxy="replicas",server="replica-3",state="MAINT"} 1
            """;

    /** Phases are asked for every 200 ms. */
    private static final String[] MORE_THAN_A_SECOND = {
        "connecting",
        "ready",
        "warmup",
        "warmup",
        "warmup",
        "measuring",
        "measuring",
        "measuring",
        "measuring",
        "draining",
        "done"
    };

    @TempDir
    private Path folder;

    @TempDir
    private Path files;

    private Function<Integer, ScriptedNode> server = number -> ScriptedNode.server();
    private String haproxy = BOTH_UP;
    private String proxy = "haproxy";
    private double busyShare = 0.5;
    private String[] clientPhases = MORE_THAN_A_SECOND;
    private Runnable whenClientsStart = () -> {};
    private final Map<String, ScriptedNode> nodes = new LinkedHashMap<>();
    private final ScriptedEngine engine = new ScriptedEngine(this::start);

    @Test
    void eachPartHasItsFiguresAndItsFiles() throws Exception {
        Repetition repetition = run("replicas:2");

        assertThat(repetition.reasons()).isEmpty();
        Figures figures = Objects.requireNonNull(repetition.figures());
        assertThat(figures.server().cpuCores()).isCloseTo(0.8, within(0.02));
        assertThat(figures.server().throttledShare()).isCloseTo(0.2, within(0.01));
        assertThat(figures.server().memoryBytes()).isEqualTo(100_000_000);
        Map<String, Resources> parts = Objects.requireNonNull(figures.parts());
        assertThat(parts).containsOnlyKeys("server-1", "server-2", "redis", "haproxy");
        assertThat(cpu(parts, "server-2")).isCloseTo(0.4, within(0.01));
        assertThat(cpu(parts, "haproxy")).isCloseTo(0.25, within(0.02));
        assertThat(repetition.limits())
                .containsExactly(new Limit("cpus", 0.5, 0.5), new Limit("memory", 268_435_456, 268_435_456.0));
        assertThat(repetition.files())
                .contains(
                        "haproxy-series.csv",
                        "haproxy.log",
                        "host-series.csv",
                        "redis-series.csv",
                        "redis.log",
                        "server-1/server-gc.log",
                        "server-1/server-series.csv",
                        "server-1/server.log",
                        "server-2/server-series.csv",
                        "server-series.csv")
                .doesNotContain("server.log");
        assertThat(engine.deployments().getFirst().isClosed()).isTrue();
    }

    @Test
    void othersComeInTheOrderInWhichTheyAreLookedForAndClientsGoToHaproxy() throws Exception {
        run("shards:2");

        List<NodeSpec> specs = engine.deployments().getFirst().specs();
        assertThat(specs)
                .extracting(NodeSpec::role)
                .containsExactly(Role.SERVER, Role.SERVER, Role.HAPROXY, Role.LOAD_CLIENTS);
        assertThat(specs.getFirst().environment())
                .containsEntry("SHARDS", "servers:8080")
                .containsEntry("SHARD_REPLICAS", "1")
                .doesNotContainKey("CLUSTER");
        assertThat(specs.get(2).environment())
                .containsOnly(Map.entry("SHARDS", "servers:8080"), Map.entry("SHARD_REPLICAS", "1"));
        assertThat(specs.getLast().environment()).containsEntry("TARGET", "ws://scripted:8080/ws");
    }

    @Test
    void withoutHaproxyClientsGoToAllServersAlike() throws Exception {
        proxy = "none";

        run("replicas:2");

        List<NodeSpec> specs = engine.deployments().getFirst().specs();
        assertThat(specs)
                .extracting(NodeSpec::role)
                .containsExactly(Role.REDIS, Role.SERVER, Role.SERVER, Role.LOAD_CLIENTS);
        assertThat(specs.getLast().environment())
                .containsEntry("TARGET", "ws://scripted:8080/ws,ws://scripted:8080/ws");
    }

    @Test
    void aMachineWithoutCpuForAllMakesItInvalid() throws Exception {
        busyShare = 0.97;

        Repetition repetition = run("replicas:2");

        assertThat(repetition.status()).isEqualTo(Status.INVALID);
        assertThat(repetition.reasons()).extracting(Reason::code).containsExactly("host-bound");
        assertThat(repetition.reasons().getFirst().detail()).contains("97% of the window", "1.50 cores");
        assertThat(repetition.figures()).isNotNull();
    }

    @Test
    void haproxyThatEndsWhileClientsConnectIsNotTheServersDoing() throws Exception {
        clientPhases = new String[] {"connecting", "failed because of the server"};
        whenClientsStart = () -> Objects.requireNonNull(nodes.get("haproxy")).die(new Node.End(137, true));

        Repetition repetition = run("replicas:2");

        assertThat(repetition.status()).isEqualTo(Status.INVALID);
        assertThat(repetition.reasons())
                .containsExactly(
                        new Reason("failed", "haproxy had ended before it was asked to; its log may say why."));
    }

    @Test
    void aSecondServerWhoseLimitDoesNotBindIsSeen() throws Exception {
        server = number -> ScriptedNode.server(number == 2 ? "2.0" : "0.5");

        Repetition repetition = run("replicas:2");

        assertThat(repetition.status()).isEqualTo(Status.INVALID);
        assertThat(repetition.reasons())
                .contains(new Reason("limit", "the server was to have cpus = 0.5, but inside it reads 2.0."));
    }

    @Test
    void theServerThatDiedIsSaidByItsNumber() throws Exception {
        Repetition repetition = run(
                "replicas:2",
                () -> Objects.requireNonNull(nodes.get("server-2")).die(new Node.End(137, true)));

        assertThat(repetition.reasons())
                .contains(
                        new Reason(
                                "server survives",
                                "the server 2 of 2 was killed at its memory limit (exit code 137) before it was asked to end."));
    }

    @Test
    void withoutRedisWhatWasMeasuredIsNothing() throws Exception {
        Repetition repetition = run(
                "replicas:2", () -> Objects.requireNonNull(nodes.get("redis")).die(new Node.End(1, false)));

        assertThat(repetition.status()).isEqualTo(Status.INVALID);
        assertThat(repetition.reasons())
                .containsExactly(new Reason("failed", "redis had ended before it was asked to; its log may say why."));
    }

    @Test
    void aServerThatHaproxyDoesNotFindIsWaitedForInVain() throws Exception {
        haproxy = "haproxy_server_status{proxy=\"replicas\",server=\"replica-1\",state=\"UP\"} 1\n";

        Repetition repetition = run("replicas:2");

        assertThat(repetition.reasons())
                .containsExactly(new Reason("failed", "the haproxy did not find all 2 servers within 1 s."));
        assertThat(repetition.files()).contains("haproxy.log", "server-2/server.log");
    }

    /** Of a machine with one core that has been as busy as that since its clock began, which ticks so fast that no tick counts. */
    private String stat() {
        long ticks = System.nanoTime() / 1_000;
        long busy = Math.round(ticks * busyShare);
        return "cpu0 " + busy + " 0 0 " + (ticks - busy) + " 0 0 0 0 0 0\n";
    }

    private static double cpu(Map<String, Resources> parts, String name) {
        return Objects.requireNonNull(Objects.requireNonNull(parts.get(name)).cpuCores());
    }

    private ScriptedNode start(NodeSpec spec) {
        ScriptedNode node = switch (spec.role()) {
            case SERVER -> server.apply(spec.number());
            case HAPROXY -> ScriptedNode.server().answers("/metrics", () -> Answer.text(200, haproxy));
            case REDIS -> ScriptedNode.server();
            case LOAD_CLIENTS, GATLING ->
                ScriptedNode.clients(
                        () -> {
                            whenAsked.run();
                            return inWindowOfNow(SummaryFile.read());
                        },
                        clientPhases);
        };
        if (spec.role() == Role.LOAD_CLIENTS) {
            whenClientsStart.run();
        }
        nodes.put(
                spec.role() == Role.SERVER
                        ? "server-" + spec.number()
                        : spec.role().toString().toLowerCase(Locale.ROOT),
                node);
        return node;
    }

    private Runnable whenAsked = () -> {};

    private Repetition run(String topology, Runnable whenResultsAreAskedFor) throws Exception {
        whenAsked = whenResultsAreAskedFor;
        return run(topology);
    }

    private Repetition run(String topology) throws Exception {
        Experiment experiment =
                ExperimentFile.read(Files.writeString(files.resolve("t.yaml"), """
                question: q
                server: {cpus: 0.5, topology: "%s", proxy: %s}
                clients: {rooms: 2, transport: websocket}
                trial: {warmup: 0, duration: 1s, drain: 0}
                slo: [p50 < 100ms]
                """.formatted(topology, proxy)));
        TrialPlan.Patience patience =
                new TrialPlan.Patience(Duration.ofSeconds(1), Duration.ofSeconds(5), Duration.ofMillis(100));
        try (TrialRunner runner = new TrialRunner(engine, experiment, new StopSignal(), patience, this::stat)) {
            return runner.run(
                    experiment.points().getFirst(), 1, "t1-r1", folder, "trials/01/rep-1", phase -> {}, Extras.NONE);
        }
    }

    /** Of a window long enough for a scrape to be in it. */
    private static String inWindowOfNow(ObjectNode summary) {
        long now = System.nanoTime();
        ((ObjectNode) summary.get("window"))
                .put("fromNs", now - 1_100_000_000)
                .put("toNs", now)
                .put("seconds", 1.1);
        return summary.toString();
    }
}
