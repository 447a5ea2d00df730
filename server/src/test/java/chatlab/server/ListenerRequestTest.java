package chatlab.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chatlab.server.chat.Broadcasters;
import chatlab.server.chat.EndReason;
import chatlab.server.chat.Traffic;
import chatlab.server.transport.ChatPort;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who has listened, having said nothing, and then begins an HTTP request. */
class ListenerRequestTest {
    private static final String BEGUN = "GET /ws HTTP/1.1\r\n";
    private static final int BUDGET_BYTES = 512 * 1024;

    private final Traffic traffic = new Traffic(bytes -> {}, ns -> {});
    private volatile int members;
    private final ChatPort port = SmallPort.of(traffic)
            .handshakeTimeout(Duration.ofSeconds(2))
            .pendingBudgetBytes(BUDGET_BYTES)
            .broadcasters(loop ->
                    Broadcasters.watched(Broadcasters.batched(loop), (audience, message) -> members = audience.size()))
            .open();

    @AfterEach
    void stop() throws Exception {
        port.close(Duration.ofSeconds(5));
        LeakRecorder.assertNone();
    }

    @Test
    void itIsNoMemberAnyMoreFromTheRequestsFirstBytesOn() throws Exception {
        try (Client ada = Client.named(port.port(), "ada");
                Client listener = Client.connect(port.port())) {
            awaitMember(ada);
            begin(listener);
            say(ada, "hi");
            assertThat(members).isEqualTo(1);
        }
    }

    @Test
    void itIsToldWhenWhatWaitedForItHadToGo() throws Exception {
        try (Client ada = Client.named(port.port(), "ada");
                Client listener = Client.connectWithSmallBuffer(port.port())) {
            awaitMember(ada);
            String text = "x".repeat(16_000);
            while (port.pendingBytes() < BUDGET_BYTES / 4) {
                say(ada, text);
            }
            Client other = Client.connectWithSmallBuffer(port.port());
            other.hello("other", "other");
            ada.hello("ada", "other");
            while (port.pendingBytes() < BUDGET_BYTES - 50_000) {
                say(ada, text);
            }
            begin(listener);
            for (int i = 0; i < 10; i++) {
                say(ada, text);
            }
            assertThat(listener.rest())
                    .startsWith("{\"clientId\":\"ada\"")
                    .containsPattern("}\nHTTP/1.1 503 Service Unavailable\r\n");
            listener.leave();
            other.leave();
            await().untilAsserted(() ->
                    assertThat(traffic.closed(EndReason.SLOW_CONSUMER)).isEqualTo(1));
        }
    }

    private void awaitMember(Client ada) {
        await().until(() -> {
            say(ada, "hi");
            return members == 2;
        });
    }

    private void begin(Client listener) throws Exception {
        long before = traffic.bytesReceived();
        listener.send(BEGUN);
        await().until(() -> traffic.bytesReceived() == before + BEGUN.length());
    }

    private static void say(Client ada, String text) throws Exception {
        ada.send("{\"clientId\":\"ada\",\"Message\":\"" + text + "\"}\n");
        assertThat(ada.line()).contains(text);
    }
}
