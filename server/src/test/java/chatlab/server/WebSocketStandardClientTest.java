package chatlab.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A WebSocket client that is not ours, the JDK's, gets along with the server. */
class WebSocketStandardClientTest {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final TestServer server = TestServer.start();

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void itChatsWithAJsonLinesMemberBothWays() throws Exception {
        Events events = new Events();
        try (Client ada = server.named("ada")) {
            WebSocket bob = connect("/ws", events);
            ada.send("{\"clientId\":\"ada\",\"Message\":\"grüß dich\"}\n");
            assertThat(events.next()).isEqualTo("text {\"clientId\":\"ada\",\"Message\":\"grüß dich\"}");
            assertThat(ada.line()).contains("grüß dich");
            bob.sendText("{\"clientId\":\"bob\",\"Message\":\"✔\"}", true).join();
            assertThat(ada.line()).isEqualTo("{\"clientId\":\"bob\",\"Message\":\"✔\"}");
            assertThat(events.next()).isEqualTo("text {\"clientId\":\"bob\",\"Message\":\"✔\"}");
            bob.sendClose(WebSocket.NORMAL_CLOSURE, "done").join();
            assertThat(events.next()).isEqualTo("close 1000 ");
            await().untilAsserted(() -> assertThat(server.closed("client")).isEqualTo(1));
        }
    }

    @Test
    void itSendsFragmentsAndPingsAmongThemAndGetsLongMessagesWhole() throws Exception {
        Events events = new Events();
        try (Client ada = server.named("ada", "rust")) {
            WebSocket bob = connect("/ws/rust", events);
            String text = "ü".repeat(9_000);
            bob.sendText("{\"clientId\":\"bob\",\"Mess", false).join();
            bob.sendPing(ByteBuffer.wrap("there?".getBytes(StandardCharsets.US_ASCII)))
                    .join();
            assertThat(events.next()).isEqualTo("pong there?");
            bob.sendText("age\":\"" + text, false).join();
            bob.sendText("\"}", true).join();
            String delivered = "{\"clientId\":\"bob\",\"Message\":\"" + text + "\",\"room\":\"rust\"}";
            assertThat(events.next()).isEqualTo("text " + delivered);
            assertThat(ada.line()).isEqualTo(delivered);
            bob.abort();
        }
    }

    @Test
    void itIsToldWhyTheServerEndsTheConnection() throws Exception {
        Events events = new Events();
        WebSocket bob = connect("/ws", events);
        bob.sendBinary(ByteBuffer.allocate(3), true).join();
        assertThat(events.next()).contains("\"malformed\"");
        assertThat(events.next()).isEqualTo("close 1003 malformed");
        await().untilAsserted(() -> assertThat(server.closed("protocol_error")).isEqualTo(1));
    }

    @Test
    void itAnswersTheServersClose() throws Exception {
        Events events = new Events();
        WebSocket _ = connect("/ws", events);
        server.stop();
        assertThat(events.next()).contains("\"shutdown\"");
        assertThat(events.next()).isEqualTo("close 1001 shutdown");
    }

    @Test
    void itIsRefusedForANameThatNoRoomMayHave() {
        assertThatThrownBy(() -> connect("/ws/no%20room", new Events()))
                .hasCauseInstanceOf(WebSocketHandshakeException.class);
    }

    private WebSocket connect(String path, Events events) {
        return HTTP.newWebSocketBuilder()
                .buildAsync(URI.create("ws://127.0.0.1:" + server.port() + path), events)
                .join();
    }

    /** What it was told, in order. */
    private static final class Events implements WebSocket.Listener {
        private final BlockingQueue<String> events = new LinkedBlockingQueue<>();
        private final StringBuilder text = new StringBuilder();

        String next() throws InterruptedException {
            String event = events.poll(10, TimeUnit.SECONDS);
            assertThat(event).isNotNull();
            return String.valueOf(event);
        }

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
                events.add("text " + text);
                text.setLength(0);
            }
            socket.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onPong(WebSocket socket, ByteBuffer message) {
            events.add("pong " + StandardCharsets.US_ASCII.decode(message));
            socket.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
            events.add("close " + code + " " + reason);
            return null;
        }

        @Override
        public void onError(WebSocket socket, Throwable error) {
            events.add("error " + error);
        }
    }
}
