package chatlab.server.transport;

import chatlab.protocol.ErrorCode;
import chatlab.protocol.FrameException;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;

/** Answers in HTTP/1.1: all but the upgrade are one sentence for people, and the connection ends with them. */
final class HttpAnswer {
    /** RFC 9110, section 5.6.7. */
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US)
            .withZone(ZoneOffset.UTC);

    private HttpAnswer() {}

    /**
     * A refusal.
     *
     * @param headOnly whether only the head was asked for: the sentence doesn't follow it then
     * @param headers whole lines without their ends
     */
    static byte[] refusal(HttpResponseStatus status, String sentence, boolean headOnly, String... headers) {
        byte[] body = (sentence + "\n").getBytes(StandardCharsets.UTF_8);
        StringBuilder head = new StringBuilder("HTTP/1.1 ").append(status).append("\r\n");
        for (String header : headers) {
            head.append(header).append("\r\n");
        }
        head.append("Date: ").append(DATE.format(Instant.now())).append("\r\n");
        head.append("Connection: close\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: ")
                .append(body.length)
                .append("\r\n\r\n");
        byte[] start = head.toString().getBytes(StandardCharsets.US_ASCII);
        byte[] answer = new byte[start.length + (headOnly ? 0 : body.length)];
        System.arraycopy(start, 0, answer, 0, start.length);
        System.arraycopy(body, 0, answer, start.length, answer.length - start.length);
        return answer;
    }

    /** There is no room now, but may be in a second or two. */
    static byte[] unavailable(String sentence, boolean headOnly) {
        // At random, so that not all come back at once.
        String retryAfter = "Retry-After: " + ThreadLocalRandom.current().nextInt(1, 3);
        return refusal(HttpResponseStatus.SERVICE_UNAVAILABLE, sentence, headOnly, retryAfter);
    }

    /** The room of an upgrade is not there: it may not come into being at all, or not now. */
    static byte[] noRoom(FrameException why) {
        return why.code() == ErrorCode.TOO_MANY_ROOMS
                ? unavailable("There are as many rooms as this server takes.", false)
                : refusal(HttpResponseStatus.NOT_FOUND, Objects.requireNonNull(why.getMessage()), false);
    }

    /** The request did not come to its end in time. */
    static byte[] timeout(boolean headOnly) {
        return refusal(HttpResponseStatus.REQUEST_TIMEOUT, "The request was not finished in time.", headOnly);
    }

    /** Our own failure. */
    static byte[] failure(boolean headOnly) {
        return refusal(HttpResponseStatus.INTERNAL_SERVER_ERROR, "The server failed.", headOnly);
    }

    /** What follows is WebSocket. */
    static byte[] upgrade(String accept) {
        return ("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                        + "Sec-WebSocket-Accept: " + accept + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }
}
