package chatlab.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import chatlab.process.Cgroup;
import chatlab.process.ProcessMetrics;
import chatlab.process.UnusableException;
import chatlab.server.cluster.ClusterOptions;
import chatlab.server.cluster.RedisCluster;
import chatlab.server.metrics.ServerMetrics;
import chatlab.server.transport.EventLoops;
import chatlab.server.transport.Io;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Servers that share their rooms through a real Redis. */
class ClusterTest {
    private static final String DEGRADED = "{\"type\":\"degraded\",\"room\":\"rust\"}";
    private static final String RESTORED = "{\"type\":\"restored\",\"room\":\"rust\"}";
    private static final int MANY = 3000;

    @AfterEach
    void nothingLeaks() {
        LeakRecorder.assertNone();
    }

    private static String message(String from, int number) {
        return "{\"clientId\":\"" + from + "\",\"Message\":\"" + number + "\",\"room\":\"rust\"}";
    }

    private static void say(Client client, String from, int first, int end) throws IOException {
        StringBuilder all = new StringBuilder();
        IntStream.range(first, end).forEach(i -> all.append(message(from, i)).append('\n'));
        client.send(all.toString());
    }

    private static List<String> said(String from, int first, int end) {
        return IntStream.range(first, end).mapToObj(i -> message(from, i)).toList();
    }

    private static List<String> lines(Client client, int count) throws IOException {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            lines.add(client.line());
        }
        return lines;
    }

    /** The first thing that ada says is heard by both. */
    private static void meet(RedisServer redis, Client ada, Client bob) throws IOException {
        redis.awaitListeners("room:rust", 2);
        say(ada, "ada", 0, 1);
        assertThat(bob.line()).isEqualTo(message("ada", 0));
        assertThat(ada.line()).isEqualTo(message("ada", 0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "3"})
    void whatIsSaidOnOneServerIsHeardOnAllInTheSendersOrder(String loops) throws Exception {
        try (RedisServer redis = RedisServer.start();
                TestServer first = redis.server("EVENT_LOOPS", loops);
                TestServer second = redis.server("EVENT_LOOPS", loops);
                Client ada = first.named("ada", "rust");
                Client bob = second.named("bob", "rust");
                Client eve = second.named("eve", "rust")) {
            redis.awaitListeners("room:rust", 2);
            say(ada, "ada", 0, MANY);
            assertThat(lines(ada, MANY)).isEqualTo(said("ada", 0, MANY));
            assertThat(lines(bob, MANY)).isEqualTo(said("ada", 0, MANY));
            assertThat(lines(eve, MANY)).isEqualTo(said("ada", 0, MANY));
            ada.expectNothingMore(); // it has heard itself once
            bob.expectNothingMore();
            bob.send("{\"clientId\":\"bob\",\"Message\":\"hi\"}\n"); // for its home room
            assertThat(ada.line()).isEqualTo("{\"clientId\":\"bob\",\"Message\":\"hi\",\"room\":\"rust\"}");
            assertThat(first.metric("chatlab_server_cluster_received_total")).isEqualTo(1);
            assertThat(second.metric("chatlab_server_cluster_received_total")).isEqualTo(MANY);
            assertThat(second.metric("chatlab_server_cluster_missed_total")).isZero();
            assertThat(first.metric("chatlab_server_messages_received_total")).isEqualTo(MANY);
            assertThat(second.metric("chatlab_server_deliveries_total")).isEqualTo(2 * MANY + 2);
        }
    }

    /** Or what is said there between the welcome and the first time that the server listens would be missing, and nobody would know. */
    @Test
    void whoEntersFirstWaitsForOthersNoLongerThanASecondAndIsToldSo() throws Exception {
        try (RedisServer redis = RedisServer.start();
                TestServer server = redis.server();
                Client eve = server.named("eve", "global");
                Client ada = server.connect();
                Client bob = server.connect()) {
            redis.stop();
            ada.send("{\"type\":\"hello\",\"clientId\":\"ada\",\"rooms\":[\"rust\"]}\n");
            bob.send(WebSocketPeer.handshake("/ws/rust"));
            assertThat(ada.line()).startsWith("{\"type\":\"welcome\"");
            assertThat(ada.line()).isEqualTo(DEGRADED);
            WebSocketPeer upgraded = WebSocketPeer.upgraded(bob);
            assertThat(upgraded.line()).isEqualTo(DEGRADED);
            assertThat(server.metric("chatlab_server_cluster_connected")).isOne(); // Redis is not yet taken for lost
            redis.goOn();
            assertThat(ada.line()).isEqualTo(RESTORED);
            assertThat(upgraded.line()).isEqualTo(RESTORED);
            eve.expectNothingMore();
        }
    }

    /** What it has asked Redis for waits in its socket meanwhile, and the answer, too. */
    @Test
    @Timeout(60)
    void aLoopThatIsLateDoesNotTakeRedisForLost() throws Exception {
        try (RedisServer redis = RedisServer.start();
                EventLoops loops = EventLoops.start(1, Io.best());
                RedisCluster cluster = RedisCluster.start(
                        new ClusterOptions("127.0.0.1", redis.port(), false, Optional.empty(), 1_000_000),
                        new ServerMetrics(new ProcessMetrics(Cgroup.ofThisProcess())).cluster(),
                        loops.group())) {
            Future<Boolean> held = loops.group().submit(() -> {
                long longNs = TimeUnit.SECONDS.toNanos(5); // than which Redis is waited for no longer
                boolean wasLost = false;
                for (long start = System.nanoTime(); System.nanoTime() - start < longNs; ) {
                    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
                    wasLost |= !cluster.reachesOthers();
                }
                return wasLost;
            });
            assertThat(held.get()).isFalse();
            cluster.awaitOutcomes(Duration.ofSeconds(5)); // the loop goes on
            assertThat(cluster.reachesOthers()).isTrue();
        }
    }

    /** Nothing will come for the room then. */
    @Test
    void whoLeavesAgainBeforeOthersAreHeardWaitsNoLonger() throws Exception {
        try (RedisServer redis = RedisServer.start();
                TestServer server = redis.server();
                Client ada = server.named("ada", "global")) {
            redis.stop();
            ada.send("{\"type\":\"join\",\"room\":\"rust\"}\n{\"type\":\"leave\",\"room\":\"rust\"}\n");
            assertThat(ada.line()).startsWith("{\"type\":\"joined\"");
            assertThat(ada.line()).startsWith("{\"type\":\"left\"");
            ada.expectNothingMore();
            redis.goOn();
        }
    }

    /** Its subscription of before, which Redis confirms first, is over a moment later. */
    @Test
    void whoEntersAgainIsAnsweredWhenOthersAreHeardAgain() throws Exception {
        try (RedisServer redis = RedisServer.start();
                TestServer first = redis.server("ANNOUNCE_BELOW", "0");
                TestServer second = redis.server("ANNOUNCE_BELOW", "0");
                Client ada = first.named("ada", "rust");
                Client bob = second.named("bob", "global")) {
            String join = "{\"type\":\"join\",\"room\":\"rust\"}\n";
            String leave = "{\"type\":\"leave\",\"room\":\"rust\"}\n";
            for (int i = 0; i < 100; i++) {
                bob.send(join + leave + join);
                assertThat(lines(bob, 3).getLast()).startsWith("{\"type\":\"joined\"");
                say(ada, "ada", i, i + 1);
                assertThat(ada.line()).isEqualTo(message("ada", i));
                assertThat(bob.line()).isEqualTo(message("ada", i));
                bob.send(leave);
                assertThat(bob.line()).startsWith("{\"type\":\"left\"");
            }
        }
    }

    @Test
    void whoComesLaterIsToldWhatWasSaidOnOtherServers() throws Exception {
        try (RedisServer redis = RedisServer.start();
                TestServer first = redis.server();
                TestServer second = redis.server();
                Client ada = first.named("ada", "rust");
                Client bob = second.named("bob", "rust")) {
            redis.awaitListeners("room:rust", 2);
            say(ada, "ada", 0, 1);
            assertThat(bob.line()).isEqualTo(message("ada", 0));
            try (Client eve = second.named("eve", "rust")) {
                eve.send("{\"type\":\"join\",\"room\":\"rust\",\"history\":5}\n");
                assertThat(eve.line()).startsWith("{\"type\":\"joined\"");
                assertThat(eve.line()).contains("\"history\"").contains(message("ada", 0));
            }
        }
    }

    /** {@code global} is there without members, too; whoever listens later has missed nothing of what was said before. */
    @Test
    void whatWasSaidInAFixedRoomBeforeItWasDesertedIsNobodysGap() throws Exception {
        try (RedisServer redis = RedisServer.start();
                TestServer first = redis.server();
                TestServer second = redis.server()) {
            try (Client ada = first.named("ada", "global")) {
                redis.awaitListeners("room:global", 1);
                ada.send("{\"clientId\":\"ada\",\"Message\":\"before\"}\n");
                assertThat(ada.line()).contains("before");
            }
            redis.awaitListeners("room:global", 0);
            double told = second.metric("chatlab_server_cluster_envelopes_total");
            try (Client bob = second.named("bob", "global")) {
                redis.awaitListeners("room:global", 1);
                await().until(() -> second.metric("chatlab_server_cluster_envelopes_total") == told + 4); // it is alone
                try (Client ada = first.named("ada", "global")) {
                    redis.awaitListeners("room:global", 2);
                    String message = "{\"clientId\":\"ada\",\"Message\":\"now\"}";
                    ada.send(message + "\n");
                    assertThat(bob.line()).isEqualTo(message);
                }
            }
            assertThat(second.metric("chatlab_server_cluster_missed_total")).isZero();
        }
    }

    @Test
    void onlyRoomsWithMembersAreListenedTo() throws Exception {
        try (RedisServer redis = RedisServer.start();
                TestServer server = redis.server()) {
            assertThat(redis.answer("PUBSUB CHANNELS chatlab:room:*", 1)).containsExactly("*0");
            try (Client _ = server.named("ada", "rust")) {
                redis.awaitListeners("room:rust", 1);
                assertThat(redis.answer("PUBSUB CHANNELS chatlab:room:*", 3))
                        .containsExactly("*1", "$17", "chatlab:room:rust");
            }
            redis.awaitListeners("room:rust", 0);
        }
    }

    /** What is said while Redis is away waits, and is neither lost nor told twice. */
    @Test
    void whenRedisIsLostLocalChatGoesOnAndTheRestFollowsWhenItIsBack() throws Exception {
        try (RedisServer redis = RedisServer.start();
                TestServer first = redis.server();
                TestServer second = redis.server();
                Client ada = first.named("ada", "rust");
                Client bob = second.named("bob", "rust")) {
            meet(redis, ada, bob);
            redis.kill();
            assertThat(ada.line()).isEqualTo(DEGRADED);
            assertThat(bob.line()).isEqualTo(DEGRADED);
            assertThat(first.metric("chatlab_server_cluster_connected")).isZero();
            say(ada, "ada", 1, 100);
            assertThat(lines(ada, 99)).isEqualTo(said("ada", 1, 100));
            say(bob, "bob", 1, 100);
            assertThat(lines(bob, 99)).isEqualTo(said("bob", 1, 100));
            redis.begin();
            // Whichever server is back first.
            assertThat(withoutRestored(lines(ada, 100))).isEqualTo(said("bob", 1, 100));
            assertThat(withoutRestored(lines(bob, 100))).isEqualTo(said("ada", 1, 100));
            assertThat(first.metric("chatlab_server_cluster_missed_total")).isZero();
            assertThat(second.metric("chatlab_server_cluster_missed_total")).isZero();
            say(ada, "ada", 100, 101);
            assertThat(bob.line()).isEqualTo(message("ada", 100));
        }
    }

    private static List<String> withoutRestored(List<String> lines) {
        assertThat(lines).contains(RESTORED);
        return lines.stream().filter(line -> !line.equals(RESTORED)).toList();
    }

    @Test
    void whatThereIsNoPlaceForWhileRedisIsAwayIsAGapOfJustSoMany() throws Exception {
        try (RedisServer redis = RedisServer.start();
                TestServer first = redis.server("CLUSTER_BUFFER_BYTES", "64KiB");
                TestServer second = redis.server();
                Client ada = first.named("ada", "rust");
                Client bob = second.named("bob", "rust")) {
            meet(redis, ada, bob);
            redis.kill();
            assertThat(ada.line()).isEqualTo(DEGRADED);
            assertThat(bob.line()).isEqualTo(DEGRADED);
            say(ada, "ada", 1, MANY);
            assertThat(lines(ada, MANY - 1)).isEqualTo(said("ada", 1, MANY));
            double dropped = first.metric("chatlab_server_cluster_dropped_total");
            assertThat(dropped).isBetween(1.0, MANY - 2.0);
            redis.begin();
            Tally tally = new Tally(1);
            while (tally.next < MANY) {
                tally.take(bob.line());
            }
            assertThat(tally.next).isEqualTo(MANY);
            assertThat(tally.missed).isGreaterThanOrEqualTo((int) dropped);
            assertThat(second.metric("chatlab_server_cluster_missed_total")).isEqualTo(tally.missed);
        }
    }

    /** Of a room that nobody is in any more at the one server what was said still reaches the other. */
    @Test
    void whoLeavesWhileRedisIsAwayIsHeardWhenItIsBack() throws Exception {
        try (RedisServer redis = RedisServer.start();
                TestServer first = redis.server();
                TestServer second = redis.server();
                Client ada = first.named("ada", "rust");
                Client bob = second.named("bob", "rust")) {
            meet(redis, ada, bob);
            redis.kill();
            assertThat(ada.line()).isEqualTo(DEGRADED);
            say(ada, "ada", 1, 100);
            ada.send("{\"type\":\"quit\"}\n");
            assertThat(ada.lines()).hasSize(100).startsWith(message("ada", 1));
            try (Client eve = first.named("ada", "rust")) { // in a room that has come into being anew
                assertThat(eve.line()).isEqualTo(DEGRADED);
                say(eve, "ada", 100, 200);
                assertThat(lines(eve, 100)).isEqualTo(said("ada", 100, 200));
                redis.begin();
                Tally tally = new Tally(1);
                while (tally.next < 200) {
                    tally.take(bob.line());
                }
                assertThat(tally.next).isEqualTo(200);
                assertThat(second.metric("chatlab_server_cluster_missed_total")).isEqualTo(tally.missed);
            }
        }
    }

    /** Nothing was heard of it before, and still it is known how much it has said. */
    @Test
    void aServerThatBeganWhileRedisWasAwayIsMissedFromItsFirstMessageOn() throws Exception {
        try (RedisServer redis = RedisServer.start();
                TestServer second = redis.server();
                Client bob = second.named("bob", "rust")) {
            redis.awaitListeners("room:rust", 1);
            await().until(() ->
                    second.metric("chatlab_server_cluster_envelopes_total") == 4); // bob came, and nobody else is there
            redis.kill();
            assertThat(bob.line()).isEqualTo(DEGRADED);
            try (TestServer first = redis.server("CLUSTER_BUFFER_BYTES", "64KiB");
                    Client ada = first.connect()) {
                ada.send("{\"type\":\"hello\",\"clientId\":\"ada\",\"rooms\":[\"rust\"]}\n");
                assertThat(lines(ada, 2)).contains(DEGRADED);
                say(ada, "ada", 0, MANY);
                assertThat(lines(ada, MANY)).isEqualTo(said("ada", 0, MANY));
                assertThat(first.metric("chatlab_server_cluster_dropped_total")).isPositive();
                redis.begin();
                Tally tally = new Tally(0);
                while (tally.next < MANY) {
                    tally.take(bob.line());
                }
                assertThat(tally.next).isEqualTo(MANY);
            }
        }
    }

    /** What a member hears of another, in order, and what it is told to have missed. */
    private static final class Tally {
        int next;
        int missed;

        Tally(int next) {
            this.next = next;
        }

        void take(String line) {
            if (line.equals(RESTORED) || line.equals(DEGRADED)) {
                return;
            }
            if (line.startsWith("{\"type\":\"gap\",\"room\":\"rust\"")) {
                int more = Integer.parseInt(line.replaceAll("\\D", ""));
                missed += more;
                next += more;
            } else {
                assertThat(line).isEqualTo(message("ada", next));
                next++;
            }
        }
    }

    /** More than may be under way from other servers at a time. */
    @Test
    void whatThereIsNoPlaceForWhenItComesIsAGapAndTheNextIsHeard() throws Exception {
        try (RedisServer redis = RedisServer.start();
                TestServer first = redis.server("MAX_LINE_BYTES", "200000", "CLUSTER_BUFFER_BYTES", "1MiB");
                TestServer second = redis.server("CLUSTER_BUFFER_BYTES", "64KiB");
                Client ada = first.named("ada", "rust");
                Client bob = second.named("bob", "rust")) {
            meet(redis, ada, bob);
            ada.send("{\"clientId\":\"ada\",\"Message\":\"" + "x".repeat(100_000) + "\",\"room\":\"rust\"}\n");
            assertThat(bob.line()).isEqualTo("{\"type\":\"gap\",\"room\":\"rust\",\"missed\":1}");
            say(ada, "ada", 1, 2);
            assertThat(bob.line()).isEqualTo(message("ada", 1));
            assertThat(second.metric("chatlab_server_cluster_skipped_total")).isEqualTo(1);
            assertThat(second.metric("chatlab_server_cluster_missed_total")).isEqualTo(1);
        }
    }

    /** Redis does that to one that reads too slowly. */
    @Test
    void whatWasSaidWhileAServerWasCutOffIsAGapToItsMembers() throws Exception {
        try (RedisServer redis = RedisServer.start();
                TestServer first = redis.server();
                TestServer second = redis.server();
                Client ada = first.named("ada", "rust");
                Client bob = second.named("bob", "rust")) {
            redis.awaitListeners("room:rust", 2);
            say(ada, "ada", 0, 1);
            Tally tally = new Tally(0);
            tally.take(bob.line());
            int said = 1;
            for (int round = 0; round < 5; round++) {
                assertThat(redis.answer("CLIENT KILL TYPE pubsub", 1).getFirst())
                        .isNotEqualTo(":0");
                say(ada, "ada", said, said + 50);
                said += 50;
                while (tally.next < said) {
                    tally.take(bob.line());
                }
                assertThat(tally.next).isEqualTo(said);
            }
            assertThat(second.metric("chatlab_server_cluster_missed_total")).isEqualTo(tally.missed);
        }
    }

    @Test
    void whatIsAcceptedBeforeAServerEndsReachesTheOthers() throws Exception {
        try (RedisServer redis = RedisServer.start();
                TestServer first = redis.server();
                TestServer second = redis.server();
                Client ada = first.named("ada", "rust");
                Client bob = second.named("bob", "rust")) {
            redis.awaitListeners("room:rust", 2);
            say(ada, "ada", 0, MANY);
            Thread stop = Thread.ofVirtual().start(first::stop);
            String last = ada.rest().lines().toList().getLast();
            assertThat(last).startsWith("{\"type\":\"bye\",\"reason\":\"shutdown\",\"accepted\":");
            int accepted = Integer.parseInt(last.replaceAll(".*\"accepted\":(\\d+).*", "$1"));
            ada.leave();
            stop.join();
            assertThat(lines(bob, accepted)).isEqualTo(said("ada", 0, accepted));
            bob.expectNothingMore();
        }
    }

    @Test
    void aServerBeginsAloneWhereNobodyAnswersAndIsJoinedLater() throws Exception {
        try (RedisServer redis = RedisServer.later();
                TestServer first = redis.server();
                Client ada = first.connect()) {
            ada.send("{\"type\":\"hello\",\"clientId\":\"ada\",\"rooms\":[\"rust\"]}\n");
            assertThat(lines(ada, 2)).contains(DEGRADED).anyMatch(line -> line.contains("welcome"));
            redis.begin();
            try (TestServer second = redis.server();
                    Client bob = second.named("bob", "rust")) {
                assertThat(ada.line()).isEqualTo(RESTORED);
                redis.awaitListeners("room:rust", 2);
                say(ada, "ada", 0, 1);
                assertThat(bob.line()).isEqualTo(message("ada", 0));
            }
        }
    }

    @Test
    void aRedisThatWantsAnotherPasswordEndsTheStart() throws Exception {
        try (RedisServer redis = RedisServer.start("--requirepass", "right")) {
            assertThatThrownBy(() -> redis.server().close())
                    .isInstanceOf(UnusableException.class)
                    .hasMessageStartingWith("CLUSTER is 'redis://127.0.0.1:" + redis.port())
                    .hasMessageContaining("NOAUTH");
            assertThatThrownBy(() -> TestServer.start("CLUSTER", "redis://:wrong@127.0.0.1:" + redis.port())
                            .close())
                    .isInstanceOf(UnusableException.class)
                    .hasMessageContaining("WRONGPASS")
                    .hasMessageNotContaining("wrong");
            TestServer.start("CLUSTER", "redis://:right@127.0.0.1:" + redis.port())
                    .close();
        }
    }

    @Test
    void aRedisThatDoesNotSpeakTlsEndsTheStart() throws Exception {
        try (RedisServer redis = RedisServer.start()) {
            assertThatThrownBy(() -> TestServer.start("CLUSTER", "rediss://127.0.0.1:" + redis.port())
                            .close())
                    .isInstanceOf(UnusableException.class)
                    .hasMessageContaining("TLS");
        }
    }

    /** As a port of Redis that speaks TLS alone does with who does not. */
    @Test
    void whoEndsTheConnectionAtTheFirstWordEndsTheStart() throws Exception {
        try (ExecutorService thread = Executors.newVirtualThreadPerTaskExecutor();
                ServerSocket other = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            Callable<Integer> endAll = () -> {
                while (true) {
                    try (Socket socket = other.accept()) {
                        int _ = socket.getInputStream().read();
                    }
                }
            };
            Future<Integer> _ = thread.submit(endAll);
            assertThatThrownBy(() -> TestServer.start("CLUSTER", "redis://127.0.0.1:" + other.getLocalPort())
                            .close())
                    .isInstanceOf(UnusableException.class)
                    .hasMessageContaining("does not as Redis does without TLS")
                    .hasMessageContaining("rediss://");
        }
    }

    /** Redis lets users of its own hear nothing unless that is said. */
    @Test
    void aUserWhoMayNotListenEndsTheStart() throws Exception {
        try (RedisServer redis = RedisServer.start()) {
            assertThat(redis.answer("ACL SETUSER ada on >secret +@all resetchannels", 1))
                    .containsExactly("+OK");
            assertThatThrownBy(() -> TestServer.start("CLUSTER", "redis://ada:secret@127.0.0.1:" + redis.port())
                            .close())
                    .isInstanceOf(UnusableException.class)
                    .hasMessageContaining("NOPERM");
            assertThat(redis.answer("ACL SETUSER ada &chatlab:*", 1)).containsExactly("+OK");
            TestServer.start("CLUSTER", "redis://ada:secret@127.0.0.1:" + redis.port())
                    .close();
        }
    }

    @Test
    void whatNoChatServerHasSentIsCountedAndNotTold() throws Exception {
        try (RedisServer redis = RedisServer.start();
                TestServer server = redis.server();
                Client ada = server.named("ada", "rust")) {
            redis.awaitListeners("room:rust", 1);
            assertThat(redis.answer("PUBLISH chatlab:room:rust hello", 1)).containsExactly(":1");
            await().untilAsserted(() -> assertThat(server.metric("chatlab_server_cluster_malformed_total"))
                    .isEqualTo(1));
            ada.expectNothingMore();
        }
    }
}
