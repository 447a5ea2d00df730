package chatlab.server.transport;

import io.netty.buffer.ByteBuf;
import java.net.InetAddress;
import java.util.Objects;
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

    /** Null when it is judged. */
    private @Nullable HttpHead head = new HttpHead();

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
        HttpHead unread = head;
        if (unread != null) {
            if (!unread.take(in)) {
                return null;
            }
            HttpVerdict verdict = unread.read(request -> routes.judge(request, from, answers));
            if (!(verdict instanceof HttpVerdict.AwaitsBody awaits)) {
                return verdict;
            }
            head = null;
            awaited = awaits;
            body = new byte[awaits.bytes()];
            if (awaits.wantsToBeTold() && awaits.bytes() > 0 && !in.isReadable()) {
                owner.goOn(HttpAnswers.goOn());
            }
        }
        return takeBody(in);
    }

    private @Nullable HttpVerdict takeBody(ByteBuf in) {
        int more = Math.min(in.readableBytes(), body.length - bodyLength);
        in.readBytes(body, bodyLength, more);
        bodyLength += more;
        return bodyLength == body.length
                ? Objects.requireNonNull(awaited).judge().judge(body)
                : null;
    }

    /** How much memory it holds. */
    int heldBytes() {
        return (head == null ? 0 : head.heldBytes()) + body.length;
    }
}
