package chatlab.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

import chatlab.generator.admin.Phase;
import chatlab.generator.admin.Watched;
import chatlab.generator.summary.Summary;
import chatlab.process.Cgroup;
import chatlab.process.Settings;
import chatlab.process.StopSignal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Several processes that play one run's clients together, each in a run of its own here. */
class ShardsTest {
    private static final int PROCESSES = 3;
    private static final int CLIENTS = 20;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** The processes of one run. */
    private static final class Processes implements AutoCloseable {
        private final List<LoadRun> runs = new ArrayList<>();
        private final List<CompletableFuture<Watched.Results>> results = new ArrayList<>();
        private final StopSignal stop = new StopSignal();

        /** @param settings names and values in turn, of all of them */
        Processes(TestServer server, Duration grace, String... settings) {
            for (int process = 1; process <= PROCESSES; process++) {
                Map<String, String> environment = Runs.environment(server.target(), settings);
                environment.putAll(Map.of(
                        "CLIENTS", Integer.toString(CLIENTS),
                        "TALKERS", "7",
                        "SHARD", process + "/" + PROCESSES,
                        "RUN_ID", "00c0ffee",
                        "START", "barrier",
                        "ADMIN_PORT", "0"));
                LoadRun run =
                        new LoadRun(LoadConfig.read(Settings.of(environment)), stop, Cgroup.ofThisProcess(), grace);
                runs.add(run);
                results.add(CompletableFuture.supplyAsync(
                        () -> {
                            try {
                                return Objects.requireNonNull(run.execute());
                            } catch (InterruptedException e) {
                                throw new IllegalStateException(e);
                            }
                        },
                        task -> Thread.ofPlatform().daemon().start(task)));
            }
        }

        void begin() {
            runs.forEach(
                    run -> await().atMost(PATIENCE).until(() -> run.status().phase() == Phase.READY));
            long atNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(200);
            assertThat(runs).allMatch(run -> run.start(atNs));
        }

        /** Each is told what the others have sent, as soon as that is known. */
        void exchange() {
            List<String> sent = runs.stream()
                    .map(run -> await().atMost(PATIENCE).until(run::sent, Objects::nonNull))
                    .toList();
            for (int teller = 0; teller < PROCESSES; teller++) {
                for (int listener = 0; listener < PROCESSES; listener++) {
                    if (teller != listener) {
                        runs.get(listener).told(sent.get(teller));
                    }
                }
            }
        }

        List<Summary> summaries() {
            return results.stream()
                    .map(each -> each.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                            .join()
                            .summary())
                    .toList();
        }

        @Override
        public void close() {
            stop.raise();
            runs.forEach(LoadRun::close);
        }
    }

    private static long sum(List<Summary> summaries, ToLongFunction<Summary> figure) {
        return summaries.stream().mapToLong(figure).sum();
    }

    @Test
    void togetherTheySendAndReceiveWhatOneProcessWould() throws Exception {
        try (TestServer server = TestServer.good();
                Processes processes = new Processes(server, PATIENCE)) {
            processes.begin();
            processes.exchange();
            List<Summary> all = processes.summaries();

            Summary alone = Runs.run(server, "CLIENTS", Integer.toString(CLIENTS), "TALKERS", "7");
            assertThat(all)
                    .allMatch(each -> each.ledger().exact())
                    .allMatch(each -> each.run().equals("00c0ffee"));
            assertThat(all).extracting(Summary::clients).containsExactly(7, 7, 6);
            assertThat(all).extracting(Summary::talkers).containsExactly(3, 2, 2);
            assertThat(all)
                    .extracting(Summary::window)
                    .containsOnly(all.getFirst().window());
            long sent = sum(all, each -> each.messages().sent());
            assertThat(sent).isEqualTo(alone.messages().sent());
            assertThat(sum(all, each -> each.deliveries().received()))
                    .isEqualTo(sent * CLIENTS)
                    .isEqualTo(sum(all, each -> each.deliveries().expected()));
            assertThat(sum(all, each -> each.deliveries().expectedInWindow()))
                    .isEqualTo(alone.deliveries().expectedInWindow())
                    .isEqualTo(sum(all, each -> each.latencyNs().count()));
            assertThat(sum(all, each -> each.latencyNs().missing())).isZero();
        }
    }

    @Test
    void roomsAreSpreadOverProcessesAndEachAccountsForAllTalkersOfIts() throws Exception {
        try (TestServer server = TestServer.good();
                Processes processes = new Processes(server, PATIENCE, "ROOMS", "5", "BURST_TALKERS", "2")) {
            processes.begin();
            processes.exchange();
            List<Summary> all = processes.summaries();

            assertThat(all)
                    .allMatch(each -> each.ledger().exact() && each.ledger().foreign() == 0);
            long sent = sum(all, each -> each.messages().sent());
            assertThat(sum(all, each -> each.deliveries().received())).isEqualTo(sent * CLIENTS / 5);
        }
    }

    @Test
    void whatAnotherProcesssTalkerSaidAndNeverCameIsLost() throws Exception {
        int dropped = 5;
        try (TestServer server = new TestServer((number, line, members) -> TestServer.toAll(
                        number, line, number < dropped ? members.subList(0, members.size() - 1) : members));
                Processes processes = new Processes(server, PATIENCE, "DRAIN", "500ms")) {
            processes.begin();
            processes.exchange();
            List<Summary> all = processes.summaries();

            assertThat(sum(all, each -> each.ledger().lost())).isEqualTo(dropped);
            assertThat(all.stream().filter(each -> each.ledger().lost() > 0))
                    .as("the last to come is one client, of one process")
                    .singleElement()
                    .satisfies(each -> assertThat(each.ledger().examples()).hasSize(dropped));
        }
    }

    @Test
    void whatNobodyTellsMakesTheRunInvalid() throws Exception {
        try (TestServer server = TestServer.good();
                Processes processes = new Processes(server, Duration.ofSeconds(2), "DRAIN", "200ms")) {
            processes.begin();

            assertThat(processes.summaries())
                    .allSatisfy(each -> assertThat(each.invalid()).anySatisfy(doubt -> {
                        assertThat(doubt.reason()).isEqualTo("shard");
                        assertThat(doubt.detail()).contains("nobody told what", "talkers have sent");
                    }));
        }
    }

    @Test
    void whatOthersCannotTellIsRefused() throws Exception {
        try (TestServer server = TestServer.good();
                Processes processes = new Processes(server, PATIENCE)) {
            LoadRun first = processes.runs.getFirst();
            // Of its own talker, of none, of too few words, of no number.
            Stream.of("0 5 5 -1 0", "7 5 5 -1 0", "1 5 5 -1", "1 5 x -1 0", "1 -5 5 -1 0", "1 5 5 -2 0", "1 5 5 -1 2")
                    .forEach(line -> assertThatIllegalArgumentException()
                            .isThrownBy(() -> first.told(line))
                            .withMessageStartingWith(
                                    "'" + line + "' is not what another process of this run can tell:"));
        }
    }

    @Test
    void theClientsAreDealtInTurn() {
        for (int count = 1; count <= 5; count++) {
            int processes = count;
            for (int clients : new int[] {1, 4, 17, 20}) {
                List<Integer> dealt = IntStream.range(0, processes)
                        .mapToObj(index -> new chatlab.clients.behaviour.Shard(index, processes))
                        .flatMap(shard -> {
                            int[] own = shard.among(clients).toArray();
                            assertThat(own).hasSize(shard.of(clients));
                            assertThat(Arrays.stream(own)).allMatch(shard::plays);
                            assertThat(Arrays.stream(own).map(shard::place).toArray())
                                    .isEqualTo(IntStream.range(0, own.length).toArray());
                            return Arrays.stream(own).boxed();
                        })
                        .toList();
                assertThat(dealt)
                        .containsExactlyInAnyOrderElementsOf(
                                IntStream.range(0, clients).boxed().toList());
            }
        }
    }
}
