package chatlab.server.transport;

import chatlab.protocol.ByeReason;
import chatlab.protocol.ErrorCode;
import chatlab.protocol.ServerFrames;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ThreadLocalRandom;

/** What a connection that is not served, or no longer, is told in its own dialect. Line ends included. */
final class LastWords {
    private static final byte[] NONE = {};

    private LastWords() {}

    static byte[] bye(ByeReason reason, long accepted) {
        boolean comeBack = reason == ByeReason.SHUTDOWN || reason == ByeReason.FULL;
        return line(ServerFrames.bye(reason, accepted, comeBack ? retryAfterMillis() : null));
    }

    /** A refusal that ends the connection. */
    static byte[] error(ErrorCode code, String message) {
        return line(ServerFrames.error(code, message, true));
    }

    /** For a connection beyond the server's cap. */
    static byte[] full(Dialect dialect) {
        return switch (dialect) {
            case JSON_LINES, UNDECIDED, NOISE -> bye(ByeReason.FULL, 0);
            case HTTP -> http("503 Service Unavailable", "The chat server is full; try again in a moment.");
            case TEXT -> text("ERROR The chat server is full; try again in a moment.");
            case TLS -> NONE;
        };
    }

    /** For a dialect that is understood but not served. */
    static byte[] notServed(Dialect dialect) {
        return switch (dialect) {
            case HTTP ->
                http(
                        "404 Not Found",
                        "There is nothing here for HTTP; chat by sending lines like {\"clientId\":\"ada\",\"Message\":\"hi\"} over TCP.");
            case TEXT ->
                text("ERROR This server speaks JSON lines; say hello with {\"clientId\":\"ada\",\"Message\":\"hi\"}");
            case NOISE ->
                error(
                        ErrorCode.MALFORMED,
                        "This is no dialect of the chat server; send lines like {\"clientId\":\"ada\",\"Message\":\"hi\"}.");
            case JSON_LINES, UNDECIDED, TLS -> NONE;
        };
    }

    /** Between one and two seconds, so that not all come back at once. */
    private static long retryAfterMillis() {
        return ThreadLocalRandom.current().nextLong(1_000, 2_001);
    }

    private static byte[] http(String status, String body) {
        return ("HTTP/1.1 " + status + "\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: "
                        + (body.length() + 1) + "\r\nConnection: close\r\n\r\n" + body + "\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] text(String sentence) {
        return (sentence + "\r\n").getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] line(byte[] frame) {
        ByteArrayOutputStream line = new ByteArrayOutputStream(frame.length + 1);
        line.writeBytes(frame);
        line.write('\n');
        return line.toByteArray();
    }
}
