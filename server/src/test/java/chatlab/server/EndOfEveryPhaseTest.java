package chatlab.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chatlab.protocol.WebSocket;
import chatlab.server.chat.EndReason;
import chatlab.server.chat.Traffic;
import chatlab.server.transport.ChatPort;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a client is told that has got so far, however it or the server ends, and what is left of it. */
class EndOfEveryPhaseTest {
    private static final String BYE =
            "\\{\"type\":\"bye\",\"reason\":\"shutdown\",\"accepted\":0,\"retryAfterMillis\":[12]\\d{3}}";

    private final Traffic traffic = new Traffic(bytes -> {}, ns -> {});
    private final ChatPort port =
            SmallPort.of(traffic).handshakeTimeout(Duration.ofSeconds(1)).open();

    /** How far a client has got; each with what it is told at shutdown, as a pattern. */
    enum Phase {
        SILENT("", ""),
        REQUEST("GET /ws HTTP/1.1\r\nHost: x\r\n", "HTTP/1.1 503 (?s:.*)\r\n\r\n.+\n"),
        REQUEST_FOR_THE_HEAD("HEAD / HTTP/1.1\r\n", "HTTP/1.1 503 (?s:.*)\r\n\r\n"),
        LISTENER_THAT_MAY_BEGIN_A_REQUEST("GE", BYE + "\n"),
        LINE("{\"clientId\":", BYE + "\n"),
        WEB_SOCKET_MESSAGE(
                new String(WebSocketPeer.frame(WebSocket.TEXT, "{\"clientId\":"), StandardCharsets.ISO_8859_1),
                "(?s:..)" + BYE + "(?s:....)shutdown");

        private final String sent;
        private final String lastWords;

        Phase(String sent, String lastWords) {
            this.sent = sent;
            this.lastWords = lastWords;
        }

        /** A client that has got so far. */
        Client reach(ChatPort port, Traffic traffic) throws Exception {
            Client client = Client.connect(port.port());
            if (this == LISTENER_THAT_MAY_BEGIN_A_REQUEST) {
                awaitListening(client, port);
            } else if (this == WEB_SOCKET_MESSAGE) {
                WebSocketPeer.open(client, "/ws");
            }
            long before = traffic.bytesReceived();
            client.send(sent.getBytes(StandardCharsets.ISO_8859_1));
            await().until(() -> traffic.bytesReceived() == before + sent.length() && port.connections() == 1);
            return client;
        }

        private static void awaitListening(Client client, ChatPort port) throws Exception {
            try (ExecutorService thread = Executors.newVirtualThreadPerTaskExecutor();
                    Client ada = Client.named(port.port(), "ada")) {
                Future<String> heard = thread.submit(client::line);
                await().until(() -> {
                    if (!heard.isDone()) {
                        ada.send("{\"clientId\":\"ada\",\"Message\":\"hi\"}\n");
                        ada.line();
                    }
                    return heard.isDone();
                });
                ada.expectNothingMore();
            }
            await().until(() -> port.connections() == 1);
        }
    }

    @AfterEach
    void stop() throws Exception {
        if (port.isAccepting()) {
            port.close(Duration.ofSeconds(5));
        }
        assertThat(port.pendingBytes()).isZero();
        LeakRecorder.assertNone();
    }

    @ParameterizedTest
    @EnumSource
    void atShutdownItIsToldInItsDialect(Phase phase) throws Exception {
        try (Client client = phase.reach(port, traffic);
                ExecutorService thread = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<String> heard = thread.submit(() -> {
                String rest = client.rest();
                client.leave();
                return rest;
            });
            port.close(Duration.ofSeconds(5));
            assertThat(withoutMessages(heard.get())).matches(phase.lastWords);
            assertThat(traffic.closed(EndReason.SHUTDOWN)).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void whoEndsItsDirectionIsToldNothing(Phase phase) throws Exception {
        try (Client client = phase.reach(port, traffic)) {
            long before = traffic.closed(EndReason.CLIENT);
            client.endOutput();
            assertThat(withoutMessages(client.rest())).isEmpty();
            await().until(() -> port.connections() == 0);
            assertThat(traffic.closed(EndReason.RESET)).isZero();
            assertThat(traffic.closed(EndReason.CLIENT)).isEqualTo(before + 1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void whoBreaksOffIsCountedAsReset(Phase phase) throws Exception {
        try (Client client = phase.reach(port, traffic)) {
            client.reset();
            await().until(() -> port.connections() == 0);
            assertThat(traffic.closed(EndReason.RESET)).isEqualTo(1);
        }
    }

    /** Without what it heard as a listener. */
    private static String withoutMessages(String heard) {
        return heard.replaceAll("\\{\"clientId\":[^\n]*\n", "");
    }
}
