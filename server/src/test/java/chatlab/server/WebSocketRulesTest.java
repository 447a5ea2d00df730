package chatlab.server;

import static chatlab.protocol.WebSocket.BINARY;
import static chatlab.protocol.WebSocket.CLOSE;
import static chatlab.protocol.WebSocket.CONTINUATION;
import static chatlab.protocol.WebSocket.FINAL;
import static chatlab.protocol.WebSocket.PING;
import static chatlab.protocol.WebSocket.PONG;
import static chatlab.protocol.WebSocket.TEXT;
import static chatlab.server.WebSocketPeer.close;
import static chatlab.server.WebSocketPeer.frame;
import static chatlab.server.WebSocketPeer.join;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import chatlab.server.WebSocketPeer.Frame;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever one WebSocket client sends, it gets the close code of the RFC, and the chat of others goes on. */
class WebSocketRulesTest {
    private static final int MAX = 300;

    private final TestServer server = TestServer.start("MAX_LINE_BYTES", Integer.toString(MAX));

    @AfterEach
    void stop() {
        server.close();
    }

    static Stream<Arguments> brokenRules() {
        byte[] begun = frame(TEXT, "{");
        return Stream.of(
                arguments("no mask", bytes("81027b7d"), 1002),
                arguments("no mask on a ping", bytes("8900"), 1002),
                arguments("reserved bit 1", frame(FINAL | TEXT | 0x40, "{}"), 1002),
                arguments("reserved bit 2", frame(FINAL | TEXT | 0x20, "{}"), 1002),
                arguments("reserved bit 3", frame(FINAL | TEXT | 0x10, "{}"), 1002),
                arguments("reserved bit on a ping", frame(FINAL | PING | 0x40, ""), 1002),
                arguments("opcode 3", frame(FINAL | 0x3, "{}"), 1002),
                arguments("opcode 7", frame(FINAL | 0x7, "{}"), 1002),
                arguments("opcode 11", frame(FINAL | 0xB, ""), 1002),
                arguments("opcode 15", frame(FINAL | 0xF, ""), 1002),
                arguments("a fragmented ping", frame(PING, ""), 1002),
                arguments("a fragmented close", frame(CLOSE, ""), 1002),
                arguments("a ping of 126 bytes", frame(FINAL | PING, "x".repeat(126)), 1002),
                arguments("a continuation of nothing", frame(FINAL | CONTINUATION, "{}"), 1002),
                arguments("a message within a message", join(begun, frame(FINAL | TEXT, "{}")), 1002),
                arguments(
                        "a continuation after the end",
                        join(frame(TEXT, "{\"type\":"), frame(FINAL | CONTINUATION, "\"pong\"}"), end()),
                        1002),
                arguments("125 bytes with a length of two", bytes("81fe007d"), 1002),
                arguments("65535 bytes with a length of eight", bytes("81ff000000000000ffff"), 1002),
                arguments("a length of 2^63", bytes("81ff8000000000000000"), 1002),
                arguments("binary", frame(FINAL | BINARY, "{}"), 1003),
                arguments("a binary fragment", frame(BINARY, "{}"), 1003),
                arguments("a byte that is never in UTF-8", frame(FINAL | TEXT, bytes("7bff")), 1007),
                arguments("an overlong slash", frame(FINAL | TEXT, bytes("c0af")), 1007),
                arguments("an encoded surrogate", frame(FINAL | TEXT, bytes("eda080")), 1007),
                arguments("beyond U+10FFFF", frame(FINAL | TEXT, bytes("f4908080")), 1007),
                arguments("a character cut short", frame(FINAL | TEXT, bytes("e282")), 1007),
                arguments(
                        "a character that the next fragment breaks",
                        join(frame(TEXT, bytes("e2")), frame(FINAL | CONTINUATION, bytes("8228"))),
                        1007),
                arguments("a message too long", frame(FINAL | TEXT, "x".repeat(MAX + 1)), 1009),
                arguments("a message announced to be too long", bytes("81fe012d00000000"), 1009),
                arguments("a message announced to be huge", bytes("81ff7fffffffffffffff00000000"), 1009),
                arguments("fragments too long", join(frame(TEXT, "x".repeat(MAX)), frame(CONTINUATION, "x")), 1009),
                arguments("a close frame of one byte", frame(FINAL | CLOSE, "x"), 1002),
                arguments("close code 999", close(999, ""), 1002),
                arguments("close code 1005", close(1005, ""), 1002),
                arguments("close code 1006", close(1006, ""), 1002),
                arguments("close code 5000", close(5000, ""), 1002),
                arguments("a close reason in no UTF-8", frame(FINAL | CLOSE, bytes("03e8ff")), 1007));
    }

    @ParameterizedTest(name = "{0}: {2}")
    @MethodSource("brokenRules")
    void aBrokenRuleEndsTheConnectionWithItsCode(String what, byte[] bytes, int code) throws Exception {
        try (Client ada = server.named("ada");
                WebSocketPeer eve = WebSocketPeer.open(server.port(), "/ws")) {
            eve.send(frame(FINAL | PONG, "unasked"));
            eve.send(bytes);
            List<Frame> heard = eve.rest();
            String error = code == 1009 ? "too_long" : "malformed";
            assertThat(heard).hasSize(2);
            assertThat(heard.getFirst().payload())
                    .startsWith("{\"type\":\"error\",\"code\":\"" + error + "\",\"message\":\"")
                    .endsWith(".\",\"fatal\":true}");
            assertThat(heard.getLast()).isEqualTo(Frame.close(code, error));
            ada.send("{\"clientId\":\"ada\",\"Message\":\"still here\"}\n");
            assertThat(ada.line()).contains("still here");
            ada.expectNothingMore();
            eve.leave();
            String reason = code == 1009 ? "too_long" : "protocol_error";
            await().untilAsserted(() -> assertThat(server.closed(reason)).isEqualTo(1));
        }
    }

    @Test
    void malformedJsonIsAnsweredAndTheConnectionLives() throws Exception {
        try (WebSocketPeer eve = WebSocketPeer.open(server.port(), "/ws")) {
            for (String wrong : List.of("", "x", "{}{}", "{\"clientId\":\"eve\",\"Message\":\"\n\"}", "{}\n")) {
                eve.say(wrong);
                assertThat(eve.line()).contains("\"malformed\"").endsWith("\"fatal\":false}");
            }
            eve.say("{\"clientId\":\"eve\",\"Message\":\"hi\"}");
            assertThat(eve.line()).isEqualTo("{\"clientId\":\"eve\",\"Message\":\"hi\"}");
        }
    }

    @Test
    void aMessageOfTheGreatestLengthIsTakenWholeOrInFragments() throws Exception {
        String longest = "{\"clientId\":\"eve\",\"Message\":\"" + "x".repeat(MAX - 31) + "\"}";
        assertThat(longest).hasSize(MAX);
        try (WebSocketPeer eve = WebSocketPeer.open(server.port(), "/ws")) {
            eve.say(longest);
            assertThat(eve.line()).isEqualTo(longest);
            eve.send(frame(TEXT, longest.substring(0, 1)));
            for (int i = 1; i < MAX; i++) {
                eve.send(frame(CONTINUATION, longest.substring(i, i + 1)));
            }
            eve.send(end());
            assertThat(eve.line()).isEqualTo(longest);
        }
    }

    private static byte[] end() {
        return frame(FINAL | CONTINUATION, "");
    }

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex);
    }
}
