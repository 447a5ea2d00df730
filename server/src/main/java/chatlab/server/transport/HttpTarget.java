package chatlab.server.transport;

import io.netty.handler.codec.http.QueryStringDecoder;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a request is for: its path and its query. */
final class HttpTarget {
    /** A target in absolute form, RFC 9112, section 3.2.2, up to its path. */
    private static final Pattern AUTHORITY = Pattern.compile("^(?i:https?|wss?)://[^/?#]*");

    private final QueryStringDecoder decoder;

    HttpTarget(String uri) {
        decoder = new QueryStringDecoder(AUTHORITY.matcher(uri).replaceFirst(""));
    }

    /** The path as it was sent, without its escapes decoded. */
    String rawPath() {
        return decoder.rawPath();
    }

    /**
     * The first parameter of this name.
     *
     * @return null if there is none
     * @throws IllegalArgumentException if the query can't be read; its message is a sentence for people
     */
    @Nullable
    String parameter(String name) {
        try {
            var values = decoder.parameters().get(name);
            return values == null ? null : values.getFirst();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("A percent sign in a query must begin an escape.", e);
        }
    }
}
