package chatlab.server.transport;

import chatlab.protocol.FrameException;
import chatlab.server.chat.Credentials;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import java.net.InetAddress;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Where HTTP requests go: to WebSocket, to REST, or nowhere. Thread-safe. */
final class HttpRoutes {
    private static final Pattern BEARER = Pattern.compile("(?i:bearer) +([A-Za-z0-9._~+/=-]+)");

    private final Credentials credentials;
    private final RequestRates rates;

    /** @param rates how fast requests over REST may come */
    HttpRoutes(Credentials credentials, RequestRates rates) {
        this.credentials = credentials;
        this.rates = rates;
    }

    /**
     * Judges a request by its head.
     *
     * @param request may have turned out to be unreadable; null if it has too many headers
     */
    HttpVerdict judge(@Nullable HttpRequest request, InetAddress from, HttpAnswers answers) {
        if (request == null) {
            return refused(answers.refusal(
                    HttpResponseStatus.REQUEST_HEADER_FIELDS_TOO_LARGE,
                    "A request must not have more than " + HttpHead.MAX_HEADERS + " headers."));
        }
        if (request.decoderResult().isFailure()) {
            return refused(unreadable(request.decoderResult().cause(), answers));
        }
        HttpVersion version = request.protocolVersion();
        if (version.majorVersion() != 1) {
            return refused(answers.refusal(
                    HttpResponseStatus.HTTP_VERSION_NOT_SUPPORTED,
                    "This server speaks HTTP/1.1, not " + version + "."));
        }
        HttpTarget target = new HttpTarget(request.uri());
        boolean isApi = ApiRoutes.isUnder(target.rawPath());
        if (version.minorVersion() == 0 && !isApi) {
            return refused(WebSocketUpgrade.required(answers, "WebSocket takes HTTP/1.1, not " + version + "."));
        }
        HttpHeaders headers = request.headers();
        int hosts = headers.getAll(HttpHeaderNames.HOST).size();
        if (hosts > 1 || (hosts == 0 && version.minorVersion() > 0)) {
            return refused(answers.refusal(HttpResponseStatus.BAD_REQUEST, "A request must have one Host header."));
        }
        if (isApi) {
            return rates.mayAsk(from)
                    ? new ApiRoutes(request, target, credentials, answers).verdict()
                    : new HttpVerdict.Refused(answers, rates.tooFast());
        }
        if (hasBody(headers)) {
            return refused(answers.refusal(HttpResponseStatus.BAD_REQUEST, "A request must not have a body."));
        }
        return new WebSocketUpgrade(request, target, credentials, answers).verdict();
    }

    private static HttpVerdict refused(byte[] answer) {
        return new HttpVerdict.Refused(answer);
    }

    /** Whether more belongs to the request than its head. */
    static boolean hasBody(HttpHeaders headers) {
        return headers.contains(HttpHeaderNames.TRANSFER_ENCODING)
                || !headers.get(HttpHeaderNames.CONTENT_LENGTH, "0").equals("0");
    }

    /**
     * Whose token a request shows in its header {@code Authorization}, RFC 6750, section 2.1.
     *
     * @return null if it shows none
     * @throws FrameException if that is not valid
     */
    static @Nullable String bearer(HttpHeaders headers, Credentials credentials) throws FrameException {
        List<String> shown = headers.getAll(HttpHeaderNames.AUTHORIZATION);
        var bearer = BEARER.matcher(shown.size() == 1 ? shown.getFirst().strip() : "");
        return bearer.matches() ? credentials.nameOf(bearer.group(1)) : null;
    }

    private static byte[] unreadable(Throwable cause, HttpAnswers answers) {
        return switch (cause) {
            case TooLongHttpLineException _ ->
                answers.refusal(HttpResponseStatus.REQUEST_URI_TOO_LONG, "The request's first line is too long.");
            case TooLongHttpHeaderException _ ->
                answers.refusal(
                        HttpResponseStatus.REQUEST_HEADER_FIELDS_TOO_LARGE, "The request's headers are too long.");
            default -> answers.refusal(HttpResponseStatus.BAD_REQUEST, "This is no valid HTTP request.");
        };
    }
}
