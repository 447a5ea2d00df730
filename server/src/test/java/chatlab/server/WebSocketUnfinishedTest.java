package chatlab.server;

import static chatlab.protocol.WebSocket.CONTINUATION;
import static chatlab.protocol.WebSocket.FINAL;
import static chatlab.protocol.WebSocket.PING;
import static chatlab.protocol.WebSocket.PONG;
import static chatlab.protocol.WebSocket.TEXT;
import static chatlab.server.WebSocketPeer.frame;
import static chatlab.server.WebSocketPeer.join;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chatlab.server.WebSocketPeer.Frame;
import chatlab.server.chat.EndReason;
import chatlab.server.chat.Traffic;
import chatlab.server.transport.ChatPort;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** What is begun over WebSocket has to be finished, as lines have to be. */
class WebSocketUnfinishedTest {
    private static final List<Frame> BYE = List.of(
            Frame.text("{\"type\":\"bye\",\"reason\":\"unfinished\",\"accepted\":0}"), Frame.close(1008, "unfinished"));

    private static final String BEGUN = "GET /ws HTTP/1.1\r\nHost: x\r\nCookie: " + "x".repeat(8_000);

    /** What is sent again and again without finishing anything. */
    private interface Drip {
        byte[] next(int i);
    }

    @Test
    void aFrameThatDripsEndsTheConnectionAtTheIdleTimeout() throws Exception {
        byte[] message = frame(FINAL | TEXT, "x".repeat(10_000));
        assertEndedAsUnfinished(i -> new byte[] {message[i]});
        byte[] ping = frame(FINAL | PING, "x".repeat(120));
        assertEndedAsUnfinished(i -> new byte[] {ping[i]});
    }

    @Test
    void fragmentsWithoutEndEndTheConnectionWhateverStandsAmongThem() throws Exception {
        assertEndedAsUnfinished(i -> join(frame(i == 0 ? TEXT : CONTINUATION, ""), frame(FINAL | PONG, "")));
    }

    private static void assertEndedAsUnfinished(Drip drip) throws Exception {
        try (TestServer server = TestServer.start("HANDSHAKE_TIMEOUT", "50ms", "IDLE_TIMEOUT", "400ms");
                ExecutorService thread = Executors.newVirtualThreadPerTaskExecutor();
                WebSocketPeer peer = WebSocketPeer.open(server.port(), "/ws")) {
            int[] sent = new int[1];
            peer.send(drip.next(sent[0]++));
            Future<List<Frame>> heard = thread.submit(peer::rest);
            await().pollInterval(Duration.ofMillis(20)).until(() -> {
                peer.send(drip.next(sent[0]++));
                return heard.isDone();
            });
            assertThat(heard.get()).isEqualTo(BYE);
        }
    }

    @Test
    void whatIsFinishedInTimeMakesRoomForTheNext() throws Exception {
        try (TestServer server = TestServer.start("HANDSHAKE_TIMEOUT", "50ms", "IDLE_TIMEOUT", "400ms");
                WebSocketPeer steady = WebSocketPeer.open(server.port(), "/ws")) {
            byte[] ping = frame(FINAL | PING, "still here");
            byte[] begin = Arrays.copyOfRange(ping, 0, 3);
            byte[] end = Arrays.copyOfRange(ping, 3, ping.length);
            long until = System.nanoTime() + Duration.ofMillis(1500).toNanos();
            steady.send(begin);
            await().pollInterval(Duration.ofMillis(50)).until(() -> {
                steady.send(join(end, begin));
                return steady.next().equals(Frame.pong("still here")) && System.nanoTime() > until;
            });
        }
    }

    @Test
    void beyondTheBudgetTheMessageBegunFirstGoes() throws Exception {
        ChatPort port = open(new Traffic(bytes -> {}, ns -> {}));
        List<WebSocketPeer> hoarders = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            WebSocketPeer hoarder = WebSocketPeer.open(port.port(), "/ws");
            hoarders.add(hoarder);
            hoarder.send(frame(TEXT, "{\"clientId\":\"eve\",\"Message\":\"" + "a".repeat(19_000)));
            hoarder.expectNothingMore(); // the pong tells that the server has the fragment
        }
        for (WebSocketPeer gone : hoarders.subList(0, 19)) {
            assertThat(gone.rest()).isEqualTo(BYE);
            gone.close();
        }
        hoarders.getLast().send(frame(FINAL | CONTINUATION, "\"}"));
        assertThat(hoarders.getLast().line()).contains("eve");
        for (WebSocketPeer hoarder : hoarders) {
            hoarder.close();
        }
        port.close(Duration.ofSeconds(5));
        LeakRecorder.assertNone();
    }

    @Test
    void aRequestGivenUpMakesRoomForOthers() throws Exception {
        Traffic traffic = new Traffic(bytes -> {}, ns -> {});
        ChatPort port = open(traffic);
        try (Client patient = Client.connect(port.port())) {
            patient.send(BEGUN);
            await().until(() -> traffic.bytesReceived() == BEGUN.length());
            for (int i = 1; i <= 30; i++) {
                Client.connect(port.port()).send(BEGUN).leave();
                int gone = i;
                await().until(() -> traffic.closed(EndReason.CLIENT) == gone);
            }
            assertThat(patient.send("\r\n\r\n").rest()).startsWith("HTTP/1.1 426 Upgrade Required\r\n");
        }
        port.close(Duration.ofSeconds(5));
        LeakRecorder.assertNone();
    }

    @Test
    void beyondTheBudgetTheRequestBegunFirstGoes() throws Exception {
        Traffic traffic = new Traffic(bytes -> {}, ns -> {});
        ChatPort port = open(traffic);
        List<Client> hoarders = new ArrayList<>();
        for (int i = 1; i <= 30; i++) {
            hoarders.add(Client.connect(port.port()).send(BEGUN));
            long all = (long) i * BEGUN.length();
            await().until(() -> traffic.bytesReceived() == all);
        }
        for (Client gone : hoarders.subList(0, 5)) {
            assertThat(gone.rest()).startsWith("HTTP/1.1 503 Service Unavailable\r\n");
            gone.close();
        }
        await().untilAsserted(
                        () -> assertThat(traffic.closed(EndReason.UNFINISHED)).isEqualTo(5));
        assertThat(hoarders.getLast().send("\r\n\r\n").rest()).startsWith("HTTP/1.1 426 Upgrade Required\r\n");
        for (Client hoarder : hoarders) {
            hoarder.close();
        }
        port.close(Duration.ofSeconds(5));
        LeakRecorder.assertNone();
    }

    private static ChatPort open(Traffic traffic) throws Exception {
        return SmallPort.of(traffic)
                .maxConnections(1000)
                .unfinishedBudgetBytes(10 * 20_000)
                .open();
    }
}
