package chatlab.protocol;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * Frames as lines that a person reads in a terminal, without line ends. What could command a terminal is written as an
 * escape, a backslash, {@code u} and four digits: control characters but the tab, line and paragraph separators, and what
 * turns the direction of writing.
 */
public final class PlainText {
    private static final byte[] NOTHING = {};
    private static final HexFormat HEX = HexFormat.of();

    private PlainText() {}

    /**
     * What a frame that a server sends says to a person, in UTF-8: {@code ada: hi}, {@code ada has joined}, {@code ERROR …}.
     *
     * @return empty if it says nothing to a person, or is no frame
     */
    public static byte[] line(byte[] frame) {
        @Nullable String line = Said.by(frame).line();
        return line == null ? NOTHING : line.getBytes(StandardCharsets.UTF_8);
    }

    /** What could be taken for something else than a name stands in quotation marks. */
    private static String name(String clientId) {
        String name = escaped(clientId);
        return name.indexOf('"') < 0 && name.chars().noneMatch(Character::isSpaceChar)
                ? name
                : '"' + name.replace("\"", "\\u0022") + '"';
    }

    /** Whether it changes in which direction the characters around it are written (Unicode Standard Annex 9). */
    private static boolean turnsText(int c) {
        return c == 0x061C
                || (c >= 0x200E && c <= 0x200F)
                || (c >= 0x202A && c <= 0x202E)
                || (c >= 0x2066 && c <= 0x2069);
    }

    private static String escaped(String text) {
        StringBuilder safe = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            if (c == '\t' || (Names.isPrintable(c) && !turnsText(c))) {
                safe.appendCodePoint(c);
            } else if (Character.getType(c) == Character.SURROGATE) {
                safe.append('\uFFFD');
            } else {
                safe.append("\\u").append(HEX.toHexDigits((char) c)); // all of them have four digits
            }
        });
        return safe.toString();
    }

    /** The members of a frame that matter to a person; empty or 0 where there are none. */
    private static final class Said {
        private String type = "";
        private String clientId = "";
        private String text = "";
        private String to = "";
        private String room = "";
        private String message = "";
        private String reason = "";
        private String host = "";
        private int port;
        private long missed;

        static Said by(byte[] frame) {
            Said said = new Said();
            try (JsonParser parser = FrameReader.JSON.createParser(frame)) {
                if (parser.nextToken() == JsonToken.START_OBJECT) {
                    said.read(parser);
                }
            } catch (IOException e) {
                throw new UncheckedIOException("reading a valid frame from memory", e);
            }
            return said;
        }

        private void read(JsonParser parser) throws IOException {
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                parser.nextToken();
                switch (name) {
                    case "type" -> type = parser.getText();
                    case "clientId" -> clientId = name(parser.getText());
                    case "Message" -> text = escaped(parser.getText());
                    case "to" -> to = name(parser.getText());
                    case "room" -> room = parser.getText();
                    case "message" -> message = type.isEmpty() ? "" : escaped(parser.getText());
                    case "reason" -> reason = type.isEmpty() ? "" : parser.getText();
                    case "host" -> host = type.isEmpty() ? "" : escaped(parser.getText());
                    case "port" -> port = type.isEmpty() ? 0 : parser.getIntValue();
                    case "missed" -> missed = type.isEmpty() ? 0 : parser.getLongValue();
                    default -> {}
                }
                parser.skipChildren();
            }
        }

        @Nullable
        String line() {
            return switch (type) {
                case "" -> clientId + (to.isEmpty() ? "" : " -> " + to) + ": " + text;
                case "welcome", "joined" -> clientId.isEmpty() ? null : clientId + " has joined";
                case "left" -> clientId.isEmpty() ? null : clientId + " has left";
                case "gap" -> "ERROR " + missed + " messages of " + room + " did not reach this connection.";
                case "degraded" -> "ERROR Other servers can't be reached: " + room + " is this one's alone.";
                case "restored" -> room + " reaches other servers again.";
                case "redirect" -> "ERROR " + room + " is on another server: connect to " + host + " " + port + ".";
                case "error" -> "ERROR " + message;
                case "bye" -> "BYE " + reason;
                case "ping" -> "Still there? Press Enter, or this connection ends.";
                default -> null;
            };
        }
    }
}
