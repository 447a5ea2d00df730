package chatlab.protocol;

import org.jspecify.annotations.Nullable;

/** Writes what a server answers over REST beside frames: each method gives one JSON object in UTF-8. */
public final class RestBodies {
    private RestBodies() {}

    /**
     * Problem details, RFC 9457: why a request was refused.
     *
     * @param title what the status means
     * @param detail one sentence for people
     * @param code what the same is called in an {@code error} frame, or null
     */
    public static byte[] problem(int status, String title, String detail, @Nullable ErrorCode code) {
        return Json.object(json -> {
            json.writeStringField("type", "about:blank");
            json.writeStringField("title", title);
            json.writeNumberField("status", status);
            json.writeStringField("detail", detail);
            if (code != null) {
                json.writeStringField("code", code.wire());
            }
        });
    }

    /**
     * The answer to a login.
     *
     * @param token what is shown from now on
     * @param expiresInSeconds for how long it is valid
     */
    public static byte[] login(String clientId, String token, long expiresInSeconds) {
        return Json.object(json -> {
            json.writeStringField("clientId", clientId);
            json.writeStringField("token", token);
            json.writeNumberField("expiresInSeconds", expiresInSeconds);
        });
    }
}
