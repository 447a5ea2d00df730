package chatlab.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chatlab.server.chat.EndReason;
import chatlab.server.chat.Traffic;
import chatlab.server.transport.ChatPort;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BudgetTest {
    private final Traffic traffic = new Traffic(bytes -> {}, ns -> {});

    @Test
    void whenTooMuchWaitsOverAllMembersTheOneStuckForLongestGoes() throws Exception {
        ChatPort port = open(512 * 1024);
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

    @Test
    void whenAllAreStuckOnlyAsManyGoAsAreNeeded() throws Exception {
        ChatPort port = open(3 * 1024 * 1024);
        List<Client> slow = new ArrayList<>();
        try (Client ada = Client.named(port.port(), "ada", "all")) {
            for (int i = 0; i < 20; i++) {
                slow.add(Client.connectWithSmallBuffer(port.port()));
                slow.getLast().hello("slow" + i, "all");
            }
            long most = 0;
            while (port.pendingBytes() >= most) {
                most = port.pendingBytes();
                say(ada, "all");
            }
            ada.send("{\"clientId\":\"ada\",\"Message\":\"the last\"}\n");
            ada.line();
            int told = 0;
            for (Client client : slow) {
                String line = client.line();
                while (!line.contains("bye") && !line.contains("the last")) {
                    line = client.line();
                }
                told += line.contains("slow_consumer") ? 1 : 0;
                client.close();
            }
            assertThat(told).isBetween(1, 15);
        }
        port.close(Duration.ofSeconds(5));
        LeakRecorder.assertNone();
    }

    @Test
    void whenTooManySocketsStayFullTheOneThatHasBeenForLongestGoes() throws Exception {
        ChatPort port = open(1024 * 1024, 2);
        try (Client ada = Client.named(port.port(), "ada", "first");
                Client first = Client.connectWithSmallBuffer(port.port());
                Client second = Client.connectWithSmallBuffer(port.port());
                Client third = Client.connectWithSmallBuffer(port.port())) {
            first.hello("first", "first");
            second.hello("second", "second");
            third.hello("third", "third");
            fill(port, ada, "first", 1);
            ada.hello("ada", "second");
            fill(port, ada, "second", 2);
            ada.hello("ada", "third");
            fill(port, ada, "third", 3);
            await().until(() -> port.fullSockets() == 2);
            assertThat(first.lines().getLast())
                    .isEqualTo("{\"type\":\"bye\",\"reason\":\"slow_consumer\",\"accepted\":0}");
            assertThat(second.line()).contains("\"room\":\"second\"");
        }
        port.close(Duration.ofSeconds(5));
        assertThat(port.fullSockets()).isZero();
        LeakRecorder.assertNone();
    }

    private static void fill(ChatPort port, Client ada, String room, int sockets) throws Exception {
        while (port.fullSockets() < sockets) {
            say(ada, room);
        }
    }

    private ChatPort open(long pendingBudgetBytes) {
        return open(pendingBudgetBytes, 100);
    }

    private ChatPort open(long pendingBudgetBytes, int maxFullSockets) {
        return SmallPort.of(traffic)
                .pendingBudgetBytes(pendingBudgetBytes)
                .maxFullSockets(maxFullSockets)
                .open();
    }

    private static void say(Client ada, String room) throws Exception {
        String message = "{\"clientId\":\"ada\",\"Message\":\"" + "x".repeat(16_000) + "\"";
        ada.send(message + "}\n");
        assertThat(ada.line()).isEqualTo(message + ",\"room\":\"" + room + "\"}");
    }
}
