package chatlab.server.transport;

import chatlab.protocol.ByeReason;
import chatlab.protocol.ErrorCode;
import chatlab.protocol.WebSocket.CloseCode;
import chatlab.server.chat.EndReason;
import java.nio.charset.StandardCharsets;

/** What a connection that is not served is told in its own dialect. Line ends included. */
final class LastWords {
    private static final byte[] NONE = {};

    private LastWords() {}

    /**
     * For a connection that there is no room for.
     *
     * @param headOnly whether it asked for the head of an answer alone, if it speaks HTTP
     * @param why what it is that there is no room in
     */
    static byte[] full(Dialect dialect, boolean headOnly, EndReason why) {
        String sentence = why == EndReason.FULL_ADDRESS
                ? "There are too many connections from this address; try again in a moment."
                : "The chat server is full; try again in a moment.";
        return switch (dialect) {
            case JSON_LINES, UNDECIDED, NOISE -> Wire.JSON_LINES.lastWords(Ending.bye(ByeReason.FULL, 0));
            case HTTP -> HttpAnswer.unavailable(sentence, headOnly);
            case TEXT -> text("ERROR " + sentence);
            case TLS -> NONE;
        };
    }

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

    private static byte[] text(String sentence) {
        return (sentence + "\r\n").getBytes(StandardCharsets.US_ASCII);
    }
}
