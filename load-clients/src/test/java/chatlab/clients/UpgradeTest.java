package chatlab.clients;

import static org.assertj.core.api.Assertions.assertThat;

import chatlab.generator.admin.Blame;
import chatlab.generator.admin.Failure;
import chatlab.protocol.WebSocket;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** How a client asks for a WebSocket, and which answers it takes. */
class UpgradeTest {
    private static final String RIGHT = String.join(
            "\r\n",
            "HTTP/1.1 101 Switching Protocols",
            "upgrade: WebSocket",
            "connection: keep-alive, Upgrade",
            "Sec-WebSocket-Accept: ACCEPT",
            "",
            "");

    /** Answers each request with a text, in which ACCEPT stands for what is right, and leaves the connection open. */
    private static final class Answering implements AutoCloseable {
        private final ServerSocket listener;
        private final UnaryOperator<String> answers;
        private volatile String request = "";

        Answering(String address, UnaryOperator<String> answers) throws IOException {
            listener = new ServerSocket(0, 100, InetAddress.getByName(address));
            this.answers = answers;
            Thread.ofPlatform().daemon().start(this::accept);
        }

        private void accept() {
            try {
                while (true) {
                    Socket socket = listener.accept();
                    Thread.ofPlatform().daemon().start(() -> serve(socket));
                }
            } catch (IOException e) {
                // closed
            }
        }

        private void serve(Socket socket) {
            try (socket;
                    InputStream in = socket.getInputStream()) {
                StringBuilder head = new StringBuilder();
                while (head.indexOf("\r\n\r\n") < 0) {
                    head.append((char) in.read());
                }
                request = head.toString();
                String key = request.replaceAll("(?s).*Sec-WebSocket-Key: ([^\r]*)\r.*", "$1");
                byte[] answer = answers.apply(WebSocket.accept(key)).getBytes(StandardCharsets.ISO_8859_1);
                for (byte next : answer) {
                    socket.getOutputStream().write(next);
                    socket.getOutputStream().flush();
                }
                in.transferTo(java.io.OutputStream.nullOutputStream());
            } catch (IOException e) {
                // the client has gone
            }
        }

        String target(String host) {
            return "ws://" + host + ":" + listener.getLocalPort() + "/ws";
        }

        @Override
        public void close() throws IOException {
            listener.close();
        }
    }

    static Stream<Arguments> wrongAnswers() {
        return Stream.of(
                Arguments.of(
                        "HTTP/1.1 503 Service Unavailable\r\nRetry-After: 1\r\n\r\n",
                        "the server answered 'HTTP/1.1 503 Service Unavailable' instead of upgrading"),
                Arguments.of(
                        "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok",
                        "the server answered 'HTTP/1.1 200 OK' instead of upgrading"),
                Arguments.of(
                        RIGHT.replace("HTTP/1.1", "HTTP/1.0"),
                        "the server answered 'HTTP/1.0 101 Switching Protocols' instead of upgrading"),
                Arguments.of("ERROR \u0007?\n", "the server answered 'ERROR ??' instead of upgrading"),
                Arguments.of("x".repeat(10_000), "the server's answer to the upgrade does not end within 8,192 bytes"),
                Arguments.of(
                        RIGHT.replace("ACCEPT", "s3pPLMBiTxaQ9kYGzzhZRbK+xOo="),
                        "the server upgraded wrongly: Sec-WebSocket-Accept is 's3pPLMBiTxaQ9kYGzzhZRbK+xOo=', but it has"
                                + " to be '"),
                Arguments.of(
                        RIGHT.replace("WebSocket\r", "h2c\r"),
                        "the server upgraded wrongly: Upgrade is 'h2c', but it has to be 'websocket'"),
                Arguments.of(
                        RIGHT.replace(", Upgrade", ""),
                        "the server upgraded wrongly: Connection is 'keep-alive', but it has to be 'Upgrade'"),
                Arguments.of(
                        RIGHT.replace("\r\n\r\n", "\r\nSec-WebSocket-Extensions: permessage-deflate\r\n\r\n"),
                        "the server upgraded wrongly: Sec-WebSocket-Extensions is 'permessage-deflate', but none was"
                                + " asked for"));
    }

    @ParameterizedTest
    @MethodSource("wrongAnswers")
    void aWrongAnswerIsNamedAndTheServersDoing(String answer, String why) throws Exception {
        try (Answering server = new Answering("127.0.0.1", accept -> answer.replace("ACCEPT", accept))) {
            Failure failure = FailuresBeforeTheStartTest.failure(server.target("127.0.0.1"), "CLIENTS", "2");
            assertThat(failure.blame()).isEqualTo(Blame.SERVER);
            assertThat(failure.text()).contains("was turned away: " + why);
        }
    }

    /** Byte for byte, and with the first frame right behind the answer. */
    @Test
    void aRightAnswerIsTakenAndWhatStandsBehindItIsRead() throws Exception {
        String error = "{\"type\":\"error\",\"code\":\"invalid_name\",\"message\":\"no\",\"fatal\":false}";
        try (Answering server = new Answering(
                "127.0.0.1", accept -> RIGHT.replace("ACCEPT", accept) + "\u0081" + (char) error.length() + error)) {
            Failure failure = FailuresBeforeTheStartTest.failure(server.target("127.0.0.1"), "ROOMS", "2");
            assertThat(failure.text()).contains("was turned away: invalid_name (no)");
            String authority = server.target("127.0.0.1").replaceAll("ws://|/ws", "");
            assertThat(server.request)
                    .matches("(?s)GET /ws/room-[12] HTTP/1\\.1\r\nHost: " + authority
                            + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: [A-Za-z0-9+/]{22}=="
                            + "\r\nSec-WebSocket-Version: 13\r\n\r\n");
        }
    }

    @Test
    void aHostMayBeAnAddressInBrackets() throws Exception {
        try (Answering server = new Answering("::1", accept -> "HTTP/1.1 404 Not Found\r\n\r\n")) {
            Failure failure = FailuresBeforeTheStartTest.failure(server.target("[::1]"), "CLIENTS", "2");
            assertThat(failure.text()).contains("TARGET ws://[::1]:", "HTTP/1.1 404 Not Found");
            assertThat(server.request).contains("\r\nHost: [::1]:");
        }
    }
}
