package chatlab.protocol;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads client frames strictly: valid UTF-8 (RFC 3629), one valid JSON object (RFC 8259) on one line, no member twice, a
 * known {@code type} or none. Members that the protocol does not know are allowed; those it knows have their one type
 * wherever they stand, whether this type of frame needs them or not.
 *
 * <p>Bounds beside the line's: {@value #MAX_DEPTH} levels of nesting, the frame's own included, {@value #MAX_NUMBER_DIGITS}
 * characters in a number, {@value #MAX_ROOMS} rooms in a {@code hello}.
 *
 * <p>Holds buffers that every read reuses: one instance per thread.
 */
public final class FrameReader {
    /** How many rooms a {@code hello} may name, those that are named again included. */
    public static final int MAX_ROOMS = 16;

    private static final int MAX_DEPTH = 32;
    private static final int MAX_NUMBER_DIGITS = 1000;

    static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            // No table of names shared between threads, which clients could fill or make collide.
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            // The line's bound is the bound of strings, names and the whole.
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxNumberLength(MAX_NUMBER_DIGITS)
                    .maxNameLength(Integer.MAX_VALUE)
                    .maxStringLength(Integer.MAX_VALUE)
                    .build())
            .build();

    private final CharsetDecoder utf8 = StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    private final CharBuffer text;

    /** @param maxLineBytes the longest frame that {@link #read} will be given, in bytes */
    public FrameReader(int maxLineBytes) {
        text = CharBuffer.allocate(maxLineBytes);
    }

    /**
     * Reads one frame, given without its line end.
     *
     * @throws FrameException if the frame is to be refused
     * @throws IllegalArgumentException if it is longer than this reader was made for
     */
    public ClientFrame read(byte[] bytes, int offset, int length) throws FrameException {
        decode(bytes, offset, length);
        try (JsonParser parser = JSON.createParser(text.array(), 0, text.limit())) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw malformed("A frame must be one JSON object.");
            }
            Members members = new Members();
            members.readAll(parser);
            if (parser.nextToken() != null) {
                throw malformed("A frame must be one JSON object and nothing after it.");
            }
            return members.toFrame();
        } catch (StreamConstraintsException e) {
            throw malformed("A frame may be nested at most " + MAX_DEPTH + " deep, and a number have at most "
                    + MAX_NUMBER_DIGITS + " digits.");
        } catch (JsonProcessingException e) {
            throw malformed("Not valid JSON at character "
                    + (e.getLocation() == null ? 0 : e.getLocation().getCharOffset() + 1) + ": "
                    + Quoted.shorten(e.getOriginalMessage()) + ".");
        } catch (IOException e) {
            throw new UncheckedIOException("reading from memory", e);
        }
    }

    private void decode(byte[] bytes, int offset, int length) throws FrameException {
        if (length > text.capacity()) {
            throw new IllegalArgumentException(
                    "A frame of " + length + " bytes, but this reader takes at most " + text.capacity() + ".");
        }
        text.clear();
        utf8.reset();
        ByteBuffer input = ByteBuffer.wrap(bytes, offset, length);
        CoderResult result = utf8.decode(input, text, true);
        if (result.isError()) {
            throw malformed("Not valid UTF-8 at byte " + (input.position() - offset + 1) + ".");
        }
        text.flip();
        char[] chars = text.array();
        for (int i = 0; i < text.limit(); i++) {
            if (chars[i] < ' ' && chars[i] != '\t') {
                throw malformed("A raw control character (code " + (int) chars[i] + ") at character " + (i + 1)
                        + "; inside a string it must be escaped.");
            }
        }
    }

    private static FrameException malformed(String message) {
        return new FrameException(ErrorCode.MALFORMED, message);
    }

    /** The members of one frame that the protocol knows. */
    private static final class Members {
        private @Nullable String type;
        private @Nullable String clientId;
        private @Nullable String room;
        private @Nullable String to;
        private @Nullable String token;
        private @Nullable Long t;
        private @Nullable Long history;
        private boolean message;
        private @Nullable List<String> rooms;

        void readAll(JsonParser parser) throws IOException, FrameException {
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                JsonToken value = parser.nextToken();
                switch (name) {
                    case "type" -> type = string(parser, value, name);
                    case "clientId" -> clientId = string(parser, value, name);
                    case "room" -> room = string(parser, value, name);
                    case "to" -> to = string(parser, value, name);
                    case "token" -> token = string(parser, value, name);
                    case "Message" -> {
                        requireString(value, name);
                        message = true;
                    }
                    case "t" -> t = wholeNumber(parser, value, name);
                    case "history" -> {
                        history = wholeNumber(parser, value, name);
                        if (history < 0) {
                            throw malformed("\"history\" must be 0 or more.");
                        }
                    }
                    case "rooms" -> rooms = strings(parser, value, name);
                    default -> parser.skipChildren();
                }
            }
        }

        ClientFrame toFrame() throws FrameException {
            if (type == null) {
                return chat();
            }
            return switch (type) {
                case "hello" -> hello();
                case "ping" -> new ClientFrame.Ping(t);
                case "pong" -> new ClientFrame.Pong();
                case "quit" -> new ClientFrame.Quit();
                case "join" -> new ClientFrame.Join(requireRoom("join"), count(history));
                case "leave" -> new ClientFrame.Leave(requireRoom("leave"));
                case "rooms" -> new ClientFrame.ListRooms();
                case "members" -> new ClientFrame.ListMembers(requireRoom("question for members"));
                default ->
                    throw new FrameException(
                            ErrorCode.UNKNOWN_TYPE,
                            "No frame has the type " + Quoted.quote(type)
                                    + "; a chat message has none, others are hello, join, leave, rooms, members, ping, pong, quit.");
            };
        }

        private ClientFrame.Chat chat() throws FrameException {
            if (clientId == null || !message) {
                throw malformed("A chat message needs the members \"clientId\" and \"Message\", both strings.");
            }
            if (to != null && room != null) {
                throw malformed("A message is for a room or for one client: \"room\" and \"to\" exclude each other.");
            }
            Names.requireClientId(clientId);
            if (to != null) {
                Names.requireClientName("to", to);
            }
            return new ClientFrame.Chat(clientId, room == null ? null : Names.requireRoom(room), to);
        }

        private ClientFrame.Hello hello() throws FrameException {
            if (clientId == null) {
                throw malformed("A hello needs the member \"clientId\", a string.");
            }
            List<String> wanted = rooms == null ? List.of() : rooms;
            for (String name : wanted) {
                Names.requireRoom(name);
            }
            return new ClientFrame.Hello(Names.requireClientId(clientId), wanted, token);
        }

        private static int count(@Nullable Long number) {
            return number == null ? 0 : (int) Math.min(number, Integer.MAX_VALUE);
        }

        private String requireRoom(String what) throws FrameException {
            if (room == null) {
                throw malformed("A " + what + " needs the member \"room\", a string.");
            }
            return Names.requireRoom(room);
        }

        private static void requireString(JsonToken value, String name) throws FrameException {
            if (value != JsonToken.VALUE_STRING) {
                throw malformed("\"" + name + "\" must be a string.");
            }
        }

        private static String string(JsonParser parser, JsonToken value, String name)
                throws IOException, FrameException {
            requireString(value, name);
            return parser.getText();
        }

        private static Long wholeNumber(JsonParser parser, JsonToken value, String name)
                throws IOException, FrameException {
            if (value != JsonToken.VALUE_NUMBER_INT || parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER) {
                throw malformed("\"" + name + "\" must be a whole number of at most 64 bits.");
            }
            return parser.getLongValue();
        }

        private static List<String> strings(JsonParser parser, JsonToken value, String name)
                throws IOException, FrameException {
            if (value != JsonToken.START_ARRAY) {
                throw malformed("\"" + name + "\" must be an array of strings.");
            }
            List<String> all = new ArrayList<>();
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                if (all.size() == MAX_ROOMS) {
                    throw malformed("\"" + name + "\" must have at most " + MAX_ROOMS + " entries.");
                }
                all.add(string(parser, parser.currentToken(), name));
            }
            return all;
        }
    }
}
