package chatlab.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chatlab.lab.engine.EngineProbe;
import chatlab.lab.result.Figures;
import chatlab.lab.result.HistogramLogs;
import chatlab.lab.result.Repetition;
import chatlab.lab.result.Repetition.Limit;
import chatlab.lab.result.ResultFiles;
import chatlab.lab.result.RunResult;
import chatlab.lab.result.Status;
import chatlab.process.ExitCode;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import jdk.jfr.consumer.RecordingFile;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** {@code chatlab run} as a process of its own, with real servers and real load clients. */
class EndToEndTest {
    private static final String ANSWERS = "chatlab.lab.engine.EngineProbe#answers";
    private static final String SMALL = """
            question: Does a small room hear everything?
            purpose: explore
            server: {cpus: 0.5, memory: 192MiB}
            clients: {members: 20, talkers: 4, rate: 20}
            trial: {warmup: 1s, duration: 3s, drain: 5s}
            slo: [lost == 0, duplicated == 0, reordered == 0, unsent == 0]
            """;

    @TempDir
    private Path folder;

    @Test
    void anExperimentRunsAsLocalProcessesAndLeavesAReportWithItsRawFiles() throws Exception {
        Process lab = lab(SMALL, "--engine", "local");

        assertThat(lab.waitFor(2, TimeUnit.MINUTES)).isTrue();
        RunResult result = requireExactResult(lab, "local");
        assertThat(only(result).files()).contains("load-clients.log", "clients-series.csv");
    }

    @Test
    @EnabledIf(ANSWERS)
    void twoServersBehindHaproxyShareTheirRoomsThroughRedisAndEachPartIsSeen() throws Exception {
        Process lab = lab(
                SMALL.replace("{cpus: 0.5,", "{cpus: 0.3, topology: \"replicas:2\", proxy: haproxy,"),
                "--engine",
                "docker");

        assertThat(lab.waitFor(4, TimeUnit.MINUTES)).isTrue();
        Repetition repetition = only(requireExactResult(lab, "docker"));
        assertThat(Objects.requireNonNull(
                        Objects.requireNonNull(repetition.figures()).parts()))
                .containsOnlyKeys("server-1", "server-2", "redis", "haproxy")
                .allSatisfy((part, used) -> assertThat(used.cpuCores()).as(part).isPositive());
        assertThat(repetition.files())
                .contains(
                        "haproxy.log",
                        "haproxy-series.csv",
                        "redis.log",
                        "server-1/server.log",
                        "server-2/server.log",
                        "server-2/server-gc.log",
                        "server-series.csv");
    }

    @Test
    void severalProcessesPlayTheSameClientsAsOneAndEachAccountsForAllTalkers() throws Exception {
        Process lab = lab(SMALL.replace("talkers: 4,", "talkers: 4, processes: 3,"), "--engine", "local");

        assertThat(lab.waitFor(2, TimeUnit.MINUTES)).isTrue();
        RunResult result = requireExactResult(lab, "local");
        Repetition repetition = only(result);
        Path files = Objects.requireNonNull(runFolder()).resolve(repetition.folder());
        long parts = 0;
        for (int process = 1; process <= 3; process++) {
            JsonNode own = new JsonMapper()
                    .readTree(files.resolve("process-" + process + "/clients-summary.json")
                            .toFile());
            assertThat(own.at("/deliveries/received").asLong())
                    .isEqualTo(80L * own.path("clients").asLong());
            parts += own.path("clients").asLong();
        }
        assertThat(parts).isEqualTo(20);
        Figures figures = Objects.requireNonNull(repetition.figures());
        assertThat(figures.latency().count()).isEqualTo(60 * 20);
        assertThat(HistogramLogs.sum(List.of(files.resolve("latency.hlog"))).getTotalCount())
                .isEqualTo(60 * 20);
        assertThat(figures.joining())
                .isNotNull()
                .satisfies(joining -> assertThat(joining.welcome().count()).isEqualTo(20));
        assertThat(repetition.files())
                .contains("process-1/load-clients.log", "process-3/clients-series.csv", "welcome.hlog");
    }

    @Test
    void aProfiledRunHasFlameGraphsAndSaysThatItWasOne() throws Exception {
        Process lab = lab(SMALL, "--engine", "local", "--profile");

        assertThat(lab.waitFor(2, TimeUnit.MINUTES)).isTrue();
        Repetition repetition = only(requireExactResult(lab, "local"));
        Path files = Objects.requireNonNull(runFolder()).resolve(repetition.folder());
        assertThat(repetition.notices())
                .containsExactly("The server was profiled while it was measured, which takes CPU itself.");
        assertThat(RecordingFile.readAllEvents(files.resolve("server.jfr")))
                .extracting(event -> event.getEventType().getName())
                .contains("jdk.CPUTimeSample")
                .doesNotContain("jdk.SystemProcess", "jdk.InitialEnvironmentVariable");
        assertThat(files.resolve("server-flames.html"))
                .content()
                .contains("Where the server spent its CPU time", "netty/"); // names share their beginnings there
    }

    @Test
    @EnabledIf(ANSWERS)
    void whatIsKeptCanBeLookedAtUntilItIsRemovedAsSaid() throws Exception {
        Process lab = lab(SMALL, "--engine", "docker", "--keep");

        assertThat(lab.waitFor(5, TimeUnit.MINUTES)).isTrue();
        RunResult result = requireExactResult(lab, "docker");
        String how = only(result).notices().getFirst();
        String command = how.substring(how.indexOf("docker rm"));
        try {
            assertThat(Files.readString(folder.resolve("output"))).contains(command);
            assertThat(Leftovers.onDocker(result.id())).hasSize(3).anyMatch(name -> name.endsWith("-server"));
        } finally {
            new ProcessBuilder("sh", "-c", command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        }
        assertThat(Leftovers.onDocker(result.id())).isEmpty();
    }

    @Test
    void whatIsKeptHasToBeContainers() throws Exception {
        Process lab = lab(SMALL, "--engine", "local", "--keep");

        assertThat(lab.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(lab.exitValue()).isEqualTo(ExitCode.USAGE.number());
        assertThat(Files.readString(folder.resolve("output")))
                .contains("--keep is for containers, but the engine is 'local', whose processes end with the lab.");
        assertThat(runFolder()).isNull();
    }

    @Test
    void slowReadersAreToldOfEveryMessageTheirRoomsLogHasMovedPast() throws Exception {
        Process lab = lab("""
                question: Is a slow reader told exactly what it missed?
                purpose: explore
                server: {slowConsumer: gap, roomLogBytes: 512KiB}
                clients: {members: 10, talkers: 2, slowReaders: 3, rate: 400, messageBytes: 16KiB}
                trial: {warmup: 1s, duration: 3s, drain: 10s}
                slo: [lost == 0, duplicated == 0, reordered == 0, told > 0]
                """, "--engine", "local");

        assertThat(lab.waitFor(2, TimeUnit.MINUTES)).isTrue();
        Repetition repetition = only(ResultFiles.read(Objects.requireNonNull(runFolder())));
        Figures figures = Objects.requireNonNull(repetition.figures());
        long told = figures.messages().told();
        assertThat(figures.closed()).isEmpty();
        assertThat(told).isPositive();
        assertThat(figures.messages().lost()).isZero();
        assertThat(figures.messages().received()).isEqualTo(figures.messages().sent() * 10 - told);
        assertThat(figures.serverCounters()).containsEntry("chatlab_server_missed_total", (double) told);
    }

    @Test
    void oneInterruptLetsTheRepetitionEndWhichIsStored() throws Exception {
        Process lab = lab(SMALL.replace("{warmup: 1s,", "{repetitions: 3, warmup: 1s,"), "--engine", "local");
        await().atMost(Duration.ofMinutes(1)).until(() -> lab.descendants().count() >= 2);

        interrupt(lab);

        assertThat(lab.waitFor(2, TimeUnit.MINUTES)).isTrue();
        assertThat(lab.exitValue()).isEqualTo(ExitCode.INTERRUPTED.number());
        RunResult result = ResultFiles.read(Objects.requireNonNull(runFolder()));
        assertThat(result.interrupted()).isTrue();
        assertThat(only(result).figures()).isNotNull();
        assertThat(Files.readString(folder.resolve("output"))).contains("./chatlab run --resume ");
    }

    @Test
    void twoInterruptsOfLocalProcessesLeaveNothingBehind() throws Exception {
        Process lab = lab(SMALL.replace("duration: 3s", "duration: 10m"), "--engine", "local");
        await().atMost(Duration.ofMinutes(1)).until(() -> lab.descendants().count() >= 2);
        List<ProcessHandle> started = lab.descendants().toList();

        interruptTwice(lab);

        assertThat(lab.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(lab.exitValue()).isEqualTo(ExitCode.INTERRUPTED.number());
        assertThat(started).noneMatch(ProcessHandle::isAlive);
        assertThat(ResultFiles.read(Objects.requireNonNull(runFolder())).interrupted())
                .isTrue();
    }

    @Test
    @EnabledIf(ANSWERS)
    void anExperimentRunsInContainersUnderTheLimitsAskedForAndLeavesNothingBehind() throws Exception {
        Process lab = lab(SMALL, "--engine", "docker");

        assertThat(lab.waitFor(5, TimeUnit.MINUTES)).isTrue();
        RunResult result = requireExactResult(lab, "docker");
        assertThat(only(result).limits()).hasSize(2).allMatch(Limit::bound);
        assertThat(Leftovers.onDocker(result.id())).isEmpty();
    }

    @Test
    @EnabledIf(ANSWERS)
    void aServerFarBeyondItsLimitIsAFindingAndFailsAGate() throws Exception {
        Process lab = lab("""
                # With a log it would carry so much of this that the load clients were the limit.
                question: Does a quarter of a core carry far too much?
                server: {cpus: 0.25, memory: 192MiB, broadcast: batched}
                clients: {members: 200, talkers: 10, rate: 2000, messageBytes: 4KiB}
                trial: {warmup: 3s, duration: 5s, drain: 5s}
                slo: [p99 < 100ms]
                """, "--engine", "docker");

        assertThat(lab.waitFor(5, TimeUnit.MINUTES)).isTrue();
        RunResult result = ResultFiles.read(Objects.requireNonNull(runFolder()));
        assertThat(only(result).status()).as(only(result).reasons().toString()).isEqualTo(Status.MISSED);
        assertThat(only(result).reasons()).extracting(Repetition.Reason::code).containsExactly("p99 < 100ms");
        assertThat(only(result).notices()).isEmpty();
        assertThat(lab.exitValue()).isEqualTo(ExitCode.MISSED.number());
        assertThat(Leftovers.onDocker(result.id())).isEmpty();
    }

    @Test
    @EnabledIf(ANSWERS)
    void twoInterruptsEndTheRunWithinSecondsAndLeaveNothingBehind() throws Exception {
        Process lab = lab(SMALL.replace("duration: 3s", "duration: 10m"), "--engine", "docker");
        Path run = await().atMost(Duration.ofMinutes(2)).until(this::runFolder, Objects::nonNull);
        String id = run.getFileName().toString();
        await().atMost(Duration.ofMinutes(2))
                .until(() -> Leftovers.onDocker(id).stream().anyMatch(name -> name.endsWith("-load-clients")));

        interruptTwice(lab);

        assertThat(lab.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(lab.exitValue()).isEqualTo(ExitCode.INTERRUPTED.number());
        assertThat(Leftovers.onDocker(id)).isEmpty();
        assertThat(ResultFiles.read(run).interrupted()).isTrue();
    }

    /** What was heard is exact whatever else this machine does; whether the generator was in time is not judged here. */
    private RunResult requireExactResult(Process lab, String engine) throws IOException {
        assertThat(lab.exitValue())
                .as(Files.readString(folder.resolve("output")))
                .isIn(ExitCode.OK.number(), ExitCode.INVALID.number());
        Path run = Objects.requireNonNull(runFolder());
        RunResult result = ResultFiles.read(run);
        Figures figures = Objects.requireNonNull(only(result).figures());
        assertThat(result.setup().engine()).isEqualTo(engine);
        assertThat(figures.messages().ledgerExact()).isTrue();
        assertThat(figures.messages().sent()).isEqualTo(80);
        assertThat(figures.messages().received()).isEqualTo(80 * 20);
        assertThat(figures.serverCounters()).containsEntry("chatlab_server_deliveries_total", 1600.0);
        assertThat(run).isDirectoryContaining("glob:**/report.html").isDirectoryContaining("glob:**/report.md");
        assertThat(only(result).files())
                .contains("clients-summary.json", "latency.hlog", "send-lag.hlog", "server-series.csv")
                .anyMatch(file -> file.endsWith("server.log"))
                .anyMatch(file -> file.endsWith("server-gc.log"));
        return result;
    }

    private static Repetition only(RunResult result) {
        assertThat(result.trials()).hasSize(1);
        return result.trials().getFirst().repetitions().getFirst();
    }

    private Process lab(String experiment, String... arguments) throws IOException {
        Files.writeString(folder.resolve("small.yaml"), experiment);
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dchatlab.checkout=" + EngineProbe.checkout(),
                "-cp",
                System.getProperty("java.class.path"),
                LabMain.class.getName(),
                "run",
                folder.resolve("small.yaml").toString(),
                "--output",
                folder.resolve("results").toString()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output").toFile())
                .start();
    }

    private @Nullable Path runFolder() throws IOException {
        Path results = folder.resolve("results");
        if (!Files.isDirectory(results)) {
            return null;
        }
        try (var runs = Files.list(results)) {
            return runs.findFirst().orElse(null);
        }
    }

    /** The first lets the repetition end, which would be long. */
    private void interruptTwice(Process lab) throws Exception {
        interrupt(lab);
        await().atMost(Duration.ofSeconds(30))
                .until(() -> Files.readString(folder.resolve("output")).contains("Ctrl-C again stops it at once."));
        interrupt(lab);
    }

    private static void interrupt(Process lab) throws Exception {
        assertThat(new ProcessBuilder("kill", "-INT", Long.toString(lab.pid()))
                        .start()
                        .waitFor())
                .isZero();
    }
}
