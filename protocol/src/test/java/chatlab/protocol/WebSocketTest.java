package chatlab.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Against the examples of RFC 6455 and its tables. */
class WebSocketTest {
    private final byte[] bytes = new byte[32];

    @Test
    void theHandshakeOfTheRfcIsAccepted() {
        assertThat(WebSocket.accept("dGhlIHNhbXBsZSBub25jZQ==")).isEqualTo("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
    }

    @ParameterizedTest
    @CsvSource({
        "5, 8105",
        "125, 817d",
        "126, 817e007e",
        "65535, 817effff",
        "65536, 817f0000000000010000",
        "262218, 817f000000000004004a"
    })
    void aHeaderHasTheShortestLengthThatFits(int payload, String header) {
        int end = WebSocket.writeHeader(bytes, 0, WebSocket.TEXT, payload);
        assertThat(HexFormat.of().formatHex(bytes, 0, end)).isEqualTo(header);
        assertThat(WebSocket.headerBytes(payload, false)).isEqualTo(end);
        assertThat(WebSocket.headerBytes(payload, true)).isEqualTo(end + 4);
    }

    @Test
    void theMaskedHelloOfTheRfc() { // section 5.7
        byte[] hello = "Hello".getBytes(StandardCharsets.US_ASCII);
        int mask = 0x37fa213d;
        int start = WebSocket.writeMaskedHeader(bytes, 0, WebSocket.TEXT, hello.length, mask);
        System.arraycopy(hello, 0, bytes, start, hello.length);
        WebSocket.mask(bytes, start, start + hello.length, mask, 0);
        assertThat(HexFormat.of().formatHex(bytes, 0, start + hello.length)).isEqualTo("818537fa213d7f9f4d5158");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 7})
    void unmaskingInPiecesGivesTheSame(int piece) {
        byte[] text = "Unmasking in pieces".getBytes(StandardCharsets.US_ASCII);
        byte[] masked = text.clone();
        WebSocket.mask(masked, 0, masked.length, 0x80ff0102, 0);
        assertThat(masked).isNotEqualTo(text);
        for (int at = 0; at < masked.length; at += piece) {
            WebSocket.mask(masked, at, Math.min(masked.length, at + piece), 0x80ff0102, at);
        }
        assertThat(masked).isEqualTo(text);
    }

    @Test
    void closeCodesThatNobodyMaySendAreKnown() {
        assertThat(IntStream.of(0, 999, 1004, 1005, 1006, 1015, 1016, 2999, 5000))
                .noneMatch(WebSocket::isSendableCloseCode);
        assertThat(IntStream.of(1000, 3000, 4999)).allMatch(WebSocket::isSendableCloseCode);
        assertThat(WebSocket.CloseCode.values()).allMatch(code -> WebSocket.isSendableCloseCode(code.number()));
    }
}
