package chatlab.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chatlab.server.chat.EndReason;
import chatlab.server.chat.Traffic;
import chatlab.server.transport.ChatPort;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class UnfinishedLineTest {
    private static final String BYE = "{\"type\":\"bye\",\"reason\":\"unfinished\",\"accepted\":0}\n";

    @Test
    void beyondTheBudgetTheLineBegunFirstGoesAndEveryoneElseGoesOn() throws Exception {
        Traffic traffic = new Traffic(bytes -> {}, ns -> {});
        ChatPort port = SmallPort.of(traffic)
                .maxConnections(1000)
                .unfinishedBudgetBytes(10 * 20_000)
                .open();
        List<Client> hoarders = new ArrayList<>();
        try (Client ada = Client.named(port.port(), "ada", "quiet")) {
            for (int i = 0; i < 100; i++) {
                Client hoarder = Client.connect(port.port());
                hoarders.add(hoarder);
                // The pong tells that the server has the line's beginning, which came with the ping's end.
                hoarder.send("{\"type\":\"ping\"}\n{\"clientId\":\"eve\",\"Message\":\"" + "a".repeat(19_000));
                assertThat(hoarder.line()).isEqualTo("{\"type\":\"pong\"}");
                ada.expectNothingMore();
            }
            for (Client gone : hoarders.subList(0, 89)) {
                assertThat(gone.rest()).isEqualTo(BYE);
                gone.close();
            }
            hoarders.getLast().send("\"}\n");
            assertThat(hoarders.getLast().line()).contains("eve");
            await().untilAsserted(() ->
                    assertThat(traffic.closed(EndReason.UNFINISHED)).isGreaterThanOrEqualTo(89));
            for (Client hoarder : hoarders) {
                hoarder.close();
            }
        }
        port.close(Duration.ofSeconds(5));
        LeakRecorder.assertNone();
    }

    @Test
    void whoKeepsALineOpenByDripsIsEndedAtTheIdleTimeout() throws Exception {
        try (TestServer server = TestServer.start("HANDSHAKE_TIMEOUT", "50ms", "IDLE_TIMEOUT", "400ms");
                ExecutorService thread = Executors.newVirtualThreadPerTaskExecutor();
                Client drip = server.connect()) {
            drip.send("{");
            Future<String> heard = thread.submit(drip::rest);
            await().pollInterval(Duration.ofMillis(20)).until(() -> {
                drip.send("x");
                return heard.isDone();
            });
            assertThat(heard.get()).isEqualTo(BYE);
            drip.leave();
            await().untilAsserted(() -> assertThat(server.closed("unfinished")).isEqualTo(1));
        }
    }

    @Test
    void aLineThatIsFinishedInTimeMakesRoomForTheNext() throws Exception {
        try (TestServer server = TestServer.start("HANDSHAKE_TIMEOUT", "50ms", "IDLE_TIMEOUT", "400ms");
                Client steady = server.connect()) {
            long until = System.nanoTime() + Duration.ofMillis(1500).toNanos();
            steady.send("{\"type\":");
            await().pollInterval(Duration.ofMillis(50)).until(() -> {
                steady.send("\"ping\"}\n{\"type\":");
                return steady.line().equals("{\"type\":\"pong\"}") && System.nanoTime() > until;
            });
        }
    }
}
