package chatlab.lab.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chatlab.lab.experiment.Experiment;
import chatlab.lab.experiment.ExperimentFile;
import chatlab.lab.experiment.Objective;
import chatlab.lab.result.Figures;
import chatlab.lab.result.Figures.Resources;
import chatlab.lab.result.Repetition.Reason;
import chatlab.lab.result.Status;
import com.fasterxml.jackson.databind.JsonNode;
import com.github.dockerjava.api.command.InspectContainerResponse;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.Network;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.utility.DockerImageName;

/**
 * The images under limits that bind, apart from the lab's own engine: what both sides count and what is judged. How late a
 * generator may be is generous where it is not the question: these tests share their machine with others.
 */
@EnabledIf("chatlab.lab.engine.EngineProbe#answers")
class ContainerTrialTest {
    private static final String DELIVERIES = "chatlab_server_deliveries_total";
    private static final String MESSAGES = "chatlab_server_messages_received_total";
    private static final String SLOW_CONSUMERS = "chatlab_server_connections_closed_total{reason=\"slow_consumer\"}";

    @TempDir
    private Path folder;

    private final AdminClient admin = new AdminClient();
    private final Network network = Network.newNetwork();
    private final GenericContainer<?> server = container("server", 8081, 0.5, 256L << 20)
            .waitingFor(Wait.forHttp("/readyz").forPort(8081).withStartupTimeout(Duration.ofSeconds(90)));

    @AfterEach
    void removeEverything() {
        server.stop();
        network.close();
        admin.close();
    }

    @Test
    void fiveHundredMembersHearEveryMessageAndBothSidesCountTheSame() throws Exception {
        server.start();
        Summary summary = run(
                1,
                Map.of(
                        "CLIENTS",
                        "500",
                        "RATE",
                        "20",
                        "WARMUP",
                        "3s",
                        "DURATION",
                        "10s",
                        "DRAIN",
                        "5s",
                        "MAX_SEND_LAG",
                        "5s"));

        assertThat(summary.invalid()).isEmpty();
        assertThat(summary.messages().ledgerExact())
                .as(summary.json().path("ledger").toString())
                .isTrue();
        assertThat(summary.messages().sent()).isEqualTo(260);
        assertThat(summary.messages().received()).isEqualTo(260 * 500);
        MetricsPage metrics = metrics();
        assertThat(metrics.value(DELIVERIES))
                .hasValue((double) summary.messages().received());
        assertThat(metrics.value(MESSAGES)).hasValue((double) summary.messages().sent());
        assertThat(metrics.value("chatlab_cgroup_cpu_limit_cores")).hasValue(0.5);
        assertThat(metrics.value("chatlab_cgroup_memory_limit_bytes")).hasValue(256L << 20);
    }

    @Test
    void aServerBeyondItsLimitSurvivesAndTheStatusSaysWhatWasMissed() throws Exception {
        // Far more than half a core can copy, and readers so slow that a mebibyte piles up behind their full sockets.
        // A log would carry so much more of it that the load clients were the limit; and these have more than they
        // need.
        server.withEnv("BROADCAST", "batched").start();
        Summary summary = run(
                2,
                Map.of(
                        "CLIENTS", "200",
                        "SLOW_READERS", "20",
                        "SLOW_READER_BYTES_PER_SECOND", "400000",
                        "TALKERS", "10",
                        "RATE", "1000",
                        "MESSAGE_BYTES", "8192",
                        "WARMUP", "5s",
                        "DURATION", "10s",
                        "DRAIN", "5s",
                        "MAX_SEND_LAG", "5s"));
        MetricsPage metrics = metrics();
        Figures figures = summary.figures(new Resources(0.5, null, null, null), Map.of(), null);
        Judge.Verdict verdict = new Judge(objectives(), true).judge(figures, summary.invalid(), List.of(), 0, null);

        assertThat(server.isRunning()).isTrue();
        assertThat(summary.closed()).containsKey("slow_consumer");
        // Both sides tell of the same ends. Who does not read what is in front of its bye in time sees no more than the
        // end of the connection.
        assertThat(summary.closed().keySet()).isSubsetOf("slow_consumer", "closed", "reset");
        assertThat(metrics.value(SLOW_CONSUMERS))
                .hasValue(summary.closed().values().stream()
                        .mapToDouble(Long::doubleValue)
                        .sum());
        assertThat(verdict.status()).as(verdict.toString()).isEqualTo(Status.MISSED);
        assertThat(verdict.reasons()).extracting(Reason::code).contains("p99 < 100ms", "told == 0");
        assertThat(stopWithSignal()).isZero();
    }

    @Test
    void aStarvedGeneratorIsJudgedInvalid() throws Exception {
        server.start();
        // Few enough to join in a third of the time that they have, with more to receive than they can.
        Summary summary =
                run(0.05, Map.of("CLIENTS", "50", "RATE", "400", "WARMUP", "1s", "DURATION", "5s", "DRAIN", "2s"));
        Figures figures = summary.figures(new Resources(0.1, null, null, null), Map.of(), null);
        Judge.Verdict verdict = new Judge(objectives(), true).judge(figures, summary.invalid(), List.of(), 0, null);

        assertThat(verdict.status()).isEqualTo(Status.INVALID);
        assertThat(verdict.reasons()).extracting(Reason::code).contains("client-bound");
    }

    /** Runs load clients with these settings through barrier, window and drain, and gives their account. */
    private Summary run(double cpus, Map<String, String> settings) throws Exception {
        try (GenericContainer<?> clients = container("load-clients", 8082, cpus, 1L << 30)) {
            clients.withEnv(settings)
                    .withEnv("TARGET", "tcp://server:8080")
                    .withEnv("START", "barrier")
                    .waitingFor(Wait.forHttp("/healthz").forPort(8082).withStartupTimeout(Duration.ofMinutes(2)))
                    .start();
            URI at = admin(clients, 8082);
            awaitPhase(at, "ready");
            assertThat(admin.post(at, "/start", "").status()).isEqualTo(202);
            awaitPhase(at, "done");
            return new Summary(admin.results(at, "/results").json());
        }
    }

    private void awaitPhase(URI at, String phase) {
        await().atMost(Duration.ofMinutes(3))
                .pollInterval(Duration.ofSeconds(1)) // an answer costs a starved process a good part of what it has
                .ignoreExceptionsInstanceOf(IOException.class)
                .until(() -> {
                    JsonNode status = admin.get(at, "/status").json();
                    String now = status.path("phase").asText();
                    assertThat(now).as(status.toString()).isNotEqualTo("failed");
                    return now.equals(phase);
                });
    }

    private MetricsPage metrics() throws Exception {
        return MetricsPage.parse(admin.get(admin(server, 8081), "/metrics").text());
    }

    /** The exit code of the server after a SIGTERM. */
    private long stopWithSignal() {
        server.getDockerClient()
                .stopContainerCmd(server.getContainerId())
                .withTimeout(10)
                .exec();
        InspectContainerResponse ended = server.getDockerClient()
                .inspectContainerCmd(server.getContainerId())
                .exec();
        Long exitCode = ended.getState().getExitCodeLong();
        return exitCode == null ? -1 : exitCode;
    }

    private List<Objective> objectives() throws IOException {
        Path file = folder.resolve("objectives.yaml");
        Files.writeString(file, "question: q\nslo:\n  - p99 < 100ms\n  - lost == 0\n  - told == 0\n");
        Experiment experiment = ExperimentFile.read(file);
        return experiment.objectives();
    }

    private static URI admin(GenericContainer<?> container, int port) {
        return URI.create("http://" + container.getHost() + ":" + container.getMappedPort(port));
    }

    /** As in a trial, server and load clients share no core, where there are two; null for any. */
    private static @Nullable String core(String name) {
        return Runtime.getRuntime().availableProcessors() < 2 ? null : name.equals("server") ? "0" : "1";
    }

    private GenericContainer<?> container(String name, int adminPort, double cpus, long memoryBytes) {
        return new GenericContainer<>(DockerImageName.parse("chatlab/" + name + ":dev"))
                .withNetwork(network)
                .withNetworkAliases(name)
                .withExposedPorts(adminPort)
                .withImagePullPolicy(image -> false)
                .withCreateContainerCmdModifier(command -> Objects.requireNonNull(command.getHostConfig())
                        .withNanoCPUs(Math.round(cpus * 1e9))
                        .withCpusetCpus(core(name))
                        .withMemory(memoryBytes)
                        .withMemorySwap(memoryBytes));
    }
}
