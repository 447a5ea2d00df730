package chatlab.server.transport;

import chatlab.protocol.ErrorCode;
import chatlab.protocol.WebSocket.CloseCode;
import chatlab.server.chat.EndReason;
import java.nio.charset.StandardCharsets;

/** What a connection that is not served is told in its own dialect. Line ends included. */
final class LastWords {
    static final byte[] NONE = {};

    private LastWords() {}

    /** For a dialect that is understood but not served. */
    static byte[] notServed(Dialect dialect) {
        return switch (dialect) {
            case TEXT ->
                text("ERROR This server speaks JSON lines; say hello with {\"clientId\":\"ada\",\"Message\":\"hi\"}");
            case NOISE ->
                Wire.JSON_LINES.lastWords(
                        Ending.error(
                                EndReason.NOISE,
                                CloseCode.PROTOCOL_ERROR,
                                ErrorCode.MALFORMED,
                                "This is no dialect of the chat server; send lines like {\"clientId\":\"ada\",\"Message\":\"hi\"}."));
            case JSON_LINES, HTTP, UNDECIDED, TLS -> NONE;
        };
    }

    static byte[] text(String sentence) {
        return (sentence + "\r\n").getBytes(StandardCharsets.US_ASCII);
    }
}
