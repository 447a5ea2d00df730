package chatlab.protocol;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import org.jspecify.annotations.Nullable;

/** The body of a login over REST: {@code {"clientId":"ada","password":"…"}}, read as strictly as a frame. */
public record LoginRequest(String clientId, String password) {

    /**
     * Reads one.
     *
     * @throws FrameException if it is none, or the name can't be one
     */
    public static LoginRequest read(byte[] body) throws FrameException {
        try (JsonParser parser = FrameReader.JSON.createParser(text(body))) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw malformed();
            }
            @Nullable String clientId = null;
            @Nullable String password = null;
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                boolean isString = parser.nextToken() == JsonToken.VALUE_STRING;
                switch (name) {
                    case "clientId" -> clientId = isString ? parser.getText() : null;
                    case "password" -> password = isString ? parser.getText() : null;
                    default -> parser.skipChildren();
                }
            }
            if (clientId == null || password == null || parser.nextToken() != null) {
                throw malformed();
            }
            return new LoginRequest(Names.requireClientId(clientId), password);
        } catch (JsonProcessingException e) {
            throw malformed();
        } catch (IOException e) {
            throw new UncheckedIOException("reading from memory", e);
        }
    }

    private static String text(byte[] body) throws FrameException {
        try {
            return StrictUtf8.decode(body, 0, body.length);
        } catch (CharacterCodingException e) {
            throw malformed();
        }
    }

    private static FrameException malformed() {
        return new FrameException(
                ErrorCode.MALFORMED,
                "The body has to be one JSON object such as {\"clientId\":\"ada\",\"password\":\"…\"}.");
    }
}
