package chatlab.server.transport;

import chatlab.protocol.ErrorCode;
import chatlab.protocol.WebSocket.CloseCode;
import chatlab.server.chat.EndReason;
import java.nio.charset.StandardCharsets;

/** What a connection that is not served is told in its own dialect. Line ends included. */
final class LastWords {
    static final byte[] NONE = {};

    private LastWords() {}

    /** For bytes that are of no dialect. */
    static byte[] noDialect() {
        return Wire.JSON_LINES.lastWords(Ending.error(
                EndReason.NOISE,
                CloseCode.PROTOCOL_ERROR,
                ErrorCode.MALFORMED,
                "This is no dialect of the chat server; send lines like {\"clientId\":\"ada\",\"Message\":\"hi\"}."));
    }

    /** Lines for people, in ASCII. */
    static byte[] text(String... lines) {
        return (String.join("\r\n", lines) + "\r\n").getBytes(StandardCharsets.US_ASCII);
    }
}
