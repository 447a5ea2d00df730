package chatlab.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chatlab.server.broadcast.BroadcastStrategy;
import chatlab.server.chat.EndReason;
import chatlab.server.chat.Traffic;
import chatlab.server.transport.ChatPort;
import chatlab.server.transport.Io;
import chatlab.server.transport.PortOptions;
import java.net.InetAddress;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class BudgetTest {
    @Test
    void whenTooMuchWaitsOverAllMembersTheOneStuckForLongestGoes() throws Exception {
        Traffic traffic = new Traffic(bytes -> {}, ns -> {});
        ChatPort port = ChatPort.open(
                new PortOptions(
                        InetAddress.getLoopbackAddress(),
                        0,
                        1,
                        Io.best(),
                        100,
                        20_000,
                        Duration.ofMinutes(1),
                        Duration.ofMinutes(1),
                        512 * 1024),
                traffic,
                BroadcastStrategy.BATCHED::on);
        try (Client ada = Client.named(port.port(), "ada", "first");
                Client first = Client.connectWithSmallBuffer(port.port());
                Client second = Client.connectWithSmallBuffer(port.port())) {
            first.hello("first", "first");
            second.hello("second", "second");
            while (port.pendingBytes() < 200_000) {
                say(ada, "first");
            }
            ada.hello("ada", "second");
            while (traffic.closed(EndReason.SLOW_CONSUMER) == 0 && port.pendingBytes() < 450_000) {
                say(ada, "second");
            }
            for (int i = 0; i < 10; i++) {
                say(ada, "second");
            }
            assertThat(first.lines().getLast())
                    .isEqualTo("{\"type\":\"bye\",\"reason\":\"slow_consumer\",\"accepted\":0}");
            first.leave();
            await().untilAsserted(() ->
                    assertThat(traffic.closed(EndReason.SLOW_CONSUMER)).isEqualTo(1));
            say(ada, "second");
            assertThat(second.line()).contains("\"room\":\"second\"");
        }
        port.close(Duration.ofSeconds(5));
        LeakRecorder.assertNone();
    }

    private static void say(Client ada, String room) throws Exception {
        String message = "{\"clientId\":\"ada\",\"Message\":\"" + "x".repeat(16_000) + "\"";
        ada.send(message + "}\n");
        assertThat(ada.line()).isEqualTo(message + ",\"room\":\"" + room + "\"}");
    }
}
