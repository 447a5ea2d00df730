package chatlab.clients;

import static org.assertj.core.api.Assertions.assertThat;

import chatlab.clients.connection.Transport;
import chatlab.generator.summary.Summary;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What servers do with WebSocket's frames while a run goes on. */
class WebSocketServersTest {
    private static Summary run(WebSocketFront front, String... settings) throws InterruptedException {
        return Runs.run(front.target(), settings);
    }

    /** What a line is sent as: as it is, but for message number 20 of the server. */
    private static Function<String, List<?>> at20(List<?> instead) {
        AtomicInteger messages = new AtomicInteger();
        return line -> line.startsWith("{\"type\"") || messages.getAndIncrement() != 20
                ? List.of(new TextWebSocketFrame(line))
                : instead;
    }

    @Test
    void messagesInFragmentsWithPingsBetweenThemAreCountedOnce() throws Exception {
        try (TestServer server = TestServer.good();
                WebSocketFront front = new WebSocketFront(
                        server.port(),
                        line -> List.of(
                                new TextWebSocketFrame(false, 0, line.substring(0, 3)),
                                new PingWebSocketFrame(Unpooled.copiedBuffer("still there?", StandardCharsets.UTF_8)),
                                new ContinuationWebSocketFrame(false, 0, ""),
                                new ContinuationWebSocketFrame(false, 0, line.substring(3, line.length() / 2)),
                                new ContinuationWebSocketFrame(true, 0, line.substring(line.length() / 2))))) {
            Summary summary = run(front);
            assertThat(summary.ledger().exact()).isTrue();
            assertThat(summary.ledger().damaged()).isZero();
            assertThat(summary.deliveries().received())
                    .isEqualTo(summary.messages().sent() * 10)
                    .isPositive();
            assertThat(front.pongs())
                    .hasSize((int) summary.deliveries().received() + 10)
                    .containsOnly("still there?");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"128", "20000"})
    void messagesOfEveryHeaderLengthArriveWhole(String bytes) throws Exception {
        try (TestServer server = TestServer.good().over(Transport.WEBSOCKET)) {
            // The drain ends when all is there; what comes through two test servers may take long on a busy machine.
            Summary summary = Runs.run(server, "MESSAGE_BYTES", bytes, "DRAIN", "30s");
            assertThat(summary.ledger().exact()).as(summary.ledger().toString()).isTrue();
            assertThat(summary.deliveries().received()).isPositive();
        }
    }

    @Test
    void theGlobalRoomIsAtTheRootAndOthersAreBehindIt() throws Exception {
        try (TestServer server = TestServer.good();
                WebSocketFront front = new WebSocketFront(server.port())) {
            run(front);
            assertThat(front.paths()).hasSize(10).containsOnly("/ws");
        }
        try (TestServer server = TestServer.good();
                WebSocketFront front = new WebSocketFront(server.port())) {
            assertThat(run(front, "ROOMS", "2").ledger().exact()).isTrue();
            assertThat(front.paths()).hasSize(10).containsOnly("/ws/room-1", "/ws/room-2");
        }
    }

    @Test
    void aCloseEndsAMembershipWithItsCode() throws Exception {
        try (TestServer server = TestServer.good();
                WebSocketFront front =
                        new WebSocketFront(server.port(), at20(List.of(new CloseWebSocketFrame(1008, "too slow"))))) {
            Summary summary = run(front, "TALKERS", "1", "DRAIN", "300ms");
            assertThat(summary.closed()).containsExactly(java.util.Map.entry("closed 1008", 1L));
            assertThat(summary.ledger().cutOff().receivers()).isEqualTo(1);
        }
    }

    @Test
    void aByeIsTheBetterReason() throws Exception {
        try (TestServer server = TestServer.good();
                WebSocketFront front = new WebSocketFront(
                        server.port(),
                        at20(List.of(
                                new TextWebSocketFrame("{\"type\":\"bye\",\"reason\":\"shutdown\",\"accepted\":0}"),
                                new CloseWebSocketFrame(1001, ""))))) {
            assertThat(run(front, "TALKERS", "1", "DRAIN", "300ms").closed())
                    .containsExactly(java.util.Map.entry("shutdown", 1L));
        }
    }

    @Test
    void aServerThatMasksBreaksTheRules() throws Exception {
        byte[] masked = {(byte) 0x81, (byte) 0x81, 0, 0, 0, 0, 'x'};
        try (TestServer server = TestServer.good();
                WebSocketFront front =
                        new WebSocketFront(server.port(), at20(List.of(Unpooled.wrappedBuffer(masked))))) {
            Summary summary = run(front, "TALKERS", "1", "DRAIN", "300ms");
            assertThat(summary.closed()).containsExactly(java.util.Map.entry("websocket_error", 1L));
            assertThat(Essentials.of(summary)).contains("connections ended: 1 websocket_error");
        }
    }
}
