package chatlab.server.transport;

import chatlab.protocol.ErrorCode;
import chatlab.protocol.FrameException;
import chatlab.protocol.Names;
import chatlab.protocol.WebSocket;
import chatlab.server.chat.Credentials;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What becomes of a request that is not for REST: an upgrade to WebSocket by RFC 6455, section 4.2.1, or a refusal. */
final class WebSocketUpgrade {
    private static final String PATH = "/ws";
    private static final String VERSION = "13";
    private static final int KEY_BYTES = 16;

    /** RFC 6750, section 2.3: for browsers, which can't give an upgrade a header. */
    private static final String TOKEN_PARAMETER = "access_token";

    private final HttpRequest request;
    private final HttpTarget target;
    private final Credentials credentials;
    private final HttpAnswers answers;

    WebSocketUpgrade(HttpRequest request, HttpTarget target, Credentials credentials, HttpAnswers answers) {
        this.request = request;
        this.target = target;
        this.credentials = credentials;
        this.answers = answers;
    }

    HttpVerdict verdict() {
        String path = target.rawPath();
        if (!path.equals(PATH) && (!path.startsWith(PATH + "/") || path.indexOf('/', PATH.length() + 1) >= 0)) {
            return refused(
                    HttpResponseStatus.NOT_FOUND,
                    "There is nothing here; chat over WebSocket at /ws or /ws/{room}, by REST at /api/rooms, or by sending lines like {\"clientId\":\"ada\",\"Message\":\"hi\"} over TCP.");
        }
        try {
            return upgrade(
                    path.equals(PATH)
                            ? Names.GLOBAL
                            : Names.requireRoom(PercentEncoding.decode(path.substring(PATH.length() + 1))));
        } catch (FrameException e) {
            return new HttpVerdict.Refused(answers, e);
        } catch (IllegalArgumentException e) {
            return refused(HttpResponseStatus.BAD_REQUEST, Objects.requireNonNull(e.getMessage()));
        }
    }

    private HttpVerdict upgrade(String room) {
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
        byte[] answer = HttpAnswers.upgrade(WebSocket.accept(keys.getFirst()));
        if (!credentials.areNeeded()) {
            return new HttpVerdict.Upgraded(room, null, answer);
        }
        try {
            @Nullable String clientId = owner();
            return clientId == null
                    ? new HttpVerdict.Refused(answers.tokenNeeded(), ErrorCode.UNAUTHENTICATED)
                    : new HttpVerdict.Upgraded(room, clientId, answer);
        } catch (FrameException e) {
            return new HttpVerdict.Refused(answers, e);
        }
    }

    /** Whose token is shown, in the header or, if there is none, in the query; null if none is. */
    private @Nullable String owner() throws FrameException {
        @Nullable String shown = target.parameter(TOKEN_PARAMETER);
        return shown == null || request.headers().contains(HttpHeaderNames.AUTHORIZATION)
                ? HttpRoutes.bearer(request.headers(), credentials)
                : credentials.nameOf(shown);
    }

    private static boolean isKey(String key) {
        try {
            return key.endsWith("==") && Base64.getDecoder().decode(key).length == KEY_BYTES;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private HttpVerdict upgradeRequired(String sentence) {
        return new HttpVerdict.Refused(required(answers, sentence));
    }

    /** WebSocket and nothing else can be had here. */
    static byte[] required(HttpAnswers answers, String sentence) {
        return answers.refusal(
                HttpResponseStatus.UPGRADE_REQUIRED,
                sentence,
                "Upgrade: websocket",
                "Connection: Upgrade",
                "Sec-WebSocket-Version: " + VERSION);
    }

    private HttpVerdict refused(HttpResponseStatus status, String sentence, String... headers) {
        return new HttpVerdict.Refused(answers.refusal(status, sentence, headers));
    }
}
