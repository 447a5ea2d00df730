package chatlab.lab.trial;

import static org.assertj.core.api.Assertions.assertThat;

import chatlab.lab.engine.NodeSpec;
import chatlab.lab.engine.NodeSpec.Role;
import chatlab.lab.experiment.Experiment;
import chatlab.lab.experiment.ExperimentFile;
import chatlab.lab.experiment.Overrides;
import chatlab.lab.result.Figures;
import chatlab.lab.result.HistogramLogs;
import chatlab.lab.result.Repetition;
import chatlab.lab.result.Status;
import chatlab.process.AdminPort.Answer;
import chatlab.process.StopSignal;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two processes of load clients in one repetition, scripted. */
class GeneratorsTest {
    private static final String[] ALL_PHASES = {"connecting", "ready", "warmup", "measuring", "draining", "done"};

    @TempDir
    private Path folder;

    /** What was posted, by process and path. */
    private final Map<String, Queue<String>> posted = new ConcurrentHashMap<>();

    private final ScriptedEngine engine = new ScriptedEngine(this::start);
    private final ScriptedNode server = ScriptedNode.server();
    private boolean areLeftRunning;
    /** What the second process does otherwise. */
    private Runnable tampering = () -> {};

    private final ScriptedNode[] nodes = {
        ScriptedNode.clients(() -> summary(1), ALL_PHASES), ScriptedNode.clients(() -> summary(2), ALL_PHASES)
    };

    @Test
    void allBeginAtOneMomentAndEachIsToldWhatTheOthersHaveSent() throws Exception {
        Repetition repetition = run(Extras.NONE);

        assertThat(repetition.status()).as(repetition.reasons().toString()).isEqualTo(Status.MET);
        long begun = System.nanoTime();
        String start = Objects.requireNonNull(posted.get("1/start")).element();
        assertThat(posted.get("1/start")).containsExactly(start);
        assertThat(posted.get("2/start")).containsExactly(start);
        assertThat(Long.parseLong(start))
                .isBetween(begun - TimeUnit.MINUTES.toNanos(1), begun + TimeUnit.SECONDS.toNanos(3));
        assertThat(String.join("", Objects.requireNonNull(posted.get("1/sent"))))
                .isEqualTo(sent(2));
        assertThat(posted.get("1/sent")).as("in parts").hasSizeGreaterThan(1).allMatch(part -> part.endsWith("\n"));
        assertThat(String.join("", Objects.requireNonNull(posted.get("2/sent"))))
                .isEqualTo(sent(1));
        assertThat(engine.deployments().getFirst().specs())
                .filteredOn(spec -> spec.role() == Role.LOAD_CLIENTS)
                .allSatisfy(spec -> assertThat(spec.environment()).containsEntry("SHARD", spec.number() + "/2"))
                .extracting(spec -> spec.environment().get("RUN_ID"))
                .hasSize(2)
                .containsOnly(engine.deployments()
                        .getFirst()
                        .specs()
                        .getLast()
                        .environment()
                        .get("RUN_ID"));
    }

    @Test
    void theSumStandsBesideWhatEachMeasured() throws Exception {
        Repetition repetition = run(Extras.NONE);

        assertThat(repetition.files())
                .contains(
                        "clients-summary.json",
                        "latency.hlog",
                        "process-1/clients-summary.json",
                        "process-1/clients-series.csv",
                        "process-2/latency.hlog",
                        "process-2/load-clients.log")
                .doesNotContain("load-clients.log");
        Figures figures = Objects.requireNonNull(repetition.figures());
        assertThat(figures.members()).isEqualTo(2000);
        assertThat(figures.windowSeconds()).isEqualTo(20);
        assertThat(figures.messages().lost()).isZero();
        assertThat(figures.messages().received()).isEqualTo(2 * 1_189_400);
        assertThat(figures.deliveriesPerSecond()).isEqualTo(2 * 39_450.0);
        assertThat(figures.generator().cpuCores()).isEqualTo(2 * 8.0 / 20);
        assertThat(figures.generator().busyShare()).isEqualTo(0.31);
        // 1 to 100 ms of the first process, 101 to 200 of the second; of 250 that were due 50 never came.
        assertThat(figures.latency().count()).isEqualTo(200);
        assertThat(figures.latency().missing()).isEqualTo(50);
        assertThat(figures.latency().p50()).isBetween(124_000_000L, 126_000_000L);
        assertThat(figures.latency().p90()).isNull();
        assertThat(HistogramLogs.sum(List.of(folder.resolve("latency.hlog"))).getTotalCount())
                .isEqualTo(200);
    }

    @Test
    void whatOneOfThemDoubtsMakesTheTrialInvalidAndNamesIt() throws Exception {
        nodes[1] = ScriptedNode.clients(() -> withDoubt(summary(2)), ALL_PHASES);

        Repetition repetition = run(Extras.NONE);

        assertThat(repetition.status()).isEqualTo(Status.INVALID);
        assertThat(repetition.reasons())
                .containsExactly(new Repetition.Reason("client-bound", "process 2: the generator was late"));
    }

    @Test
    void whoIsThrownOutAfterAllWereReadyIsTheServersDoing() throws Exception {
        tampering = () -> nodes[1].takes("/start", body -> Answer.text(409, "The run is in phase failed."))
                .answers(
                        "/status",
                        () -> ScriptedNode.json(
                                posted.containsKey("1/start")
                                        ? "{\"phase\":\"failed\",\"failure\":\"thrown out.\",\"blame\":\"server\"}"
                                        : "{\"phase\":\"ready\"}"));

        Repetition repetition = run(Extras.NONE);

        assertThat(repetition.status()).isEqualTo(Status.MISSED);
        assertThat(repetition.reasons())
                .containsExactly(new Repetition.Reason("server serves", "the load clients gave up: thrown out."));
    }

    @Test
    void oneThatIsKilledIsNoticedAtOnce() throws Exception {
        tampering = () -> nodes[1].answers("/sent", () -> {
            nodes[1].close();
            return Answer.text(409, "not yet");
        });

        Repetition repetition = run(Extras.NONE);

        assertThat(repetition.status()).isEqualTo(Status.INVALID);
        assertThat(repetition.reasons())
                .singleElement()
                .satisfies(reason -> assertThat(reason.detail())
                        .isEqualTo("the load clients ended with exit code 0: clients' last words"));
    }

    @Test
    void oneThatDoesNotTakeWhatOthersSentSaysWhy() throws Exception {
        tampering = () -> nodes[1].takes("/sent", body -> Answer.text(400, "That is nothing."));

        Repetition repetition = run(Extras.NONE);

        assertThat(repetition.reasons())
                .singleElement()
                .satisfies(reason -> assertThat(reason.detail())
                        .isEqualTo("the load clients did not take what others of them had sent: That is nothing."));
    }

    @Test
    void whatIsKeptSaysHowToRemoveIt() throws Exception {
        Repetition repetition = run(new Extras(false, true));

        assertThat(repetition.notices()).containsExactly(Extras.KEPT + "scripted removal");
        assertThat(engine.deployments().getFirst().isKept()).isTrue();
        assertThat(areLeftRunning).isTrue();
    }

    @Test
    void aRecordingThatFailsIsANoticeAndTheFiguresStand() throws Exception {
        Repetition repetition = run(new Extras(true, false));

        assertThat(repetition.status()).isEqualTo(Status.MET);
        assertThat(repetition.notices()).containsExactly("There is no server.jfr: There is nothing at this path.");
    }

    private ScriptedNode start(NodeSpec spec) {
        if (spec.role() == Role.SERVER) {
            return server;
        }
        ScriptedNode node = nodes[spec.number() - 1];
        node.answers("/sent", () -> Answer.text(200, sent(spec.number()).strip()))
                .takes("/sent", body -> {
                    post(spec, "/sent", body);
                    return Answer.text(202, "Taken.");
                })
                .startsWith(body -> post(spec, "/start", body))
                .answers("/results/latency.hlog", () -> log("latency", spec.number()))
                .answers("/results/send-lag.hlog", () -> log("send-lag", spec.number()))
                .answers("/results/connect.hlog", () -> log("connect", spec.number()))
                .answers("/results/welcome.hlog", () -> log("welcome", spec.number()));
        if (spec.number() == 2) {
            tampering.run();
        }
        return node;
    }

    private void post(NodeSpec spec, String path, String body) {
        posted.computeIfAbsent(spec.number() + path, key -> new ConcurrentLinkedQueue<>())
                .add(body);
    }

    /** More than fits into one request. */
    private static String sent(int process) {
        StringBuilder lines = new StringBuilder();
        IntStream.range(0, 5_000)
                .forEach(talker -> lines.append(2 * talker + process - 1).append(" 8 10 -1 0\n"));
        return lines.toString();
    }

    private static String summary(int process) {
        ObjectNode summary = SummaryFile.read();
        ((ObjectNode) summary.path("ledger"))
                .put("exact", true)
                .put("lost", 0)
                .put("duplicated", 0)
                .put("reordered", 0);
        ((ObjectNode) summary.path("deliveries")).put("expectedInWindow", process == 1 ? 100 : 150);
        long windowFromNs = System.nanoTime() - TimeUnit.MILLISECONDS.toNanos(100);
        ((ObjectNode) summary.path("window"))
                .put("fromNs", windowFromNs)
                .put("toNs", windowFromNs + TimeUnit.MILLISECONDS.toNanos(50));
        summary.putObject("sharedRooms").putArray("rooms");
        summary.putArray("files")
                .add("latency.hlog")
                .add("send-lag.hlog")
                .add("connect.hlog")
                .add("welcome.hlog");
        return summary.toString();
    }

    private static String withDoubt(String summary) {
        return summary.replace(
                "\"invalid\":[]", "\"invalid\":[{\"reason\":\"client-bound\",\"detail\":\"the generator was late\"}]");
    }

    private static Answer log(String tag, int process) {
        Histogram histogram = new Histogram(3);
        for (int ms = 1; ms <= 100; ms++) {
            histogram.recordValue(TimeUnit.MILLISECONDS.toNanos(ms + (process - 1) * 100L));
        }
        histogram.setTag(tag);
        histogram.setStartTimeStamp(1_000);
        histogram.setEndTimeStamp(2_000);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        HistogramLogWriter writer = new HistogramLogWriter(bytes);
        writer.outputLogFormatVersion();
        writer.outputIntervalHistogram(histogram);
        return new Answer(200, "text/plain", bytes.toByteArray());
    }

    private Repetition run(Extras extras) throws Exception {
        Experiment experiment = ExperimentFile.parse("two.yaml", """
                question: q
                server: {cpus: 0.5}
                clients: {processes: 2}
                trial: {warmup: 0, duration: 1s, drain: 0}
                slo: [lost == 0]
                """, Overrides.NONE);
        try (TrialRunner runner = new TrialRunner(engine, experiment, new StopSignal())) {
            return runner.run(
                    experiment.points().getFirst(), 1, "t1-r1", folder, "trials/01/rep-1", phase -> {}, extras);
        } finally {
            areLeftRunning = Stream.of(nodes).allMatch(ScriptedNode::isRunning);
            server.close();
            for (ScriptedNode node : nodes) {
                node.close();
            }
        }
    }
}
