package chatlab.server.transport;

import io.netty.handler.codec.http.HttpResponseStatus;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ThreadLocalRandom;

/** Answers in HTTP/1.1: all but the upgrade are one sentence for people, and the connection ends with them. */
final class HttpAnswer {
    private HttpAnswer() {}

    /**
     * A refusal.
     *
     * @param withBody whether the sentence may follow, as it may not when only the head was asked for
     * @param headers whole lines without their ends
     */
    static byte[] refusal(HttpResponseStatus status, String sentence, boolean withBody, String... headers) {
        byte[] body = (sentence + "\n").getBytes(StandardCharsets.UTF_8);
        StringBuilder head = new StringBuilder("HTTP/1.1 ").append(status).append("\r\n");
        for (String header : headers) {
            head.append(header).append("\r\n");
        }
        head.append("Connection: close\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: ")
                .append(body.length)
                .append("\r\n\r\n");
        byte[] start = head.toString().getBytes(StandardCharsets.US_ASCII);
        byte[] answer = new byte[start.length + (withBody ? body.length : 0)];
        System.arraycopy(start, 0, answer, 0, start.length);
        System.arraycopy(body, 0, answer, start.length, answer.length - start.length);
        return answer;
    }

    /** There is no room now, but may be in a second or two. */
    static byte[] unavailable(String sentence) {
        // At random, so that not all come back at once.
        String retryAfter = "Retry-After: " + ThreadLocalRandom.current().nextInt(1, 3);
        return refusal(HttpResponseStatus.SERVICE_UNAVAILABLE, sentence, true, retryAfter);
    }

    /** The request did not come to its end in time. */
    static byte[] timeout() {
        return refusal(HttpResponseStatus.REQUEST_TIMEOUT, "The request was not finished in time.", true);
    }

    /** What follows is WebSocket. */
    static byte[] upgrade(String accept) {
        return ("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                        + "Sec-WebSocket-Accept: " + accept + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }
}
