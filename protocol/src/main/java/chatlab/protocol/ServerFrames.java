package chatlab.protocol;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** Writes what a server says of its own accord: each method gives one JSON object in UTF-8, without a line end. */
public final class ServerFrames {
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

    /** What members of a room are told when other servers can't be reached: until further notice the room is this server's alone. */
    public static byte[] degraded(String room) {
        return presence("degraded", room, null);
    }

    /** What they are told when those can be reached again. */
    public static byte[] restored(String room) {
        return presence("restored", room, null);
    }

    /** A room is on another server: who wants to be in it has to connect there. */
    public static byte[] redirect(String room, String host, int port) {
        return frame("redirect", json -> {
            json.writeStringField("room", room);
            json.writeStringField("host", host);
            json.writeNumberField("port", port);
        });
    }

    /**
     * A client is in a room.
     *
     * @param clientId its name, or null if it has none
     */
    public static byte[] joined(String room, @Nullable String clientId) {
        return presence("joined", room, clientId);
    }

    /**
     * A client is not in a room any more.
     *
     * @param clientId as above
     */
    public static byte[] left(String room, @Nullable String clientId) {
        return presence("left", room, clientId);
    }

    private static byte[] presence(String type, String room, @Nullable String clientId) {
        return frame(type, json -> {
            json.writeStringField("room", room);
            if (clientId != null) {
                json.writeStringField("clientId", clientId);
            }
        });
    }

    /**
     * Which rooms there are.
     *
     * @param count how many there are, those that are not named here included
     */
    public static byte[] rooms(Collection<RoomEntry> rooms, int count) {
        return frame("rooms", json -> {
            json.writeArrayFieldStart("rooms");
            for (RoomEntry room : rooms) {
                json.writeStartObject();
                json.writeStringField("name", room.name());
                if (!room.description().isEmpty()) {
                    json.writeStringField("description", room.description());
                }
                json.writeNumberField("members", room.members());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeNumberField("count", count);
        });
    }

    /**
     * Who is in a room.
     *
     * @param count how many names there are in it, those that don't stand here included
     */
    public static byte[] members(String room, Collection<String> clientIds, int count) {
        return frame("members", json -> {
            json.writeStringField("room", room);
            json.writeArrayFieldStart("members");
            for (String clientId : clientIds) {
                json.writeString(clientId);
            }
            json.writeEndArray();
            json.writeNumberField("count", count);
        });
    }

    /**
     * What was said in a room before.
     *
     * @param messages the chat messages as they went out, the oldest first
     */
    public static byte[] history(String room, Collection<byte[]> messages) {
        return frame("history", json -> {
            json.writeStringField("room", room);
            json.writeArrayFieldStart("messages");
            for (byte[] message : messages) {
                json.writeRawValue(new String(message, StandardCharsets.UTF_8).strip());
            }
            json.writeEndArray();
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

    private static byte[] frame(String type, Json.Members members) {
        return Json.object(json -> {
            json.writeStringField("type", type);
            members.write(json);
        });
    }
}
