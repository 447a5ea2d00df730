package chatlab.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class DeadlineTest {
    @Test
    void aSilentConnectionIsSentNothingUntilItBecomesAListener() throws Exception {
        try (TestServer server = TestServer.start("HANDSHAKE_TIMEOUT", "300ms");
                Client listener = server.connect();
                Client ada = server.named("ada")) {
            ada.send("{\"clientId\":\"ada\",\"Message\":\"early\"}\n");
            ada.line();
            List<String> heard = new ArrayList<>();
            await().until(() -> {
                ada.send("{\"clientId\":\"ada\",\"Message\":\"late\"}\n");
                heard.add(ada.line());
                return server.metric("chatlab_server_deliveries_total") > heard.size() + 1;
            });
            assertThat(listener.line()).contains("late");
            listener.send("{\"clientId\":\"eve\",\"Message\":\"I can speak too\"}\n");
            assertThat(ada.line()).contains("I can speak too");
        }
    }

    @Test
    void whoHasBeenSilentMayStillBeginInAnyDialect() throws Exception {
        try (TestServer server = TestServer.start("HANDSHAKE_TIMEOUT", "200ms");
                Client ada = server.named("ada")) {
            assertThat(late(server, ada, "GE", "T / HTTP/1.1\r\nHost: x\r\n\r\n"))
                    .startsWith("HTTP/1.1 404 Not Found\n");
            assertThat(late(server, ada, "Guten Tag\r\nQUIT\r\n"))
                    .isEqualTo("ERROR Say JOIN <room> <name> first; HELP tells more.\nBYE quit\n");
            assertThat(late(server, ada, "\u0001\u0002")).contains("malformed").endsWith("\"fatal\":true}\n");
        }
    }

    @Test
    void theBeginningOfAMethodWithNothingMoreIsText() throws Exception {
        try (TestServer server = TestServer.start("HANDSHAKE_TIMEOUT", "200ms");
                Client ada = server.named("ada");
                Client early = server.connect();
                Client late = server.connect()) {
            early.send("GE");
            awaitListeners(ada, 2); // ada and the one that is silent
            late.send("GE");
            awaitListeners(ada, 1);
            for (Client each : List.of(early, late)) {
                each.send("NERAL\r\nQUIT\r\n");
                assertThat(each.rest())
                        .isEqualTo("ERROR Say JOIN <room> <name> first; HELP tells more.\r\nBYE quit\r\n");
            }
        }
    }

    /** Until so many are in the room global. */
    private static void awaitListeners(Client ada, int members) {
        await().until(() -> ada.send("{\"type\":\"rooms\"}\n")
                .line()
                .contains("{\"name\":\"global\",\"members\":" + members + "}"));
    }

    /** What a client is told that speaks after it has been given its first message as a listener. */
    private static String late(TestServer server, Client ada, String... pieces) throws Exception {
        try (Client listener = server.connect()) {
            Future<String> first = CompletableFuture.supplyAsync(() -> {
                try {
                    return listener.line();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            await().until(() -> {
                ada.send("{\"clientId\":\"ada\",\"Message\":\"hi\"}\n");
                ada.line();
                return first.isDone();
            });
            for (String piece : pieces) {
                listener.send(piece);
            }
            return listener.rest()
                    .lines()
                    .filter(line -> !line.startsWith("{\"clientId\""))
                    .map(line -> line + "\n")
                    .collect(Collectors.joining());
        }
    }

    @Test
    void whoHasListenedMayStillUpgradeToWebSocket() throws Exception {
        try (TestServer server = TestServer.start("HANDSHAKE_TIMEOUT", "200ms");
                Client ada = server.named("ada");
                Client listener = server.connect()) {
            await().until(() -> {
                ada.send("{\"clientId\":\"ada\",\"Message\":\"hi\"}\n");
                ada.line();
                return server.metric("chatlab_server_deliveries_total")
                        > server.metric("chatlab_server_messages_received_total");
            });
            ada.send("{\"clientId\":\"ada\",\"Message\":\"the last\"}\n");
            await().until(() -> listener.line().contains("the last"));
            assertThat(ada.line()).contains("the last");
            WebSocketPeer member = WebSocketPeer.open(listener, "/ws/rust");
            ada.send("{\"clientId\":\"ada\",\"Message\":\"not for rust\"}\n");
            ada.line();
            member.say("{\"clientId\":\"eve\",\"Message\":\"in rust\"}");
            assertThat(member.line()).isEqualTo("{\"clientId\":\"eve\",\"Message\":\"in rust\",\"room\":\"rust\"}");
            ada.expectNothingMore();
        }
    }

    @Test
    void whoStartsALineAndStopsListensToo() throws Exception {
        try (TestServer server = TestServer.start("HANDSHAKE_TIMEOUT", "50ms");
                Client half = server.connect();
                Client ada = server.named("ada")) {
            half.send("{");
            await().until(() -> {
                ada.send("{\"clientId\":\"ada\",\"Message\":\"hi\"}\n");
                ada.line();
                return server.metric("chatlab_server_deliveries_total")
                        > server.metric("chatlab_server_messages_received_total");
            });
            assertThat(half.line()).contains("hi");
        }
    }

    @Test
    void anIdleConnectionIsPingedAtHalfTimeAndToldByeAtTheEnd() throws Exception {
        try (TestServer server = TestServer.start("HANDSHAKE_TIMEOUT", "400ms", "IDLE_TIMEOUT", "400ms");
                Client ada = server.named("ada")) {
            assertThat(ada.lines())
                    .containsExactly("{\"type\":\"ping\"}", "{\"type\":\"bye\",\"reason\":\"idle\",\"accepted\":0}");
            ada.leave();
            await().untilAsserted(() -> assertThat(server.closed("idle")).isEqualTo(1));
        }
    }

    @Test
    void whoAnswersThePingStays() throws Exception {
        try (TestServer server = TestServer.start("HANDSHAKE_TIMEOUT", "400ms", "IDLE_TIMEOUT", "400ms");
                Client ada = server.named("ada")) {
            for (int i = 0; i < 5; i++) {
                assertThat(ada.line()).isEqualTo("{\"type\":\"ping\"}");
                ada.send("{\"type\":\"pong\"}\n");
            }
        }
    }

    @Test
    void whoDoesNotEndAfterByeIsClosedAtItsDeadline() throws Exception {
        try (TestServer server = TestServer.start();
                Client ada = server.named("ada")) {
            ada.send("{\"type\":\"quit\"}\n");
            assertThat(ada.rest()).contains("quit");
            assertThat(server.closed("quit")).isZero();
            await().untilAsserted(() -> assertThat(server.closed("quit")).isEqualTo(1));
        }
    }
}
