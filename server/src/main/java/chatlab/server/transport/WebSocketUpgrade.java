package chatlab.server.transport;

import chatlab.protocol.FrameException;
import chatlab.protocol.Names;
import chatlab.protocol.WebSocket;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;

/** What becomes of an HTTP request: an upgrade to WebSocket by RFC 6455, section 4.2.1, or a refusal. */
final class WebSocketUpgrade {
    private static final String PATH = "/ws";
    private static final String VERSION = "13";
    private static final int KEY_BYTES = 16;

    /** A target in absolute form, RFC 9112, section 3.2.2, up to its path. */
    private static final Pattern AUTHORITY = Pattern.compile("^(?i:https?|wss?)://[^/?#]*");

    private final HttpRequest request;
    private final boolean headOnly;

    /** What a request gets. */
    sealed interface Verdict {
        /** The answer, whole. */
        byte[] answer();

        /** WebSocket from now on, in this room. */
        @SuppressWarnings("ArrayRecordComponent") // never compared
        record Upgraded(String room, byte[] answer) implements Verdict {}

        /** The end. */
        @SuppressWarnings("ArrayRecordComponent") // never compared
        record Refused(byte[] answer) implements Verdict {}
    }

    private WebSocketUpgrade(HttpRequest request, boolean headOnly) {
        this.headOnly = headOnly;
        this.request = request;
    }

    /** Judges a request by its head, which may have turned out to be unreadable. */
    static Verdict of(HttpRequest request, boolean headOnly) {
        return new WebSocketUpgrade(request, headOnly).verdict();
    }

    /** For a request with more headers than one may have. */
    static Verdict tooManyHeaders(boolean headOnly) {
        return new Verdict.Refused(HttpAnswer.refusal(
                HttpResponseStatus.REQUEST_HEADER_FIELDS_TOO_LARGE,
                "A request must not have more than " + HttpHandshake.MAX_HEADERS + " headers.",
                headOnly));
    }

    private Verdict verdict() {
        HttpHeaders headers = request.headers();
        if (request.decoderResult().isFailure()) {
            return unreadable(request.decoderResult().cause());
        }
        HttpVersion version = request.protocolVersion();
        if (version.majorVersion() != 1) {
            return refused(
                    HttpResponseStatus.HTTP_VERSION_NOT_SUPPORTED, "This server speaks HTTP/1.1, not " + version + ".");
        }
        if (version.minorVersion() == 0) {
            return upgradeRequired("WebSocket takes HTTP/1.1, not " + version + ".");
        }
        if (headers.getAll(HttpHeaderNames.HOST).size() != 1) {
            return refused(HttpResponseStatus.BAD_REQUEST, "A request must have one Host header.");
        }
        if (headers.contains(HttpHeaderNames.TRANSFER_ENCODING)
                || !headers.get(HttpHeaderNames.CONTENT_LENGTH, "0").equals("0")) {
            return refused(HttpResponseStatus.BAD_REQUEST, "A request must not have a body.");
        }
        QueryStringDecoder target =
                new QueryStringDecoder(AUTHORITY.matcher(request.uri()).replaceFirst(""));
        String path = target.rawPath();
        if (path.equals(PATH)) {
            return upgrade(Names.GLOBAL);
        }
        if (!path.startsWith(PATH + "/") || path.indexOf('/', PATH.length() + 1) >= 0) {
            return refused(
                    HttpResponseStatus.NOT_FOUND,
                    "There is nothing here; chat over WebSocket at /ws or /ws/{room}, or by sending lines like {\"clientId\":\"ada\",\"Message\":\"hi\"} over TCP.");
        }
        try {
            return upgrade(Names.requireRoom(target.path().substring(PATH.length() + 1)));
        } catch (FrameException e) {
            return refused(HttpResponseStatus.BAD_REQUEST, Objects.requireNonNull(e.getMessage()));
        } catch (IllegalArgumentException e) {
            return refused(HttpResponseStatus.BAD_REQUEST, "A percent sign in a path must begin an escape.");
        }
    }

    private Verdict upgrade(String room) {
        HttpHeaders headers = request.headers();
        if (!request.method().equals(HttpMethod.GET)) {
            return refused(
                    HttpResponseStatus.METHOD_NOT_ALLOWED, "A WebSocket is opened by GET, nothing else.", "Allow: GET");
        }
        if (!headers.containsValue(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET, true)
                || !headers.containsValue(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE, true)) {
            return upgradeRequired("This is a WebSocket; a request has to have Upgrade: websocket.");
        }
        if (!headers.getAll(HttpHeaderNames.SEC_WEBSOCKET_VERSION).equals(List.of(VERSION))) {
            return upgradeRequired("This server speaks version 13 of WebSocket.");
        }
        List<String> keys = headers.getAll(HttpHeaderNames.SEC_WEBSOCKET_KEY);
        if (keys.size() != 1 || !isKey(keys.getFirst())) {
            return refused(
                    HttpResponseStatus.BAD_REQUEST, "A request must have one Sec-WebSocket-Key, 16 bytes in Base64.");
        }
        return new Verdict.Upgraded(room, HttpAnswer.upgrade(WebSocket.accept(keys.getFirst())));
    }

    private static boolean isKey(String key) {
        try {
            return key.endsWith("==") && Base64.getDecoder().decode(key).length == KEY_BYTES;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private Verdict unreadable(Throwable cause) {
        return switch (cause) {
            case TooLongHttpLineException _ ->
                refused(HttpResponseStatus.REQUEST_URI_TOO_LONG, "The request's first line is too long.");
            case TooLongHttpHeaderException _ ->
                refused(HttpResponseStatus.REQUEST_HEADER_FIELDS_TOO_LARGE, "The request's headers are too long.");
            default -> refused(HttpResponseStatus.BAD_REQUEST, "This is no valid HTTP request.");
        };
    }

    private Verdict upgradeRequired(String sentence) {
        return refused(
                HttpResponseStatus.UPGRADE_REQUIRED,
                sentence,
                "Upgrade: websocket",
                "Connection: Upgrade",
                "Sec-WebSocket-Version: " + VERSION);
    }

    private Verdict refused(HttpResponseStatus status, String sentence, String... headers) {
        return new Verdict.Refused(HttpAnswer.refusal(status, sentence, headOnly, headers));
    }
}
