package chatlab.server;

import static chatlab.protocol.WebSocket.FINAL;
import static chatlab.protocol.WebSocket.PING;
import static chatlab.server.WebSocketPeer.frame;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who asks and doesn't read gets to its bound by the number of answers that wait, however short they are. */
class PingFloodTest {
    /** So many answers are within the bound by their bytes, and beyond it by the memory they take. */
    private static final int SHORT_PINGS = 9_000;

    private final TestServer server = TestServer.start();

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void emptyWebSocketPingsReachTheBound() throws Exception {
        try (WebSocketPeer flood = WebSocketPeer.open(Client.connectWithSmallBuffer(server.port()), "/ws")) {
            flood(flood.client(), frame(FINAL | PING, "p".repeat(125)), frame(FINAL | PING, ""));
            List<WebSocketPeer.Frame> heard = flood.rest();
            assertThat(heard.removeLast()).isEqualTo(WebSocketPeer.Frame.close(1008, "slow_consumer"));
            assertThat(heard.removeLast().payload())
                    .isEqualTo("{\"type\":\"bye\",\"reason\":\"slow_consumer\",\"accepted\":0}");
            assertThat(heard).allMatch(frame -> frame.equals(WebSocketPeer.Frame.pong("p".repeat(125))));
        }
        assertThat(server.metric("chatlab_server_pending_bytes")).isZero();
    }

    @Test
    void pingsInJsonReachTheBound() throws Exception {
        try (Client flood = Client.connectWithSmallBuffer(server.port())) {
            byte[] ping = "{\"type\":\"ping\"}\n".getBytes(StandardCharsets.US_ASCII);
            flood(flood, ping, ping);
            List<String> heard = new ArrayList<>(flood.lines());
            assertThat(heard.removeLast()).isEqualTo("{\"type\":\"bye\",\"reason\":\"slow_consumer\",\"accepted\":0}");
            assertThat(heard).allMatch("{\"type\":\"pong\"}"::equals);
        }
        assertThat(server.metric("chatlab_server_pending_bytes")).isZero();
    }

    /** Fills the client's socket by {@code fill}, and then sends short pings. */
    private void flood(Client client, byte[] fill, byte[] ping) throws Exception {
        while (server.metric("chatlab_server_pending_bytes") == 0) {
            send(client, fill, 500);
        }
        assertThat(server.metric("chatlab_server_pending_bytes")).isLessThan(512 * 1024);
        send(client, ping, SHORT_PINGS);
    }

    private void send(Client client, byte[] ping, int times) throws Exception {
        double before = server.metric("chatlab_server_bytes_received_total");
        client.send(WebSocketPeer.join(Collections.nCopies(times, ping).toArray(byte[][]::new)));
        double sent = (double) times * ping.length;
        await().until(() -> server.metric("chatlab_server_bytes_received_total") >= before + sent);
    }
}
