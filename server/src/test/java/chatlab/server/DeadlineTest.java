package chatlab.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.List;
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
