package chatlab.server;

import static chatlab.server.WebSocketPeer.handshake;
import static chatlab.server.WebSocketPeer.join;
import static chatlab.server.WebSocketPeer.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebSocketHandshakeTest {
    private static final String GOOD = handshake("/ws");

    /** What a query may have, and what another header's value, if all is as in the good request. */
    private static final int LINE_SPACE = 4096 - "GET /ws? HTTP/1.1".length();

    private static final int HEADER_SPACE =
            8192 - GOOD.lines().skip(1).mapToInt(String::length).sum() - "A: ".length();

    private final TestServer server = TestServer.start();

    @AfterEach
    void stop() {
        server.close();
    }

    static Stream<Arguments> refusedRequests() {
        String key = "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==";
        return Stream.of(
                arguments("another path", handshake("/"), "404 Not Found"),
                arguments("a path that begins like it", handshake("/wss"), "404 Not Found"),
                arguments("a path below a room", handshake("/ws/rust/x"), "404 Not Found"),
                arguments("no room name", handshake("/ws/"), "400 Bad Request"),
                arguments("a room's name that is too long", handshake("/ws/" + "x".repeat(65)), "400 Bad Request"),
                arguments("a reserved character", handshake("/ws/a+b"), "400 Bad Request"),
                arguments("an encoded slash", handshake("/ws/a%2Fb"), "400 Bad Request"),
                arguments("an encoded umlaut", handshake("/ws/%C3%BC"), "400 Bad Request"),
                arguments("dots", handshake("/ws/%2E%2e"), "400 Bad Request"),
                arguments("half an escape", handshake("/ws/a%2"), "400 Bad Request"),
                arguments("no escape", handshake("/ws/a%zz"), "400 Bad Request"),
                arguments("no Host", GOOD.replace("Host: x\r\n", ""), "400 Bad Request"),
                arguments("two Hosts", GOOD.replace("Host: x\r\n", "Host: x\r\nHost: y\r\n"), "400 Bad Request"),
                arguments("no key", GOOD.replace(key + "\r\n", ""), "400 Bad Request"),
                arguments("two keys", GOOD.replace(key, key + "\r\n" + key), "400 Bad Request"),
                arguments("a short key", GOOD.replace(key, "Sec-WebSocket-Key: dGhlIHNhbXBsZQ=="), "400 Bad Request"),
                arguments("a long key", GOOD.replace("ZQ==", "ZQAA"), "400 Bad Request"),
                arguments("a key that is no Base64", GOOD.replace("dGhl", "d!hl"), "400 Bad Request"),
                arguments("a body", GOOD.replace("\r\n\r\n", "\r\nContent-Length: 2\r\n\r\n{}"), "400 Bad Request"),
                arguments(
                        "a body in chunks",
                        GOOD.replace("\r\n\r\n", "\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
                        "400 Bad Request"),
                arguments("a line that is no header", GOOD.replace("Host: x", "Host: x\r\nhello"), "400 Bad Request"),
                arguments("a first line cut short", "GET /ws\r\nHost: x\r\n\r\n", "400 Bad Request"),
                arguments("HTTP/1.0", GOOD.replace("/1.1", "/1.0"), "426 Upgrade Required"),
                arguments("HTTP/2.0", GOOD.replace("/1.1", "/2.0"), "505 HTTP Version Not Supported"),
                arguments("POST", GOOD.replace("GET", "POST"), "405 Method Not Allowed"),
                arguments("a browser's visit", "GET /ws HTTP/1.1\r\nHost: x\r\n\r\n", "426 Upgrade Required"),
                arguments(
                        "another upgrade", GOOD.replace("Upgrade: websocket", "Upgrade: h2c"), "426 Upgrade Required"),
                arguments("no Connection", GOOD.replace("Connection: Upgrade\r\n", ""), "426 Upgrade Required"),
                arguments("version 8", GOOD.replace("13", "8"), "426 Upgrade Required"),
                arguments("no version", GOOD.replace("Sec-WebSocket-Version: 13\r\n", ""), "426 Upgrade Required"),
                arguments(
                        "a long first line",
                        handshake("/ws?" + "x".repeat(LINE_SPACE + 1)),
                        "414 Request-URI Too Long"),
                arguments("a first line without end", "GET /ws?" + "x".repeat(4096), "414 Request-URI Too Long"),
                arguments(
                        "too many headers",
                        GOOD.replace("Host: x", "Host: x" + "\r\na:".repeat(96)),
                        "431 Request Header Fields Too Large"),
                arguments(
                        "headers without end",
                        "GET /ws HTTP/1.1\r\n" + "a:\r\n".repeat(1000),
                        "431 Request Header Fields Too Large"),
                arguments(
                        "long headers",
                        GOOD.replace("Host: x", "Host: x\r\nA: " + "x".repeat(HEADER_SPACE + 1)),
                        "431 Request Header Fields Too Large"));
    }

    @ParameterizedTest(name = "{0}: {2}")
    @MethodSource("refusedRequests")
    void aRequestThatIsNoUpgradeIsAnsweredAndClosed(String what, String request, String status) throws Exception {
        try (Client browser = server.connect()) {
            String answer = browser.send(request).rest();
            assertThat(answer).startsWith("HTTP/1.1 " + status + "\r\n").contains("\r\nConnection: close\r\n");
            assertThat(answer)
                    .containsPattern(
                            "\r\nDate: [A-Z][a-z]{2}, \\d\\d [A-Z][a-z]{2} \\d{4} \\d\\d:\\d\\d:\\d\\d GMT\r\n");
            String body = answer.substring(answer.indexOf("\r\n\r\n") + 4);
            assertThat(body)
                    .startsWith("{\"type\":\"about:blank\",\"title\":\"" + status.substring(4) + "\",\"status\":"
                            + status.substring(0, 3) + ",\"detail\":\"")
                    .containsPattern("\\.\"(,\"code\":\"[a-z_]+\")?}\n$")
                    .hasLineCount(1);
            assertThat(answer).contains("\r\nContent-Type: application/problem+json\r\n");
            assertThat(answer).contains("\r\nContent-Length: " + body.getBytes(StandardCharsets.UTF_8).length + "\r\n");
            switch (status.substring(0, 3)) {
                case "405" -> assertThat(answer).contains("\r\nAllow: GET\r\n");
                case "426" ->
                    assertThat(answer)
                            .contains("\r\nUpgrade: websocket\r\n")
                            .contains("\r\nConnection: Upgrade\r\n")
                            .contains("\r\nSec-WebSocket-Version: 13\r\n");
                default -> {}
            }
            browser.leave();
            await().untilAsserted(() -> assertThat(server.closed("http")).isEqualTo(1));
            assertThat(server.metric("chatlab_server_upgrades_total")).isZero();
        }
    }

    @Test
    void headIsAnsweredWithoutABody() throws Exception {
        try (Client browser = server.connect()) {
            assertThat(browser.send("HEAD / HTTP/1.1\r\nHost: x\r\n\r\n").rest())
                    .startsWith("HTTP/1.1 404 Not Found\r\n")
                    .endsWith("\r\n\r\n");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "/ws, global",
        "/ws?room=rust, global",
        "/ws/rust, rust",
        "/ws/rust?a=/b, rust",
        "/ws/~a.b_c-9, ~a.b_c-9",
        "/ws/r%75s%74, rust",
        "/ws/global, global",
        "http://example.org:8080/ws, global",
        "WS://x/ws/rust?y, rust"
    })
    void thePathSaysWhichRoomIsEntered(String path, String room) throws Exception {
        try (Client ada = server.named("ada", room);
                WebSocketPeer bob = WebSocketPeer.open(server.port(), path)) {
            ada.send("{\"clientId\":\"ada\",\"Message\":\"hi\",\"room\":\"" + room + "\"}\n");
            assertThat(bob.line()).isEqualTo("{\"clientId\":\"ada\",\"Message\":\"hi\",\"room\":\"" + room + "\"}");
            bob.say("{\"type\":\"hello\",\"clientId\":\"bob\"}");
            assertThat(bob.line()).contains("\"rooms\":[\"" + room + "\"]");
            bob.say("{\"type\":\"hello\",\"clientId\":\"bob\",\"rooms\":[\"x\",\"y\"]}");
            assertThat(bob.line()).contains("\"rooms\":[\"x\",\"y\"]");
            assertThat(server.metric("chatlab_server_upgrades_total")).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Connection: keep-alive, UPGRADE",
                "Connection: keep-alive\r\nConnection: Upgrade",
                "connection:upgrade",
                "Connection: Upgrade\r\nContent-Length: 0",
                "Connection: Upgrade\r\nUpgrade: h2c",
                "Connection: Upgrade\r\nSec-WebSocket-Extensions: permessage-deflate\r\nSec-WebSocket-Protocol: chat"
            })
    void tokensAreFoundInListsAndNothingIsNegotiated(String headers) throws Exception {
        try (Client client = server.connect()) {
            client.send(GOOD.replace("Connection: Upgrade", headers)
                    .replace("Upgrade: websocket", "Upgrade: x, WebSocket"));
            WebSocketPeer.upgraded(client).expectNothingMore();
        }
    }

    @Test
    void aRequestMayBeAsLongAsTheBounds() throws Exception {
        try (Client client = server.connect()) {
            client.send(handshake("/ws?" + "x".repeat(LINE_SPACE))
                    .replace("Host: x", "Host: x\r\nA: " + "x".repeat(HEADER_SPACE)));
            WebSocketPeer.upgraded(client).expectNothingMore();
        }
        try (Client client = server.connect()) {
            client.send(GOOD.replace("Host: x", "Host: x" + "\r\na:".repeat(95)));
            WebSocketPeer.upgraded(client).expectNothingMore();
        }
    }

    @Test
    void aLaterMinorVersionIsTakenAsHttp11() throws Exception {
        try (Client client = server.connect()) {
            client.send(GOOD.replace("/1.1", "/1.2"));
            WebSocketPeer.upgraded(client).expectNothingMore();
        }
    }

    @Test
    void everythingMayComeByteByByte() throws Exception {
        byte[] all = join(
                handshake("/ws/rust").getBytes(StandardCharsets.US_ASCII),
                text("{\"clientId\":\"bob\",\"Message\":\"" + "x".repeat(200) + "\"}"),
                WebSocketPeer.close(1000, "done"));
        try (Client client = server.connect()) {
            for (byte one : all) {
                client.send(new byte[] {one});
            }
            WebSocketPeer bob = WebSocketPeer.upgraded(client);
            assertThat(bob.line()).contains("xxx").endsWith(",\"room\":\"rust\"}");
            assertThat(bob.rest()).containsExactly(WebSocketPeer.Frame.close(1000, ""));
            assertThat(server.metric("chatlab_server_bytes_received_total")).isEqualTo(all.length);
        }
    }

    @Test
    void whatComesInOnePieceWithTheHandshakeIsTaken() throws Exception {
        byte[] all = join(
                GOOD.getBytes(StandardCharsets.US_ASCII),
                text("{\"clientId\":\"bob\",\"Message\":\"1\"}"),
                text("{\"clientId\":\"bob\",\"Message\":\"2\"}"),
                text("{\"type\":\"quit\"}"),
                text("never read"));
        try (Client client = server.connect()) {
            client.send(all);
            List<WebSocketPeer.Frame> heard = WebSocketPeer.upgraded(client).rest();
            assertThat(heard)
                    .containsExactly(
                            WebSocketPeer.Frame.text("{\"clientId\":\"bob\",\"Message\":\"1\"}"),
                            WebSocketPeer.Frame.text("{\"clientId\":\"bob\",\"Message\":\"2\"}"),
                            WebSocketPeer.Frame.text("{\"type\":\"bye\",\"reason\":\"quit\",\"accepted\":2}"),
                            WebSocketPeer.Frame.close(1000, "quit"));
            assertThat(server.metric("chatlab_server_bytes_received_total")).isEqualTo(all.length);
        }
    }
}
