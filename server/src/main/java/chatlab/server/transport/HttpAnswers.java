package chatlab.server.transport;

import chatlab.protocol.ErrorCode;
import chatlab.protocol.FrameException;
import chatlab.protocol.RedirectException;
import chatlab.protocol.RestBodies;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** Answers in HTTP/1.1. With all but the first two the connection ends; refusals are problem details, RFC 9457. */
enum HttpAnswers {
    WHOLE,
    /** For a client that asks for the head of an answer alone. */
    HEAD_ONLY;

    /** RFC 9110, section 5.6.7. */
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US)
            .withZone(ZoneOffset.UTC);

    private static final byte[] NO_BODY = {};

    /** RFC 9110, section 15.2.1: the body may come. */
    static byte[] goOn() {
        return "HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    }

    /** What follows is WebSocket. */
    static byte[] upgrade(String accept) {
        return ("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                        + "Sec-WebSocket-Accept: " + accept + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    static HttpAnswers of(boolean headOnly) {
        return headOnly ? HEAD_ONLY : WHOLE;
    }

    /** What was asked for, one JSON object. */
    byte[] found(byte[] json) {
        return answer(HttpResponseStatus.OK, "application/json", json, "Cache-Control: no-store");
    }

    /** It is done, and there is nothing to tell. */
    byte[] done() {
        return answer(HttpResponseStatus.NO_CONTENT, null, NO_BODY);
    }

    /**
     * A refusal.
     *
     * @param sentence for people
     * @param headers whole lines without their ends
     */
    byte[] refusal(HttpResponseStatus status, String sentence, String... headers) {
        return refusal(status, sentence, null, headers);
    }

    private byte[] refusal(HttpResponseStatus status, String sentence, @Nullable ErrorCode code, String... headers) {
        byte[] problem = RestBodies.problem(status.code(), status.reasonPhrase(), sentence, code);
        return answer(status, "application/problem+json", problem, headers);
    }

    /** The same refusal that a frame would get by an {@code error}. */
    byte[] refusal(FrameException why) {
        if (why instanceof RedirectException elsewhere) {
            return elsewhere(elsewhere);
        }
        HttpResponseStatus status = switch (why.code()) {
            case MALFORMED, UNKNOWN_TYPE, INVALID_NAME -> HttpResponseStatus.BAD_REQUEST;
            case UNAUTHENTICATED -> HttpResponseStatus.UNAUTHORIZED;
            case WRONG_NAME -> HttpResponseStatus.FORBIDDEN;
            case NO_SUCH_ROOM, NOT_CONNECTED -> HttpResponseStatus.NOT_FOUND;
            case NOT_IN_ROOM, TOO_MANY_ROOMS -> HttpResponseStatus.CONFLICT;
            case TOO_FAST -> HttpResponseStatus.TOO_MANY_REQUESTS;
            case TOO_LONG -> HttpResponseStatus.REQUEST_ENTITY_TOO_LARGE;
        };
        String sentence = Objects.requireNonNull(why.getMessage());
        return switch (why.code()) {
            case UNAUTHENTICATED ->
                refusal(status, sentence, why.code(), "WWW-Authenticate: Bearer error=\"invalid_token\"");
            case TOO_FAST -> refusal(status, sentence, why.code(), "Retry-After: 1");
            default -> refusal(status, sentence, why.code());
        };
    }

    /** The same request has to be made to another server: RFC 9110, section 15.5.20. */
    private byte[] elsewhere(RedirectException why) {
        return refusal(HttpResponseStatus.MISDIRECTED_REQUEST, Objects.requireNonNull(why.getMessage()), why.code());
    }

    /** Names belong to users, and nothing was shown, RFC 6750, section 3. */
    byte[] tokenNeeded() {
        return refusal(
                HttpResponseStatus.UNAUTHORIZED,
                "Names belong to users here; send Authorization: Bearer with a token, which POST /api/login gives.",
                ErrorCode.UNAUTHENTICATED,
                "WWW-Authenticate: Bearer");
    }

    /** A login that came to nothing. */
    byte[] wrongPassword() {
        return refusal(
                HttpResponseStatus.UNAUTHORIZED,
                "The name and the password don't belong together.",
                ErrorCode.UNAUTHENTICATED,
                "WWW-Authenticate: Bearer");
    }

    /** There is no room now, but may be in a second or two. */
    byte[] unavailable(String sentence) {
        return unavailable(
                sentence, ThreadLocalRandom.current().nextInt(1, 3)); // at random, so that not all come at once
    }

    /** There is no room now, but may be in so many seconds. */
    byte[] unavailable(String sentence, int retryAfterSeconds) {
        return refusal(HttpResponseStatus.SERVICE_UNAVAILABLE, sentence, "Retry-After: " + retryAfterSeconds);
    }

    /** The room of an upgrade is not there: it may not come into being at all, or not now. */
    byte[] noRoom(FrameException why) {
        return why.code() == ErrorCode.TOO_MANY_ROOMS
                ? unavailable("There are as many rooms as this server takes.")
                : refusal(why);
    }

    /** The request did not come to its end in time. */
    byte[] timeout() {
        return refusal(HttpResponseStatus.REQUEST_TIMEOUT, "The request was not finished in time.");
    }

    /** Our own failure. */
    byte[] failure() {
        return refusal(HttpResponseStatus.INTERNAL_SERVER_ERROR, "The server failed.");
    }

    private byte[] answer(HttpResponseStatus status, @Nullable String contentType, byte[] body, String... headers) {
        StringBuilder head = new StringBuilder("HTTP/1.1 ").append(status).append("\r\n");
        for (String header : headers) {
            head.append(header).append("\r\n");
        }
        head.append("Date: ").append(DATE.format(Instant.now())).append("\r\nConnection: close\r\n");
        if (contentType != null) {
            head.append("Content-Type: ").append(contentType).append("\r\nContent-Length: ");
            head.append(body.length + 1).append("\r\n");
        }
        byte[] start = head.append("\r\n").toString().getBytes(StandardCharsets.US_ASCII);
        if (contentType == null || this == HEAD_ONLY) {
            return start;
        }
        byte[] answer = Arrays.copyOf(start, start.length + body.length + 1);
        System.arraycopy(body, 0, answer, start.length, body.length);
        answer[answer.length - 1] = '\n'; // for people with a terminal
        return answer;
    }
}
