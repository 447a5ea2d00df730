package chatlab.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is there, and private messages, on servers that share a real Redis. */
class ClusterMembersTest {
    private static final int MANY = 1000;

    @AfterEach
    void nothingLeaks() {
        LeakRecorder.assertNone();
    }

    /** One that tells who comes and goes. */
    private static TestServer announcing(RedisServer redis, String... more) {
        List<String> settings = new ArrayList<>(List.of("ANNOUNCE_BELOW", "50"));
        settings.addAll(List.of(more));
        return redis.server(settings.toArray(String[]::new));
    }

    private static String joined(String name) {
        return "{\"type\":\"joined\",\"room\":\"rust\",\"clientId\":\"" + name + "\"}";
    }

    private static String left(String name) {
        return "{\"type\":\"left\",\"room\":\"rust\",\"clientId\":\"" + name + "\"}";
    }

    private static String whisper(String from, String to, int number) {
        return "{\"clientId\":\"" + from + "\",\"to\":\"" + to + "\",\"Message\":\"" + number + "\"}";
    }

    private static String answer(Client client, String question) throws IOException {
        return client.send(question + "\n").line();
    }

    private static void awaitMembers(Client asker, String... names) {
        String expected = "{\"type\":\"members\",\"room\":\"rust\",\"members\":[\"" + String.join("\",\"", names)
                + "\"],\"count\":" + names.length + "}";
        await().until(
                        () -> {
                            String answer = answer(asker, "{\"type\":\"members\",\"room\":\"rust\"}");
                            assertThat(answer).startsWith("{\"type\":\"members\""); // and nothing else has come
                            return answer;
                        },
                        expected::equals);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "3"})
    void whoComesAndGoesIsToldOnAllServersAUserWithSeveralDevicesOnce(String loops) throws Exception {
        try (RedisServer redis = RedisServer.start();
                TestServer first = announcing(redis, "EVENT_LOOPS", loops);
                TestServer second = announcing(redis, "EVENT_LOOPS", loops);
                Client ada = first.named("ada", "rust")) {
            awaitTold(first);
            whoComesAndGoesIsTold(ada, first, second);
        }
    }

    /** What it has said of its first member in its first room has got to Redis. */
    private static void awaitTold(TestServer server) {
        await().until(() -> server.metric("chatlab_server_cluster_envelopes_total") == 4);
    }

    private static void whoComesAndGoesIsTold(Client ada, TestServer first, TestServer second) throws IOException {
        try (Client bob = second.named("bob", "rust")) {
            assertThat(ada.line()).isEqualTo(joined("bob"));
            awaitMembers(ada, "ada", "bob");
            awaitMembers(bob, "ada", "bob"); // who was there before has not joined
            try (Client adasOther = second.named("ada", "rust");
                    Client _ = first.named("eve", "rust")) {
                assertThat(ada.line()).isEqualTo(joined("eve"));
                assertThat(bob.line()).isEqualTo(joined("eve"));
                assertThat(adasOther.line()).isEqualTo(joined("eve"));
                awaitMembers(bob, "ada", "bob", "eve");
            }
            assertThat(ada.line()).isEqualTo(left("eve"));
            assertThat(bob.line()).isEqualTo(left("eve"));
            ada.send("{\"type\":\"leave\",\"room\":\"rust\"}\n");
            assertThat(bob.line()).isEqualTo(left("ada"));
            awaitMembers(bob, "bob");
        }
    }

    /** The room is deserted there and made anew, and nobody of before is in it. */
    @Test
    void aRoomThatIsMadeAnewOnOneServerHasThoseWhoAreInItOnOthers() throws Exception {
        try (RedisServer redis = RedisServer.start();
                TestServer first = announcing(redis);
                TestServer second = announcing(redis);
                Client ada = first.named("ada", "rust")) {
            awaitTold(first);
            for (String name : List.of("bob", "eve", "kim")) {
                try (Client other = second.named(name, "rust")) {
                    assertThat(ada.line()).isEqualTo(joined(name));
                    awaitMembers(other, "ada", name);
                }
                assertThat(ada.line()).isEqualTo(left(name));
            }
            awaitMembers(ada, "ada");
        }
    }

    @Test
    void whatHasChangedWhileRedisWasAwayIsToldWhenItIsBack() throws Exception {
        try (RedisServer redis = RedisServer.start();
                TestServer first = announcing(redis);
                TestServer second = announcing(redis);
                Client ada = first.named("ada", "rust")) {
            awaitTold(first);
            whatHasChangedIsTold(redis, ada, second);
        }
    }

    private static void whatHasChangedIsTold(RedisServer redis, Client ada, TestServer second) throws IOException {
        try (Client bob = second.named("bob", "rust")) {
            assertThat(ada.line()).isEqualTo(joined("bob"));
            awaitMembers(bob, "ada", "bob");
            redis.kill();
            assertThat(ada.line()).contains("degraded");
            assertThat(bob.line()).contains("degraded");
            try (Client eve = second.connect()) {
                eve.send("{\"type\":\"hello\",\"clientId\":\"eve\",\"rooms\":[\"rust\"]}\n");
                assertThat(bob.line()).isEqualTo(joined("eve"));
                bob.send("{\"type\":\"leave\",\"room\":\"rust\"}\n");
                assertThat(bob.line()).isEqualTo(left("bob"));
                awaitMembers(ada, "ada", "bob"); // as far as it is known here
                redis.begin();
                List<String> told = List.of(ada.line(), ada.line(), ada.line());
                assertThat(told)
                        .containsExactlyInAnyOrder(
                                "{\"type\":\"restored\",\"room\":\"rust\"}", joined("eve"), left("bob"));
                awaitMembers(ada, "ada", "eve");
            }
        }
    }

    @Test
    void theMembersOfAServerThatIsKilledHaveLeft() throws Exception {
        try (RedisServer redis = RedisServer.start();
                TestServer first = announcing(redis);
                Client ada = first.named("ada", "rust")) {
            awaitTold(first);
            Process second = ServerProcess.start(
                    Map.of("PORT", "0", "ADMIN_PORT", "0", "BIND", "127.0.0.1", "CLUSTER", redis.url()));
            try {
                int port = ServerProcess.listeningPort(second.errorReader());
                try (Client bob = Client.named(port, "bob", "rust", "go");
                        Client _ = first.named("bob", "go")) {
                    assertThat(ada.line()).isEqualTo(joined("bob"));
                    awaitMembers(bob, "ada", "bob");
                    second.destroyForcibly();
                    assertThat(ada.line()).isEqualTo(left("bob"));
                    awaitMembers(ada, "ada");
                }
            } finally {
                second.destroyForcibly().onExit().join();
            }
        }
    }

    @Test
    void privateMessagesReachAllConnectionsOfBothOnAllServers() throws Exception {
        try (RedisServer redis = RedisServer.start();
                TestServer first = redis.server();
                TestServer second = redis.server();
                TestServer third = redis.server();
                Client ada = first.named("ada", "rust");
                Client adasOther = third.named("ada");
                Client bob = second.named("bob");
                Client bobsOther = third.named("bob")) {
            redis.awaitListeners("user:ada", 2);
            redis.awaitListeners("user:bob", 2);
            StringBuilder all = new StringBuilder();
            IntStream.range(0, MANY)
                    .forEach(i -> all.append(whisper("ada", "bob", i)).append('\n'));
            ada.send(all.toString());
            for (Client each : List.of(bob, bobsOther, ada, adasOther)) {
                for (int i = 0; i < MANY; i++) {
                    assertThat(each.line()).isEqualTo(whisper("ada", "bob", i));
                }
                each.expectNothingMore();
            }
            bobsOther.send(whisper("bob", "ada", 0) + "\n"); // who is here and elsewhere
            for (Client each : List.of(bob, bobsOther, ada, adasOther)) {
                assertThat(each.line()).isEqualTo(whisper("bob", "ada", 0));
                each.expectNothingMore();
            }
            adasOther.send(whisper("ada", "ada", 1) + "\n");
            for (Client each : List.of(ada, adasOther)) {
                assertThat(each.line()).isEqualTo(whisper("ada", "ada", 1));
                each.expectNothingMore();
            }
            assertThat(first.metric("chatlab_server_private_messages_total")).isEqualTo(MANY);
            assertThat(second.metric("chatlab_server_private_messages_total")).isZero();
        }
    }

    @Test
    void whoIsOnNoServerIsNotConnectedAndWhileRedisIsAwayOnlyThisOneCounts() throws Exception {
        try (RedisServer redis = RedisServer.start();
                TestServer first = redis.server();
                TestServer second = redis.server();
                Client ada = first.named("ada");
                Client _ = second.named("bob")) {
            redis.awaitListeners("user:bob", 1);
            assertThat(answer(ada, whisper("ada", "eve", 0)))
                    .contains("not_connected", "Nobody of the name \\\"eve\\\" is connected.");
            assertThat(answer(ada, whisper("ada", "bob", 0))).isEqualTo(whisper("ada", "bob", 0));
            redis.kill();
            await().until(() -> first.metric("chatlab_server_cluster_connected") == 0);
            ada.leave();
            try (Client again = first.connect()) {
                again.send("{\"type\":\"hello\",\"clientId\":\"ada\",\"rooms\":[\"go\"]}\n");
                assertThat(List.of(again.line(), again.line())).anyMatch(line -> line.contains("welcome"));
                assertThat(answer(again, whisper("ada", "bob", 1)))
                        .contains("not_connected", "to this server, and others can't be reached now.");
                redis.begin();
                redis.awaitListeners("user:bob", 1);
                assertThat(again.line()).contains("restored");
                assertThat(answer(again, whisper("ada", "bob", 2))).isEqualTo(whisper("ada", "bob", 2));
            }
        }
    }

    @Test
    void whoQuitsBehindAPrivateMessageIsToldThatItWasAccepted() throws Exception {
        try (RedisServer redis = RedisServer.start();
                TestServer first = redis.server();
                TestServer second = redis.server();
                Client ada = first.named("ada");
                Client bob = second.named("bob")) {
            redis.awaitListeners("user:bob", 1);
            ada.send(whisper("ada", "bob", 0) + "\n" + whisper("ada", "eve", 1) + "\n{\"type\":\"quit\"}\n");
            assertThat(ada.line()).isEqualTo(whisper("ada", "bob", 0));
            assertThat(ada.line()).contains("not_connected");
            assertThat(ada.line()).isEqualTo("{\"type\":\"bye\",\"reason\":\"quit\",\"accepted\":1}");
            assertThat(bob.line()).isEqualTo(whisper("ada", "bob", 0));
            bob.expectNothingMore();
        }
    }

    /** A name that comes with the first message is told before it, and one that goes behind the last. */
    @Test
    void whoComesIsToldBeforeWhatItSaysAndWhoGoesBehindIt() throws Exception {
        try (RedisServer redis = RedisServer.start();
                TestServer first = announcing(redis);
                TestServer second = announcing(redis);
                Client ada = first.named("ada", "rust");
                Client bob = second.connect()) {
            awaitTold(first);
            redis.awaitListeners("room:rust", 1);
            bob.send("{\"type\":\"join\",\"room\":\"rust\"}\n");
            assertThat(bob.line()).startsWith("{\"type\":\"joined\"");
            redis.awaitListeners("room:rust", 2);
            String message = "{\"clientId\":\"bob\",\"Message\":\"hi\",\"room\":\"rust\"}";
            bob.send(message + "\n{\"type\":\"quit\"}\n");
            assertThat(ada.line()).isEqualTo(joined("bob"));
            assertThat(ada.line()).isEqualTo(message);
            assertThat(ada.line()).isEqualTo(left("bob"));
        }
    }

    @Test
    void theListOfRoomsIsThatOfAllServers() throws Exception {
        try (RedisServer redis = RedisServer.start();
                TestServer first = redis.server();
                TestServer second = redis.server();
                Client ada = first.named("ada", "rust");
                Client bob = second.named("bob", "rust", "go")) {
            String all = "{\"type\":\"rooms\",\"rooms\":[{\"name\":\"global\",\"members\":0},"
                    + "{\"name\":\"go\",\"members\":1},{\"name\":\"rust\",\"members\":2}],\"count\":3}";
            await().until(() -> answer(ada, "{\"type\":\"rooms\"}"), all::equals);
            await().until(() -> answer(bob, "{\"type\":\"rooms\"}"), all::equals);
            assertThat(answer(ada, "{\"type\":\"members\",\"room\":\"go\"}")) // nobody here is in it
                    .isEqualTo("{\"type\":\"members\",\"room\":\"go\",\"members\":[],\"count\":1}");
            assertThat(answer(ada, "{\"type\":\"members\",\"room\":\"java\"}")).contains("no_such_room");
            bob.leave();
            String rest = "{\"type\":\"rooms\",\"rooms\":[{\"name\":\"global\",\"members\":0},"
                    + "{\"name\":\"rust\",\"members\":1}],\"count\":2}";
            await().until(() -> answer(ada, "{\"type\":\"rooms\"}"), rest::equals);
        }
    }
}
