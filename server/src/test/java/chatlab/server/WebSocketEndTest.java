package chatlab.server;

import static chatlab.protocol.WebSocket.CLOSE;
import static chatlab.protocol.WebSocket.FINAL;
import static chatlab.protocol.WebSocket.PONG;
import static chatlab.protocol.WebSocket.TEXT;
import static chatlab.server.WebSocketPeer.close;
import static chatlab.server.WebSocketPeer.frame;
import static chatlab.server.WebSocketPeer.handshake;
import static chatlab.server.WebSocketPeer.join;
import static chatlab.server.WebSocketPeer.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chatlab.server.WebSocketPeer.Frame;
import chatlab.server.chat.Broadcasters;
import chatlab.server.chat.EndReason;
import chatlab.server.chat.Traffic;
import chatlab.server.transport.ChatPort;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How WebSocket connections end, and when. */
class WebSocketEndTest {
    private static final String HI = "{\"clientId\":\"bob\",\"Message\":\"hi\"}";

    @ParameterizedTest
    @CsvSource({"1, 1000", "2, 1000", "2, 1001", "2, 3000", "2, 4999"})
    void aCloseFrameIsAnsweredBehindTheClientsOwnMessages(int loops, int code) throws Exception {
        try (TestServer server = TestServer.start("EVENT_LOOPS", Integer.toString(loops));
                WebSocketPeer bob = WebSocketPeer.open(server.port(), "/ws")) {
            bob.send(join(text(HI), text(HI), close(code, "so long"), text("never read")));
            assertThat(bob.rest()).containsExactly(Frame.text(HI), Frame.text(HI), Frame.close(code, ""));
            bob.leave();
            await().untilAsserted(() -> assertThat(server.closed("client")).isEqualTo(1));
        }
    }

    @Test
    void anEmptyCloseFrameIsAnsweredAsANormalEnd() throws Exception {
        try (TestServer server = TestServer.start();
                WebSocketPeer bob = WebSocketPeer.open(server.port(), "/ws")) {
            bob.send(frame(FINAL | CLOSE, ""));
            assertThat(bob.rest()).containsExactly(Frame.close(1000, ""));
        }
    }

    @Test
    void whoEndsWithoutACloseFrameStillGetsItsOwnMessages() throws Exception {
        try (TestServer server = TestServer.start();
                WebSocketPeer bob = WebSocketPeer.open(server.port(), "/ws")) {
            bob.say(HI).send(frame(TEXT, "unfinished"));
            bob.client().endOutput();
            assertThat(bob.next()).isEqualTo(Frame.text(HI));
            assertThat(bob.client().rest()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void shutdownSaysByeAndGoingAway(int loops) throws Exception {
        try (TestServer server = TestServer.start("EVENT_LOOPS", Integer.toString(loops), "HANDSHAKE_TIMEOUT", "1m");
                ExecutorService thread = Executors.newVirtualThreadPerTaskExecutor();
                Client half = server.connect();
                WebSocketPeer bob = WebSocketPeer.open(server.port(), "/ws")) {
            half.send("GET /ws HTTP/1.1\r\n");
            bob.say(HI);
            assertThat(bob.line()).isEqualTo(HI);
            Future<List<Frame>> heard = thread.submit(() -> {
                List<Frame> rest = bob.rest();
                bob.leave();
                return rest;
            });
            Future<String> answer = thread.submit(() -> {
                String rest = half.rest();
                half.leave();
                return rest;
            });
            server.stop();
            assertThat(heard.get()).hasSize(2).last().isEqualTo(Frame.close(1001, "shutdown"));
            assertThat(heard.get().getFirst().payload())
                    .matches(
                            "\\{\"type\":\"bye\",\"reason\":\"shutdown\",\"accepted\":1,\"retryAfterMillis\":[12]\\d{3}}");
            assertThat(answer.get())
                    .startsWith("HTTP/1.1 503 Service Unavailable\r\n")
                    .containsPattern("\r\nRetry-After: [12]\r\n");
        }
    }

    @Test
    void whoIsIdleIsAskedByAWebSocketPingAndThenEnded() throws Exception {
        try (TestServer server = TestServer.start("HANDSHAKE_TIMEOUT", "400ms", "IDLE_TIMEOUT", "400ms");
                WebSocketPeer bob = WebSocketPeer.open(server.port(), "/ws")) {
            for (int i = 0; i < 3; i++) {
                assertThat(bob.next()).isEqualTo(Frame.ping());
                bob.send(frame(FINAL | PONG, ""));
            }
            assertThat(bob.rest())
                    .containsExactly(
                            Frame.ping(),
                            Frame.text("{\"type\":\"bye\",\"reason\":\"idle\",\"accepted\":0}"),
                            Frame.close(1008, "idle"));
        }
    }

    @Test
    void aRequestThatIsNotFinishedInTimeIsTold() throws Exception {
        try (TestServer server = TestServer.start("HANDSHAKE_TIMEOUT", "200ms");
                ExecutorService thread = Executors.newVirtualThreadPerTaskExecutor();
                Client half = server.connect();
                Client head = server.connect();
                Client drip = server.connect()) {
            half.send("GET /ws HTTP/1.1\r\nHost: x\r\n");
            assertThat(half.rest()).startsWith("HTTP/1.1 408 Request Timeout\r\n");
            head.send("HEAD /ws HTTP/1.1\r\n");
            assertThat(head.rest())
                    .startsWith("HTTP/1.1 408 Request Timeout\r\n")
                    .endsWith("\r\n\r\n");
            drip.send("GET /ws HTTP/1.1\r\nA: ");
            Future<String> heard = thread.submit(drip::rest);
            await().pollInterval(Duration.ofMillis(20)).until(() -> {
                drip.send("x");
                return heard.isDone();
            });
            assertThat(heard.get()).startsWith("HTTP/1.1 408 Request Timeout\r\n");
        }
    }

    @Test
    void beyondTheCapAnUpgradeIsToldToComeBack() throws Exception {
        try (TestServer server = TestServer.start("MAX_CONNECTIONS", "1");
                WebSocketPeer bob = WebSocketPeer.open(server.port(), "/ws");
                Client next = server.connect();
                Client head = server.connect()) {
            assertThat(head.send("HEAD /ws HTTP/1.1\r\nHost: x\r\n\r\n").rest())
                    .startsWith("HTTP/1.1 503 Service Unavailable\r\n")
                    .endsWith("\r\n\r\n");
            assertThat(next.send(handshake("/ws")).rest())
                    .startsWith("HTTP/1.1 503 Service Unavailable\r\n")
                    .containsPattern("\r\nRetry-After: [12]\r\n");
            bob.expectNothingMore();
            assertThat(server.metric("chatlab_server_connections")).isEqualTo(1);
        }
    }

    @Test
    void whoDoesNotReadIsToldBye() throws Exception {
        try (TestServer server = TestServer.start("SLOW_CONSUMER", "close", "ROOM_LOG_BYTES", "512KiB");
                Client ada = server.named("ada");
                WebSocketPeer slow = WebSocketPeer.open(Client.connectWithSmallBuffer(server.port()), "/ws")) {
            String message = "{\"clientId\":\"ada\",\"Message\":\"" + "x".repeat(16_000) + "\"}";
            for (int i = 0; i < 400; i++) { // more than its sockets and the room's log hold
                ada.send(message + "\n");
                assertThat(ada.line()).isEqualTo(message);
            }
            List<Frame> heard = slow.rest();
            assertThat(heard.removeLast()).isEqualTo(Frame.close(1008, "slow_consumer"));
            assertThat(heard.removeLast().payload())
                    .isEqualTo("{\"type\":\"bye\",\"reason\":\"slow_consumer\",\"accepted\":0}");
            assertThat(heard).allMatch(frame -> frame.equals(Frame.text(message)));
            assertThat(server.metric("chatlab_server_pending_bytes")).isZero();
        }
    }

    @Test
    void ourOwnFailureIsToldByItsCloseCode() throws Exception {
        Traffic traffic = new Traffic(bytes -> {}, ns -> {});
        ChatPort port = SmallPort.of(traffic)
                .broadcasters(loop -> Broadcasters.broken())
                .open();
        try (WebSocketPeer bob = WebSocketPeer.open(port.port(), "/ws")) {
            bob.say(HI);
            assertThat(bob.rest()).containsExactly(Frame.close(1011, "the server failed"));
            await().untilAsserted(
                            () -> assertThat(traffic.closed(EndReason.FAILURE)).isEqualTo(1));
        }
        port.close(Duration.ofSeconds(5));
        LeakRecorder.assertNone();
    }
}
