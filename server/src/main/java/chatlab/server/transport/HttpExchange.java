package chatlab.server.transport;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpRequest;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/** One HTTP request, from its first byte until it is judged. Confined to its loop. */
final class HttpExchange {
    /** Whom it tells that the body may come. */
    interface Owner {
        void goOn(byte[] answer);
    }

    private final HttpRoutes routes;
    private final InetAddress from;
    private final HttpAnswers answers;
    private final Owner owner;
    private final HttpHead head = new HttpHead();
    private HttpVerdict.@Nullable AwaitsBody awaited;
    private byte[] body = {};
    private int bodyLength;

    /**
     * @param from where the client is
     * @param answers in which form it wants them
     */
    HttpExchange(HttpRoutes routes, InetAddress from, HttpAnswers answers, Owner owner) {
        this.routes = routes;
        this.from = from;
        this.answers = answers;
        this.owner = owner;
    }

    /**
     * Takes what belongs to the request, and leaves the rest in {@code in}.
     *
     * @return what becomes of it; null while more of it has to come
     */
    @Nullable
    HttpVerdict take(ByteBuf in) {
        HttpVerdict.AwaitsBody waiting = awaited;
        if (waiting != null) {
            return takeBody(in, waiting);
        }
        if (!head.take(in)) {
            return null;
        }
        HttpVerdict verdict = head.read(this::judge);
        if (verdict instanceof HttpVerdict.AwaitsBody awaits) {
            awaited = awaits;
            body = new byte[awaits.bytes()];
            if (awaits.wantsToBeTold() && !in.isReadable()) {
                owner.goOn(HttpAnswers.goOn());
            }
            return takeBody(in, awaits);
        }
        return verdict;
    }

    private HttpVerdict judge(@Nullable HttpRequest request) {
        return routes.judge(request, from, answers);
    }

    private @Nullable HttpVerdict takeBody(ByteBuf in, HttpVerdict.AwaitsBody waiting) {
        int more = Math.min(in.readableBytes(), body.length - bodyLength);
        in.readBytes(body, bodyLength, more);
        bodyLength += more;
        return bodyLength == body.length ? waiting.judge().judge(body) : null;
    }

    /** How much memory it holds. */
    int heldBytes() {
        return head.heldBytes() + body.length;
    }
}
