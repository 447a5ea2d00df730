package chatlab.clients.dialect;

import org.jspecify.annotations.Nullable;

/**
 * A request that has to be made before a client connects: a POST of JSON, answered by a status of 200 to 299. Whoever has a token
 * sends it as {@code Authorization: Bearer}.
 *
 * @param path on the target's host and port
 * @param body null: none
 * @param token the member of the answer, a JSON object, whose text is the client's token from then on; empty: none
 */
public record HttpStep(Template path, @Nullable Template body, String token) {
    /** What is asked for. */
    public String path(Persona who) {
        return path.of(who);
    }

    /** What is sent; empty for nothing. */
    public String body(Persona who) {
        return body == null ? "" : body.of(who);
    }
}
