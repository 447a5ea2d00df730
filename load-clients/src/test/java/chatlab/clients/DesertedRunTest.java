package chatlab.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chatlab.generator.admin.Phase;
import chatlab.generator.summary.Summary;
import chatlab.process.Cgroup;
import chatlab.process.Settings;
import chatlab.process.StopSignal;
import chatlab.process.UnusableException;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Servers that end every connection before the run is over. */
@Timeout(60)
class DesertedRunTest {
    private static final String LONG = "10m";

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    /** A server that says bye to everybody at its 50th message. */
    private static TestServer leaving() throws Exception {
        return new TestServer((number, line, members) -> {
            for (TestServer.Member member : members) {
                if (number < 50) {
                    member.send(line);
                } else if (number == 50) {
                    member.send("{\"type\":\"bye\",\"reason\":\"shutdown\"}");
                    member.close();
                }
            }
        });
    }

    private void run(TestServer server, String... settings) throws Exception {
        LoadClientsMain.run(
                Runs.environment(server.target(), settings),
                new String[0],
                new PrintStream(out, true),
                new PrintStream(new ByteArrayOutputStream(), true),
                new StopSignal());
    }

    @ParameterizedTest
    @CsvSource({"WARMUP, off", "DURATION, off", "WARMUP, 0", "DURATION, 0"})
    void aRunThatNobodyIsLeftInEndsEarlyWithWhatWasMeasuredAndASentence(
            String phase, String adminPort, @TempDir Path folder) throws Exception {
        try (TestServer server = leaving()) {
            assertThatThrownBy(
                            () -> run(server, phase, LONG, "ADMIN_PORT", adminPort, "RESULTS_DIR", folder.toString()))
                    .isInstanceOf(UnusableException.class)
                    .hasMessage("TARGET " + server.target()
                            + ": all connections were ended by the server (10 shutdown), the run ended early.");
        }
        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("ledger ", "measurement ", "connections ended: 10 shutdown");
        assertThat(Files.readString(folder.resolve("summary.json"))).contains("\"shutdown\" : 10");
    }

    @Test
    void aRunThatLingersEndsEarlyAsWell() throws Exception {
        TestServer server = TestServer.good();
        try (LoadRun run = lingering(server, Map.of())) {
            CompletableFuture<Summary> ending = execute(run);
            await(run, Phase.LINGERING);
            assertThat(run.desertion()).isNull();
            server.close();
            Summary summary = ending.get(30, TimeUnit.SECONDS);
            assertThat(summary.deliveries().received())
                    .isEqualTo(10 * summary.messages().sent());
            assertThat(run.desertion()).contains("all connections were ended by the server");
        } finally {
            server.close();
        }
    }

    @Test
    void aRunThatWasStartedAtTheBarrierGoesOnToItsEnd() throws Exception {
        try (TestServer server = leaving();
                LoadRun run = lingering(
                        server, Map.of("START", "barrier", "ADMIN_PORT", "0", "DURATION", "1500ms", "LINGER", "0"))) {
            CompletableFuture<Summary> ending = execute(run);
            await(run, Phase.READY);
            run.start();
            Summary summary = ending.get(30, TimeUnit.SECONDS);
            assertThat(summary.closed()).containsEntry("shutdown", 10L);
            assertThat(summary.window().seconds()).isEqualTo(1.5);
            assertThat(run.desertion()).isNull();
        }
    }

    private static LoadRun lingering(TestServer server, Map<String, String> settings) {
        Map<String, String> environment = Runs.environment(server.target(), "LINGER", LONG);
        environment.putAll(settings);
        return new LoadRun(LoadConfig.read(Settings.of(environment)), new StopSignal(), Cgroup.ofThisProcess());
    }

    private static CompletableFuture<Summary> execute(LoadRun run) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return Objects.requireNonNull(run.execute()).summary();
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                },
                task -> Thread.ofPlatform().daemon().start(task));
    }

    private static void await(LoadRun run, Phase phase) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(5))
                .until(() -> run.status().phase() == phase);
    }
}
