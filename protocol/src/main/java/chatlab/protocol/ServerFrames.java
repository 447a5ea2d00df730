package chatlab.protocol;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** Writes what a server says of its own accord: each method gives one JSON object in UTF-8, without a line end. */
public final class ServerFrames {
    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
            .build();

    private ServerFrames() {}

    /**
     * The answer to {@code hello}.
     *
     * @param rooms the rooms the connection is in, the first being home
     * @param maxLineBytes the longest line the server takes, without the line end
     * @param idleTimeoutMillis how long a connection may be silent
     */
    public static byte[] welcome(String clientId, Collection<String> rooms, int maxLineBytes, long idleTimeoutMillis) {
        return frame("welcome", json -> {
            json.writeStringField("clientId", clientId);
            json.writeArrayFieldStart("rooms");
            for (String room : rooms) {
                json.writeString(room);
            }
            json.writeEndArray();
            json.writeNumberField("maxLineBytes", maxLineBytes);
            json.writeNumberField("idleTimeoutMillis", idleTimeoutMillis);
        });
    }

    /**
     * A refusal.
     *
     * @param message what was wrong with a frame, in words for a person; lone surrogates, which UTF-8 can't hold, become
     *     U+FFFD
     */
    public static byte[] error(ErrorCode code, String message) {
        return error(code, message, code.fatal());
    }

    /**
     * A refusal that ends the connection or doesn't, whatever is usual for its code.
     *
     * @param message as above
     */
    public static byte[] error(ErrorCode code, String message, boolean fatal) {
        return frame("error", json -> {
            json.writeStringField("code", code.wire());
            json.writeStringField("message", withoutLoneSurrogates(message));
            json.writeBooleanField("fatal", fatal);
        });
    }

    /**
     * The last frame of a connection that the server ends.
     *
     * @param accepted how many of this connection's messages were accepted
     * @param retryAfterMillis when to come back, or null if the client knows better
     */
    public static byte[] bye(ByeReason reason, long accepted, @Nullable Long retryAfterMillis) {
        return frame("bye", json -> {
            json.writeStringField("reason", reason.wire());
            json.writeNumberField("accepted", accepted);
            if (retryAfterMillis != null) {
                json.writeNumberField("retryAfterMillis", retryAfterMillis);
            }
        });
    }

    /**
     * What a connection is told that could not keep up with one of its rooms.
     *
     * @param missed how many of the room's messages it will not get, from where it is on
     */
    public static byte[] gap(String room, long missed) {
        return frame("gap", json -> {
            json.writeStringField("room", room);
            json.writeNumberField("missed", missed);
        });
    }

    /** A question whether a silent client is still there. */
    public static byte[] ping() {
        return frame("ping", json -> {});
    }

    /** The answer to a client's ping, with its number if it sent one. */
    public static byte[] pong(@Nullable Long t) {
        return frame("pong", json -> {
            if (t != null) {
                json.writeNumberField("t", t);
            }
        });
    }

    private static String withoutLoneSurrogates(String text) {
        StringBuilder sound = new StringBuilder(text.length());
        text.codePoints()
                .map(c -> Character.getType(c) == Character.SURROGATE ? 0xFFFD : c)
                .forEach(sound::appendCodePoint);
        return sound.toString();
    }

    private interface Members {
        void write(JsonGenerator json) throws IOException;
    }

    private static byte[] frame(String type, Members members) {
        try (ByteArrayBuilder bytes = new ByteArrayBuilder();
                JsonGenerator json = JSON.createGenerator(bytes)) {
            json.writeStartObject();
            json.writeStringField("type", type);
            members.write(json);
            json.writeEndObject();
            json.flush();
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory", e);
        }
    }
}
