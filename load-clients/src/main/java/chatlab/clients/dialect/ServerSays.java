package chatlab.clients.dialect;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/** A frame that the server sent of its own accord: its members that are texts or numbers. */
record ServerSays(Map<String, String> members) {
    private static final JsonFactory JSON = new JsonFactory();

    /** Reads one line; what is not a JSON object has no members. */
    static ServerSays read(byte[] bytes, int from, int to) {
        Map<String, String> members = new HashMap<>();
        try (JsonParser parser = JSON.createParser(bytes, from, to - from)) {
            if (parser.nextToken() == JsonToken.START_OBJECT) {
                while (parser.nextToken() == JsonToken.FIELD_NAME) {
                    String name = parser.currentName();
                    if (parser.nextToken().isScalarValue()) {
                        members.put(name, parser.getText());
                    } else {
                        parser.skipChildren();
                    }
                }
            }
        } catch (IOException e) {
            return new ServerSays(Map.of());
        }
        return new ServerSays(members);
    }

    String type() {
        return text("type");
    }

    String text(String member) {
        return members.getOrDefault(member, "");
    }

    /** A whole number, or {@code fallback} if there is none. */
    long number(String member, long fallback) {
        String text = text(member);
        return text.matches("\\d{1,18}") ? Long.parseLong(text) : fallback;
    }
}
