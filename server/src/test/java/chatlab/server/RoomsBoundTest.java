package chatlab.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class RoomsBoundTest {
    private static final String REFUSED = "chatlab_server_messages_refused_total{reason=\"too_many_rooms\"}";

    @Test
    void aHelloForMoreRoomsThanAConnectionMayBeInIsRefusedAndItStaysWhereItWas() throws Exception {
        try (TestServer server = TestServer.start("MAX_ROOMS_PER_CONNECTION", "2");
                Client ada = server.named("ada", "rust", "java")) {
            ada.send("{\"type\":\"hello\",\"clientId\":\"ada\",\"rooms\":[\"a\",\"b\",\"a\",\"c\"]}\n");
            assertThat(ada.line())
                    .isEqualTo(
                            "{\"type\":\"error\",\"code\":\"too_many_rooms\",\"message\":\"A connection may be in at most 2 rooms, not in 3.\",\"fatal\":false}");
            ada.send("{\"type\":\"hello\",\"clientId\":\"ada\"}\n");
            assertThat(ada.line()).contains("\"rooms\":[\"rust\",\"java\"]");
            ada.hello("ada", "a", "b", "a");
            assertThat(server.metric(REFUSED)).isEqualTo(1);
        }
    }

    @Test
    void aRefusedFirstHelloBindsNoNameAndLeavesGlobal() throws Exception {
        try (TestServer server = TestServer.start("MAX_ROOMS_PER_CONNECTION", "1", "MAX_ROOMS", "1");
                Client ada = server.connect()) {
            for (String rooms : List.of("\"a\",\"b\"", "\"a\"")) {
                ada.send("{\"type\":\"hello\",\"clientId\":\"ada\",\"rooms\":[" + rooms + "]}\n");
                assertThat(ada.line()).contains("\"code\":\"too_many_rooms\"");
            }
            ada.hello("eve");
            ada.send("{\"type\":\"hello\",\"clientId\":\"eve\",\"rooms\":[\"global\"]}\n");
            assertThat(ada.line()).contains("\"rooms\":[\"global\"]");
        }
    }

    @Test
    void aHelloThatWouldMakeARoomTooManyJoinsNoneAndKeepsThoseItWasIn() throws Exception {
        try (TestServer server = TestServer.start("MAX_ROOMS", "3", "EVENT_LOOPS", "2");
                Client ada = server.named("ada", "rust");
                Client bob = server.named("bob")) {
            assertThat(server.metric("chatlab_server_rooms")).isEqualTo(2);
            bob.send("{\"type\":\"hello\",\"clientId\":\"bob\",\"rooms\":[\"rust\",\"java\",\"go\"]}\n");
            assertThat(bob.line())
                    .isEqualTo(
                            "{\"type\":\"error\",\"code\":\"too_many_rooms\",\"message\":\"One of these rooms would be new, and there are as many as this server takes.\",\"fatal\":false}");
            assertThat(server.metric("chatlab_server_rooms")).isEqualTo(2);
            ada.send("{\"clientId\":\"ada\",\"Message\":\"hi\"}\n");
            ada.line();
            bob.send("{\"type\":\"hello\",\"clientId\":\"bob\"}\n");
            assertThat(bob.line()).contains("\"rooms\":[\"global\"]");
            bob.hello("bob", "java", "rust", "global");
            assertThat(server.metric("chatlab_server_rooms")).isEqualTo(3);
            ada.leave();
            bob.hello("bob", "global");
            await().untilAsserted(() ->
                    assertThat(server.metric("chatlab_server_rooms")).isEqualTo(1));
            bob.hello("bob", "a", "b");
        }
    }

    @Test
    void roomsLeftWithMessagesThatAreNotReadYetCountUntilTheyAre() throws Exception {
        try (TestServer server = TestServer.start("MAX_ROOMS_PER_CONNECTION", "1");
                Client ada = server.named("ada", "rust");
                Client slow = Client.connectWithSmallBuffer(server.port())) {
            slow.hello("slow", "rust");
            String message = "{\"clientId\":\"ada\",\"Message\":\"" + "x".repeat(10_000) + "\",\"room\":\"rust\"}";
            int said = 0;
            while (server.metric("chatlab_server_log_bytes") < 300_000) { // more than its socket takes
                ada.send(message + "\n");
                assertThat(ada.line()).isEqualTo(message);
                said++;
            }
            String hi = "{\"clientId\":\"slow\",\"Message\":\"hi\"}\n";
            for (String room : List.of("a", "b", "c", "a")) {
                slow.send("{\"type\":\"hello\",\"clientId\":\"slow\",\"rooms\":[\"" + room + "\"]}\n" + hi);
            }
            int all = said + 4;
            await().untilAsserted(() -> assertThat(server.metric("chatlab_server_messages_received_total"))
                    .isEqualTo(all));
            assertThat(server.metric(REFUSED)).isEqualTo(2);
            assertThat(server.metric("chatlab_server_rooms"))
                    .as("with global and rust")
                    .isEqualTo(3);
            List<String> heard = new ArrayList<>();
            for (int i = 0; i < said + 8; i++) {
                heard.add(slow.line());
            }
            heard.removeIf(message::equals);
            assertThat(heard)
                    .filteredOn(line -> line.contains("\"welcome\""))
                    .hasSize(2)
                    .allMatch(line -> line.contains("[\"a\"]"));
            assertThat(heard)
                    .filteredOn(line -> line.contains("\"Message\":\"hi\",\"room\":\"a\""))
                    .hasSize(4);
            assertThat(heard)
                    .filteredOn(line -> line.contains("\"error\""))
                    .hasSize(2)
                    .allMatch(
                            "{\"type\":\"error\",\"code\":\"too_many_rooms\",\"message\":\"Messages of rooms that this connection has left still wait for it; together with those it may be in at most 1.\",\"fatal\":false}"
                                    ::equals);
            slow.hello("slow", "b");
            slow.hello("slow", "c");
        }
    }

    @Test
    void anUpgradeIntoARoomTooManyIsAnsweredWith503() throws Exception {
        try (TestServer server = TestServer.start("MAX_ROOMS", "2");
                Client ada = server.named("ada", "rust");
                Client browser = server.connect()) {
            String answer = browser.send(WebSocketPeer.handshake("/ws/java")).rest();
            assertThat(answer)
                    .startsWith("HTTP/1.1 503 Service Unavailable\r\nRetry-After: ")
                    .endsWith("\"detail\":\"There are as many rooms as this server takes.\"}\n");
            browser.leave();
            await().untilAsserted(() -> assertThat(server.closed("http")).isEqualTo(1));
            assertThat(server.metric(REFUSED)).isEqualTo(1);
            assertThat(server.metric("chatlab_server_upgrades_total")).isZero();
            for (String path : List.of("/ws", "/ws/global", "/ws/rust")) {
                try (WebSocketPeer bob = WebSocketPeer.open(server.port(), path)) {
                    bob.expectNothingMore();
                }
            }
            ada.expectNothingMore();
        }
    }

    @Test
    void manyAtOnceOnSeveralLoopsGetExactlySoManyRooms() throws Exception {
        int crowd = 200;
        try (TestServer server = TestServer.start("MAX_ROOMS", "51", "EVENT_LOOPS", "4");
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Client> clients = new ArrayList<>();
            try {
                for (int i = 0; i < crowd; i++) {
                    clients.add(server.named("ada"));
                }
                List<Future<String>> answers = new ArrayList<>();
                for (int i = 0; i < crowd; i++) {
                    Client client = clients.get(i);
                    String hello = "{\"type\":\"hello\",\"clientId\":\"ada\",\"rooms\":[\"room-" + i + "\"]}\n";
                    answers.add(threads.submit(() -> client.send(hello).line()));
                }
                int welcome = 0;
                for (Future<String> answer : answers) {
                    welcome += answer.get().contains("welcome") ? 1 : 0;
                }
                assertThat(welcome).isEqualTo(50);
                assertThat(server.metric("chatlab_server_rooms")).isEqualTo(51);
                assertThat(server.metric(REFUSED)).isEqualTo(crowd - 50);
            } finally {
                for (Client client : clients) {
                    client.close();
                }
            }
            await().untilAsserted(() ->
                    assertThat(server.metric("chatlab_server_rooms")).isEqualTo(1));
        }
    }
}
