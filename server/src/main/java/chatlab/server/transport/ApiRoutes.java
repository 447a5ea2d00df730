package chatlab.server.transport;

import chatlab.protocol.ErrorCode;
import chatlab.protocol.FrameException;
import chatlab.protocol.LoginRequest;
import chatlab.protocol.Names;
import chatlab.server.chat.Credentials;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What becomes of a request over REST, as docs/openapi.yaml says. */
final class ApiRoutes {
    private static final String PATH = "/api";
    private static final int MAX_BODY_BYTES = 4_096;

    private final HttpRequest request;
    private final HttpTarget target;
    private final Credentials credentials;
    private final HttpAnswers answers;

    /** What can be done at a path, and whether one has to be a user for it. */
    private record Operation(HttpMethod method, boolean needsUser, Handler handler) {}

    private interface Handler {
        /** @param user whose token was shown; null if everybody may bear any name, or nobody need be a user */
        HttpVerdict handle(@Nullable String user) throws FrameException;
    }

    ApiRoutes(HttpRequest request, HttpTarget target, Credentials credentials, HttpAnswers answers) {
        this.request = request;
        this.target = target;
        this.credentials = credentials;
        this.answers = answers;
    }

    /** Whether a path, as it stands in a request, is for REST. */
    static boolean isUnder(String rawPath) {
        return rawPath.equals(PATH) || rawPath.startsWith(PATH + "/");
    }

    HttpVerdict verdict() {
        try {
            List<String> segments = Arrays.stream(
                            target.rawPath().substring(PATH.length()).split("/", -1))
                    .skip(1)
                    .map(PercentEncoding::decode)
                    .toList();
            List<Operation> possible = operations(segments);
            return possible.isEmpty()
                    ? refused(HttpResponseStatus.NOT_FOUND, "There is nothing here.")
                    : perform(possible);
        } catch (FrameException e) {
            return new HttpVerdict.Refused(answers, e);
        } catch (IllegalArgumentException e) {
            return refused(HttpResponseStatus.BAD_REQUEST, Objects.requireNonNull(e.getMessage()));
        }
    }

    private List<Operation> operations(List<String> path) {
        int length = path.size();
        if (path.equals(List.of("login")) && credentials.areNeeded()) {
            return List.of(new Operation(HttpMethod.POST, false, user -> login()));
        }
        if (length == 0 || !path.getFirst().equals("rooms")) {
            return List.of();
        }
        if (length == 1) {
            return List.of(new Operation(HttpMethod.GET, true, user -> call(new ApiCall.ListRooms())));
        }
        String room = path.get(1);
        if (length == 3 && path.get(2).equals("members")) {
            return List.of(new Operation(
                    HttpMethod.GET, true, user -> call(new ApiCall.ListMembers(Names.requireRoom(room)))));
        }
        if (length == 3 && path.get(2).equals("messages")) {
            return List.of(new Operation(
                    HttpMethod.GET, true, user -> call(new ApiCall.ReadPast(Names.requireRoom(room), limit()))));
        }
        if (length == 4 && path.get(2).equals("members")) {
            return List.of(
                    new Operation(HttpMethod.PUT, true, user -> settle(user, path.get(3), room, true)),
                    new Operation(HttpMethod.DELETE, true, user -> settle(user, path.get(3), room, false)));
        }
        return List.of();
    }

    private HttpVerdict perform(List<Operation> possible) throws FrameException {
        HttpMethod method = request.method().equals(HttpMethod.HEAD) ? HttpMethod.GET : request.method();
        @Nullable
        Operation operation = possible.stream()
                .filter(each -> each.method.equals(method))
                .findFirst()
                .orElse(null);
        if (operation == null) {
            String allowed = possible.stream()
                    .map(Operation::method)
                    .flatMap(each -> each.equals(HttpMethod.GET) ? Stream.of(each, HttpMethod.HEAD) : Stream.of(each))
                    .map(HttpMethod::name)
                    .collect(Collectors.joining(", "));
            return refused(
                    HttpResponseStatus.METHOD_NOT_ALLOWED,
                    "Here one may " + allowed + ", not " + request.method() + ".",
                    "Allow: " + allowed);
        }
        @Nullable String user = null;
        if (operation.needsUser && credentials.areNeeded()) {
            user = HttpRoutes.bearer(request.headers(), credentials);
            if (user == null) {
                return new HttpVerdict.Refused(answers.tokenNeeded(), ErrorCode.UNAUTHENTICATED);
            }
        }
        if (!operation.method.equals(HttpMethod.POST) && HttpRoutes.hasBody(request.headers())) {
            return refused(HttpResponseStatus.BAD_REQUEST, "This request must not have a body.");
        }
        return operation.handler.handle(user);
    }

    private static HttpVerdict call(ApiCall call) {
        return new HttpVerdict.Called(call);
    }

    private HttpVerdict login() {
        @Nullable CharSequence type = HttpUtil.getMimeType(request);
        if (type == null || !HttpHeaderValues.APPLICATION_JSON.contentEqualsIgnoreCase(type)) {
            return refused(
                    HttpResponseStatus.UNSUPPORTED_MEDIA_TYPE,
                    "A login has to be of the type application/json, as 'curl --json' sends it.");
        }
        if (request.headers().contains(HttpHeaderNames.TRANSFER_ENCODING)
                || !request.headers().contains(HttpHeaderNames.CONTENT_LENGTH)) {
            return refused(HttpResponseStatus.LENGTH_REQUIRED, "A request with a body has to have a Content-Length.");
        }
        long length = HttpUtil.getContentLength(request);
        if (length > MAX_BODY_BYTES) {
            return refused(
                    HttpResponseStatus.REQUEST_ENTITY_TOO_LARGE,
                    "A body may have at most " + MAX_BODY_BYTES + " bytes, not " + length + ".");
        }
        // Not this object, which would keep the request with all its headers until the body is there.
        HttpAnswers form = answers;
        boolean wantsToBeTold = HttpUtil.is100ContinueExpected(request);
        return new HttpVerdict.AwaitsBody((int) length, wantsToBeTold, body -> login(body, form));
    }

    private static HttpVerdict login(byte[] body, HttpAnswers answers) {
        try {
            LoginRequest login = LoginRequest.read(body);
            return call(new ApiCall.Login(login.clientId(), login.password()));
        } catch (FrameException e) {
            return new HttpVerdict.Refused(answers, e);
        }
    }

    private HttpVerdict settle(@Nullable String user, String clientId, String room, boolean isIn)
            throws FrameException {
        Names.requireClientId(clientId);
        Names.requireRoom(room);
        if (user != null && !user.equals(clientId)) {
            throw new FrameException(
                    ErrorCode.WRONG_NAME,
                    "This token is for the clientId \"" + user + "\"; nobody else's rooms are its to choose.");
        }
        return call(new ApiCall.Settle(clientId, room, isIn));
    }

    /** How many messages are asked for, at most. */
    private int limit() {
        @Nullable String given = target.parameter("limit");
        if (given == null) {
            return Integer.MAX_VALUE;
        }
        if (!given.matches("[0-9]{1,1000}")) {
            throw new IllegalArgumentException("The parameter 'limit' has to be a whole number from 0.");
        }
        return new BigInteger(given).min(BigInteger.valueOf(Integer.MAX_VALUE)).intValue();
    }

    private HttpVerdict refused(HttpResponseStatus status, String sentence, String... headers) {
        return new HttpVerdict.Refused(answers.refusal(status, sentence, headers));
    }
}
