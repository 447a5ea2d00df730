package chatlab.protocol;

import org.jspecify.annotations.Nullable;

/** Writes what a client says: each method gives one JSON object in UTF-8, without a line end. */
public final class ClientFrames {
    private ClientFrames() {}

    /** A chat message to the home room. */
    public static byte[] chat(String clientId, String text) {
        return Json.object(json -> {
            json.writeStringField("clientId", clientId);
            json.writeStringField("Message", text);
        });
    }

    /**
     * The handshake: the name that the connection is bound to, and the one room it is in.
     *
     * @param token credentials, or null
     */
    public static byte[] hello(String clientId, String room, @Nullable String token) {
        return Json.object(json -> {
            json.writeStringField("type", "hello");
            json.writeStringField("clientId", clientId);
            json.writeArrayFieldStart("rooms");
            json.writeString(room);
            json.writeEndArray();
            if (token != null) {
                json.writeStringField("token", token);
            }
        });
    }

    /** One more room, and its last messages. */
    public static byte[] join(String room, int history) {
        return Json.object(json -> {
            json.writeStringField("type", "join");
            json.writeStringField("room", room);
            json.writeNumberField("history", history);
        });
    }

    /** The end. */
    public static byte[] quit() {
        return Json.object(json -> json.writeStringField("type", "quit"));
    }
}
