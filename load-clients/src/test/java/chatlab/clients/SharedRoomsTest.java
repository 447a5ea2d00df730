package chatlab.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chatlab.clients.connection.Transport;
import chatlab.generator.admin.Phase;
import chatlab.generator.admin.Watched;
import chatlab.generator.summary.Summary;
import chatlab.process.AdminPort;
import chatlab.process.Cgroup;
import chatlab.process.ProcessMetrics;
import chatlab.process.Settings;
import chatlab.process.StopSignal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Several processes' clients in the same rooms, which end at different moments. */
class SharedRoomsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** One process's run, on a thread of its own. */
    private static final class Running implements AutoCloseable {
        private final ProcessMetrics metrics = new ProcessMetrics(Cgroup.ofThisProcess());
        private final StopSignal stop = new StopSignal();
        private final LoadRun run;
        private final CompletableFuture<Watched.Results> results;

        Running(TestServer server, String... settings) {
            Map<String, String> environment = Runs.environment(server.target(), settings);
            environment.putAll(Map.of("START", "barrier", "ADMIN_PORT", "0"));
            run = new LoadRun(LoadConfig.read(Settings.of(environment)), stop, Cgroup.ofThisProcess());
            run.register(metrics);
            results = CompletableFuture.supplyAsync(
                    () -> {
                        try {
                            return Objects.requireNonNull(run.execute());
                        } catch (InterruptedException e) {
                            throw new IllegalStateException(e);
                        }
                    },
                    task -> Thread.ofPlatform().daemon().start(task));
        }

        void await(Phase phase) {
            org.awaitility.Awaitility.await()
                    .atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(5))
                    .until(() -> run.status().phase() == phase);
        }

        Summary summary() throws Exception {
            return results.get(PATIENCE.toSeconds(), TimeUnit.SECONDS).summary();
        }

        String scrape() {
            return new String(
                    metrics.scrapes()
                            .answer(new AdminPort.Request(new byte[0], Map.of()))
                            .body(),
                    StandardCharsets.UTF_8);
        }

        long metric(String name) {
            return scrape().lines()
                    .filter(line -> line.startsWith(name + " "))
                    .mapToLong(line -> (long) Double.parseDouble(line.substring(name.length() + 1)))
                    .sum();
        }

        @Override
        public void close() {
            stop.raise();
            run.close();
        }
    }

    /** Every client of one process got every message of the other one, once. */
    private static void requireAllHeard(Summary sending, Summary receiving) {
        Summary.RoomFigures room = sending.sharedRooms().rooms().getFirst();
        assertThat(room.messages()).isEqualTo(sending.messages().sent());
        assertThat(receiving.sharedRooms().heard())
                .containsExactly(new Summary.Heard(
                        sending.run(), "global", room.messages(), room.hashes(), receiving.clients()));
    }

    @Test
    void everybodyHearsEverybodyAndEachProcessAccountsForItsOwn() throws Exception {
        try (TestServer server = TestServer.good();
                Running first = new Running(server, "LINGER", "3s");
                Running second = new Running(server, "CLIENTS", "15", "DURATION", "1500ms", "LINGER", "1s")) {
            first.await(Phase.READY);
            second.await(Phase.READY);
            assertThat(first.run.start() && second.run.start()).isTrue();
            first.await(Phase.LINGERING);
            second.await(Phase.LINGERING);
            long sent = Stream.of(first, second)
                    .mapToLong(each -> each.metric("chatlab_clients_messages_sent_total"))
                    .sum();
            for (Running each : new Running[] {first, second}) {
                Summary summary = each.summary();
                assertThat(summary.ledger().exact()).isTrue();
                assertThat(summary.ledger().foreign()).isZero();
                assertThat(summary.deliveries().received())
                        .isEqualTo(summary.messages().sent() * summary.clients());
                assertThat(each.metric("chatlab_clients_deliveries_total"))
                        .isEqualTo(sent * summary.clients())
                        .isEqualTo(summary.deliveries().received()
                                + summary.ledger().ofOtherRuns());
            }
            requireAllHeard(first.summary(), second.summary());
            requireAllHeard(second.summary(), first.summary());
        }
    }

    @Test
    void whatTheServerDroppedIsAMetricWhileTheRunLingers() throws Exception {
        try (TestServer server = new TestServer((number, line, members) ->
                        TestServer.toAll(number, line, number == 20 ? members.subList(1, members.size()) : members));
                Running running = new Running(server, "LINGER", "10m", "DRAIN", "300ms")) {
            running.await(Phase.READY);
            assertThat(running.metric("chatlab_clients_lost_total")).isZero();
            running.run.start();
            running.await(Phase.LINGERING);
            assertThat(running.metric("chatlab_clients_lost_total")).isEqualTo(1);
            assertThat(running.metric("chatlab_clients_connected")).isEqualTo(10);
            running.stop.raise();
            Summary summary = running.summary();
            assertThat(summary.ledger().lost()).isEqualTo(1);
            assertThat(summary.ledger().examples())
                    .as("named once, although the account was drawn up twice")
                    .hasSize(1);
            await().atMost(PATIENCE).until(() -> running.run.status().phase() == Phase.DONE);
            assertThat(running.metric("chatlab_clients_lost_total")).isEqualTo(1);
        }
    }

    @Test
    void whoLingersIsConnectedAndAnswersWithFinalFigures() throws Exception {
        try (TestServer server = TestServer.good().over(Transport.WEBSOCKET);
                Running running = new Running(server, "LINGER", "10m")) {
            running.await(Phase.READY);
            assertThat(running.scrape())
                    .contains("chatlab_clients_phase{phase=\"ready\"} 1", "chatlab_clients_phase{phase=\"done\"} 0");
            running.run.start();
            running.await(Phase.LINGERING);
            running.run.tick();
            String scrape = running.scrape();
            assertThat(scrape.lines().filter(line -> line.startsWith("chatlab_clients_phase{")))
                    .hasSize(Phase.values().length)
                    .filteredOn(line -> line.endsWith(" 1.0") || line.endsWith(" 1"))
                    .singleElement()
                    .asString()
                    .contains("lingering");
            assertThat(running.metric("chatlab_clients_connected")).isEqualTo(10);
            Instant stopped = Instant.now();
            running.stop.raise();
            Summary summary = running.summary();
            assertThat(Duration.between(stopped, Instant.now())).isLessThan(Duration.ofSeconds(20));
            assertThat(summary.ledger().exact()).isTrue();
            await().atMost(PATIENCE).until(() -> running.run.status().phase() == Phase.DONE);
            assertThat(running.metric("chatlab_clients_connected")).isZero();
            for (String kept : new String[] {
                "chatlab_clients_messages_sent_total",
                "chatlab_clients_deliveries_total",
                "chatlab_clients_latency_seconds_count",
                "chatlab_clients_send_lag_seconds_count"
            }) {
                assertThat(running.metric(kept))
                        .as(kept)
                        .isEqualTo(scrape.lines()
                                .filter(line -> line.startsWith(kept + " "))
                                .mapToLong(line -> (long) Double.parseDouble(line.substring(kept.length() + 1)))
                                .sum())
                        .isPositive();
            }
            assertThat(running.metric("chatlab_clients_deliveries_total"))
                    .isEqualTo(summary.deliveries().received());
        }
    }
}
