package chatlab.lab.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import chatlab.lab.engine.Node;
import chatlab.lab.engine.NodeSpec;
import chatlab.lab.engine.NodeSpec.Role;
import chatlab.lab.experiment.Experiment;
import chatlab.lab.experiment.ExperimentFile;
import chatlab.lab.result.Figures;
import chatlab.lab.result.Repetition;
import chatlab.lab.result.Repetition.Limit;
import chatlab.lab.result.Repetition.Reason;
import chatlab.lab.result.Status;
import chatlab.lab.trial.TrialPlan.Patience;
import chatlab.process.AdminPort.Answer;
import chatlab.process.StopSignal;
import chatlab.process.UnusableException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A repetition's course against real admin ports that act as server and load clients. */
@Timeout(30)
class TrialRunnerTest {
    private static final Patience SHORT =
            new Patience(Duration.ofSeconds(1), Duration.ofMillis(1200), Duration.ofMillis(100));
    private static final String[] ALL_PHASES = {"connecting", "ready", "warmup", "measuring", "draining", "done"};

    @TempDir
    private Path folder;

    private final StopSignal stop = new StopSignal();
    private final List<String> phases = new ArrayList<>();

    private Supplier<ScriptedNode> server = () -> ScriptedNode.server();
    private Supplier<ScriptedNode> clients = () -> ScriptedNode.clients(this::summaryOfNow, ALL_PHASES);
    private final AtomicReference<ScriptedNode> startedServer = new AtomicReference<>();
    private final ScriptedEngine engine = new ScriptedEngine(this::start);

    @Test
    void aRepetitionThatGoesWellHasItsFiguresLimitsAndRawFiles() throws Exception {
        Repetition repetition = run(Patience.USUAL);

        assertThat(repetition.reasons()).isEmpty();
        assertThat(repetition.status()).isEqualTo(Status.MET);
        assertThat(repetition.notices()).isEmpty();
        assertThat(repetition.number()).isEqualTo(3);
        assertThat(repetition.folder()).isEqualTo("trials/01/rep-3");
        assertThat(repetition.limits())
                .containsExactly(new Limit("cpus", 0.5, 0.5), new Limit("memory", 268_435_456, 268_435_456.0));
        Figures figures = figures(repetition);
        assertThat(figures.members()).isEqualTo(1000);
        assertThat(figures.server().cpuCores()).isCloseTo(0.4, within(0.01));
        assertThat(figures.server().throttledShare()).isCloseTo(0.2, within(0.01));
        assertThat(figures.serverCounters())
                .containsKeys(
                        "chatlab_server_deliveries_total", "chatlab_server_connections_closed_total{reason=\"a } b\"}")
                .doesNotContainKey("chatlab_server_connections");
        assertThat(repetition.files())
                .containsExactly(
                        "clients-series.csv",
                        "clients-summary.json",
                        "latency.hlog",
                        "load-clients.log",
                        "send-lag.hlog",
                        "server-gc.log",
                        "server-series.csv",
                        "server.log");
        assertThat(folder.resolve("latency.hlog")).content().startsWith("latency");
        assertThat(folder.resolve("send-lag.hlog")).content().startsWith("send lag");
        assertThat(folder.resolve("server.log")).content().contains("server's last words");
        assertThat(folder.resolve("load-clients.log")).content().contains("clients' last words");
        assertThat(Files.readAllLines(folder.resolve("server-series.csv")))
                .hasSizeGreaterThan(2)
                .first()
                .asString()
                .startsWith("monotonic_seconds,chatlab_cgroup_cpu_usage_seconds_total,");
        assertThat(phases)
                .containsExactly(
                        "starting",
                        "connecting",
                        "connecting",
                        "ready",
                        "warmup",
                        "measuring",
                        "draining",
                        "done",
                        "collecting");
    }

    @Test
    void bothProcessesAreToldWhatThePointSays() throws Exception {
        run(Patience.USUAL);

        assertThat(engine.deployments()).singleElement().satisfies(deployment -> {
            assertThat(deployment.name()).isEqualTo("t1-r3");
            NodeSpec server = deployment.specs().getFirst();
            assertThat(server.role()).isEqualTo(Role.SERVER);
            assertThat(server.cpus()).isEqualTo(OptionalDouble.of(0.5));
            assertThat(server.memoryBytes()).isEqualTo(OptionalLong.of(256 << 20));
            assertThat(server.environment())
                    .containsEntry("BROADCAST", "log")
                    .containsEntry("PATIENCE", "10ms")
                    .containsEntry("SLOW_CONSUMER", "gap")
                    .containsEntry("ROOM_LOG_BYTES", "4MiB")
                    .doesNotContainKey("START");
            NodeSpec clients = deployment.specs().getLast();
            assertThat(clients.role()).isEqualTo(Role.LOAD_CLIENTS);
            assertThat(clients.cpus()).isEmpty();
            assertThat(clients.environment())
                    .containsEntry("TARGET", "tcp://scripted:8080")
                    .containsEntry("CLIENTS", "100")
                    .containsEntry("START", "barrier")
                    .containsEntry("WARMUP", "0")
                    .containsEntry("DURATION", "1s")
                    .containsEntry("SEED", "9");
        });
    }

    @Test
    void loadClientsThatGiveUpMakeItInvalidWithTheirSentence() throws Exception {
        clients = () -> ScriptedNode.clients(() -> "", "connecting", "failed");

        Repetition repetition = run(Patience.USUAL);

        assertFailed(repetition, "the load clients gave up: the target said no.");
        assertThat(repetition.files())
                .as("what led to it is kept")
                .containsExactly("clients-series.csv", "load-clients.log", "server-series.csv", "server.log");
        assertThat(Files.readAllLines(folder.resolve("server-series.csv"))).hasSizeGreaterThan(1);
    }

    @Test
    void aServerThatServesNotAllItsClientsIsMissed() throws Exception {
        clients = () -> ScriptedNode.clients(() -> "", "connecting", "failed because of the server");

        Repetition repetition = run(Patience.USUAL);

        assertThat(repetition.status()).isEqualTo(Status.MISSED);
        assertThat(repetition.reasons())
                .containsExactly(new Reason("server serves", "the load clients gave up: the target said no."));
    }

    @Test
    void loadClientsThatEndMakeItInvalidWithTheirLastWords() throws Exception {
        clients = () -> {
            ScriptedNode node = ScriptedNode.clients(() -> "", "connecting");
            node.die(new Node.End(2, false));
            return node;
        };

        assertFailed(run(Patience.USUAL), "the load clients ended with exit code 2: clients' last words");
    }

    @Test
    void aServerThatDiesInTheWindowIsMissedWithTheFiguresThereAre() throws Exception {
        clients = () -> {
            ScriptedNode node = ScriptedNode.clients(this::summaryOfNow, ALL_PHASES);
            Supplier<Answer> results = () -> {
                startedServer.get().die(new Node.End(137, true));
                return ScriptedNode.json(summaryOfNow());
            };
            return node.answers("/results", results);
        };

        Repetition repetition = run(Patience.USUAL);

        assertThat(repetition.status()).isEqualTo(Status.MISSED);
        assertThat(repetition.reasons())
                .containsExactly(new Reason(
                        "server survives",
                        "the server was killed at its memory limit (exit code 137) before it was asked to end."));
        assertThat(figures(repetition).members()).isEqualTo(1000);
        assertThat(repetition.files()).contains("server.log", "clients-summary.json");
    }

    @Test
    void aServerThatDiesWhileItsClientsConnectIsMissedAlthoughTheyGiveUp() throws Exception {
        clients = () -> {
            startedServer.get().die(new Node.End(137, true));
            return ScriptedNode.clients(() -> "", "connecting", "failed");
        };

        Repetition repetition = run(Patience.USUAL);

        assertThat(repetition.status()).isEqualTo(Status.MISSED);
        assertThat(repetition.reasons()).extracting(Reason::code).containsExactly("server survives");
        assertThat(repetition.notices())
                .containsExactly("There are no figures: the load clients gave up: the target said no.");
        assertThat(repetition.figures()).isNull();
    }

    @Test
    void aServerThatIsNeverReadyMakesItInvalidAndNoClientsAreStarted() throws Exception {
        server = () -> ScriptedNode.server().answers("/readyz", () -> Answer.text(503, "not yet"));

        Repetition repetition = run(SHORT);

        assertFailed(repetition, "the server was not ready within 1 s.");
        assertThat(repetition.files()).containsExactly("server.log");
        assertThat(engine.deployments().getFirst().specs()).hasSize(1);
    }

    @Test
    void aServerThatEndsBeforeItIsReadyMakesItInvalidWithItsLastWords() throws Exception {
        server = () -> {
            ScriptedNode node = ScriptedNode.server().answers("/readyz", () -> Answer.text(503, "not yet"));
            node.die(new Node.End(2, false));
            return node;
        };

        assertFailed(run(Patience.USUAL), "the server ended with exit code 2: server's last words");
    }

    @Test
    void loadClientsThatAreNeverThereMakeItInvalid() throws Exception {
        clients = () -> ScriptedNode.clients(() -> "", "connecting");

        assertFailed(run(SHORT), "the load clients were not ready within 2 s; they were connecting.");
    }

    @Test
    void resultsOfAnotherFormatMakeItInvalidAndTheyAreKept() throws Exception {
        clients = () -> ScriptedNode.clients(() -> "{\"format\":\"other/7\"}", ALL_PHASES);

        Repetition repetition = run(Patience.USUAL);

        assertFailed(
                repetition,
                "the load clients' summary has the format 'other/7', but this lab reads chatlab-clients-summary/1.");
        assertThat(folder.resolve("clients-summary.json")).hasContent("{\"format\":\"other/7\"}");
    }

    @Test
    void aRawFileThatIsNotHandedOverMakesItInvalid() throws Exception {
        clients = () -> ScriptedNode.clients(this::summaryOfNow, ALL_PHASES)
                .answers("/results/send-lag.hlog", () -> Answer.text(404, "nothing here"));

        assertFailed(run(Patience.USUAL), "the load clients did not hand over send-lag.hlog: nothing here");
        assertThat(folder.resolve("send-lag.hlog")).doesNotExist();
    }

    @Test
    void doubtsOfTheLoadClientsMakeItInvalidWithItsFigures() throws Exception {
        ObjectNode summary = SummaryFile.with("invalid", "[{\"reason\":\"client-bound\",\"detail\":\"it was late.\"}]");
        clients = () -> ScriptedNode.clients(() -> inWindowOfNow(summary), ALL_PHASES);

        Repetition repetition = run(Patience.USUAL);

        assertThat(repetition.status()).isEqualTo(Status.INVALID);
        assertThat(repetition.reasons()).containsExactly(new Reason("client-bound", "it was late."));
        assertThat(repetition.figures()).isNotNull();
    }

    @Test
    void somebodyElseInTheTrialsRoomsMakesItInvalidWithItsFigures() throws Exception {
        ObjectNode summary = SummaryFile.read();
        ((ObjectNode) summary.get("ledger")).put("ofOtherRuns", 1);
        clients = () -> ScriptedNode.clients(() -> inWindowOfNow(summary), ALL_PHASES);

        Repetition repetition = run(Patience.USUAL);

        assertThat(repetition.status()).isEqualTo(Status.INVALID);
        assertThat(repetition.reasons()).extracting(Reason::code).containsExactly("other-run");
        assertThat(repetition.figures()).isNotNull();
    }

    @Test
    void aLimitThatReadsBackWrongMakesItInvalid() throws Exception {
        server = () -> ScriptedNode.server("NaN");

        Repetition repetition = run(Patience.USUAL);

        assertThat(repetition.limits()).contains(new Limit("cpus", 0.5, null));
        assertThat(repetition.status()).isEqualTo(Status.INVALID);
        assertThat(repetition.reasons()).extracting(Reason::code).containsExactly("limit");
        assertThat(figures(repetition).server().cpuCores())
                .as("of the process, since no group is its own")
                .isCloseTo(0.3, within(0.01));
        assertThat(figures(repetition).server().throttledShare()).isNull();
    }

    @Test
    void aServerThatEndsBadlyWhenAskedToIsANotice() throws Exception {
        server = () -> ScriptedNode.server().endsWith(137);

        Repetition repetition = run(Patience.USUAL);

        assertThat(repetition.status()).isEqualTo(Status.MET);
        assertThat(repetition.notices())
                .containsExactly(
                        "When it was asked to end, the server ended with exit code 137, where 0 was expected.");
    }

    @Test
    void theUsersStopEndsItAndLeavesNothingRunning() throws Exception {
        CountDownLatch connecting = new CountDownLatch(1);
        clients = () -> ScriptedNode.clients(() -> "", "connecting").answers("/status", () -> {
            connecting.countDown();
            return ScriptedNode.json("{\"phase\":\"connecting\"}");
        });
        Thread user = Thread.ofVirtual().start(() -> {
            try {
                connecting.await();
                stop.raise();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });

        assertThatThrownBy(() -> run(Patience.USUAL)).isInstanceOf(InterruptedException.class);
        user.join();
        assertThat(folder.resolve("server.log")).exists();
        assertThat(folder.resolve("load-clients.log")).exists();
    }

    @Test
    void whatTheDeploymentNoticedIsToldAndChangesNoStatus() throws Exception {
        engine.notices("The server could not be watched.");

        Repetition repetition = run(Patience.USUAL);

        assertThat(repetition.notices()).containsExactly("The server could not be watched.");
        assertThat(repetition.status()).isEqualTo(Status.MET);
    }

    @Test
    void anEngineThatCantStartAProcessClosesTheDeploymentToo() {
        clients = () -> {
            throw new UnusableException("The engine made no container.");
        };

        assertThatThrownBy(() -> run(Patience.USUAL)).isInstanceOf(UnusableException.class);
        assertThat(folder.resolve("server.log")).exists();
    }

    private ScriptedNode start(NodeSpec spec) {
        return switch (spec.role()) {
            case SERVER -> {
                startedServer.set(server.get());
                yield startedServer.get();
            }
            case LOAD_CLIENTS, GATLING -> clients.get();
            case REDIS, HAPROXY -> throw new IllegalArgumentException("there is one server");
        };
    }

    /** Runs one repetition; whatever comes of it, its deployment has to be closed. */
    private Repetition run(Patience patience) throws IOException, InterruptedException {
        Path file = folder.resolveSibling(folder.getFileName() + ".yaml");
        Files.writeString(file, """
                question: q
                server: {cpus: 0.5}
                trial: {warmup: 0, duration: 1s, drain: 0}
                slo: [p50 < 100ms]
                seed: 9
                """);
        Experiment experiment = ExperimentFile.read(file);
        Files.delete(file);
        try (TrialRunner runner = new TrialRunner(engine, experiment, stop, patience)) {
            return runner.run(
                    experiment.points().getFirst(), 3, "t1-r3", folder, "trials/01/rep-3", phases::add, Extras.NONE);
        } finally {
            assertThat(engine.deployments())
                    .singleElement()
                    .satisfies(d -> assertThat(d.isClosed()).isTrue());
        }
    }

    private static void assertFailed(Repetition repetition, String sentence) {
        assertThat(repetition.status()).isEqualTo(Status.INVALID);
        assertThat(repetition.reasons()).containsExactly(new Reason("failed", sentence));
        assertThat(repetition.figures()).isNull();
    }

    private static Figures figures(Repetition repetition) {
        return Objects.requireNonNull(repetition.figures());
    }

    private String summaryOfNow() {
        return inWindowOfNow(SummaryFile.read());
    }

    /** The summary of a window that is the last half second: the phases before took longer, and one scrape is to come. */
    private static String inWindowOfNow(ObjectNode summary) {
        long now = System.nanoTime();
        ((ObjectNode) summary.get("window"))
                .put("fromNs", now - 500_000_000)
                .put("toNs", now)
                .put("seconds", 0.5);
        return summary.toString();
    }
}
