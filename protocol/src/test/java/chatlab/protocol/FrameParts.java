package chatlab.protocol;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** The parts that {@link FrameGenerator} makes frames of, chosen at random. */
final class FrameParts {
    private static final List<String> NAMES = List.of(
            "",
            "é€😀",
            " \"<b>\\ ",
            "a\nb",
            "a\u007fb",
            "\u0085",
            "\u2028",
            "a".repeat(64),
            "a".repeat(65),
            "ADA",
            "ada\"");
    private static final List<String> ROOMS =
            List.of("a", "aZ09._~-", "...", "~".repeat(64), "global", ".a", "a.", "-", "rust");
    private static final List<String> OTHER_ROOMS =
            List.of("", ".", "..", "a b", "a/b", "~".repeat(65), "é", "a\"b", "[", "`", "@", "{", ":", "a\u007f");
    private static final List<String> OTHER_MEMBERS = List.of(
            "\"to\":\"bob\"",
            "\"to\":7",
            "\"type\":\"quit\"",
            "\"type\":\"chat\"",
            "\"type\":null",
            "\"t\":1",
            "\"x\":{}",
            "\"mood\":[1,{\"a\":\"b\"}]",
            "\"rooms\":[\"a\"]",
            "\"token\":\"x\"",
            "\"message\":\"hi\"",
            "\"Messages\":1",
            "\"Room\":\"x\"",
            "\"rooM\":1",
            "\"clientID\":\"ada\"",
            "\"clientIdx\":\"ada\"",
            "\"\":1",
            "\"room\":7",
            "\"clientId\":7",
            "\"Message\":null",
            "\"Message\":[\"hi\"]",
            "\"room\":{}",
            "\"\\u0072oom\":\"a\"",
            "\"Mess\\u0061ge\":\"hi\"",
            "",
            "\"room\"",
            "\"room\":",
            "\"room\" \"a\"",
            "\"roomy\":\"a\"",
            "'room':'a'");

    private final Random random;

    FrameParts(Random random) {
        this.random = random;
    }

    boolean oneIn(int n) {
        return random.nextInt(n) == 0;
    }

    /** A name in ASCII that needs no escapes. */
    String plainName() {
        char[] name = new char[oneIn(20) ? Names.MAX_LENGTH : 1 + random.nextInt(12)];
        for (int i = 0; i < name.length; i++) {
            do {
                name[i] = (char) (' ' + random.nextInt(0x7f - ' '));
            } while (name[i] == '"' || name[i] == '\\');
        }
        return new String(name);
    }

    String name() {
        return oneIn(3) ? pick(NAMES) : plainName();
    }

    /** Another name that could be taken for this one. */
    String nearly(String name) {
        return switch (random.nextInt(4)) {
            case 0 -> name + "a";
            case 1 -> name.isEmpty() ? "a" : name.substring(1);
            case 2 -> name.isEmpty() ? "b" : name.substring(0, name.length() - 1);
            default -> name.isEmpty() ? "c" : (char) (name.charAt(0) ^ 1) + name.substring(1);
        };
    }

    String room() {
        return pick(ROOMS);
    }

    /** A member's name in quotes, at times with an escape. */
    String key(String name) {
        return oneIn(20) ? "\"\\u%04x%s\"".formatted((int) name.charAt(0), name.substring(1)) : "\"" + name + "\"";
    }

    /** A string of JSON with escapes where it needs them, but for the odd one that is left out, which breaks the string. */
    byte[] quoted(String value) {
        StringBuilder json = new StringBuilder("\"");
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            boolean needsEscape = c < ' ' || c == '"' || c == '\\';
            if (!needsEscape || oneIn(30)) {
                json.append(c);
            } else {
                json.append("\\u%04x".formatted((int) c));
            }
        }
        return json.append('"').toString().getBytes(StandardCharsets.UTF_8);
    }

    /** A message's text in quotes, of which one piece in {@code badOneIn} breaks a rule; none if that is 0. */
    byte[] text(int badOneIn) {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        text.write('"');
        for (int i = random.nextInt(6); i > 0; i--) {
            text.writeBytes(pick(badOneIn > 0 && oneIn(badOneIn) ? BytePieces.WRONG_TEXT : BytePieces.TEXT));
        }
        text.write('"');
        return text.toByteArray();
    }

    byte[] member(String key, byte[] value) {
        return BytePieces.joined(
                BytePieces.ascii(blanks() + key + blanks() + ":" + blanks()), value, BytePieces.ascii(blanks()));
    }

    /** A member that makes a frame another than the plain one, or the room, or one of the three once more. */
    byte[] anyMember() {
        return switch (random.nextInt(6)) {
            case 0, 1 -> member(key("room"), quoted(room()));
            case 2 -> member("\"room\"", quoted(pick(OTHER_ROOMS)));
            case 3 -> oneIn(2) ? member("\"Message\"", text(0)) : member("\"clientId\"", quoted(name()));
            default -> BytePieces.ascii(blanks() + pick(OTHER_MEMBERS) + blanks());
        };
    }

    byte[] object(List<byte[]> members) {
        ByteArrayOutputStream object = new ByteArrayOutputStream();
        object.writeBytes(BytePieces.ascii(blanks() + "{"));
        for (int i = 0; i < members.size(); i++) {
            if (i > 0) {
                object.write(',');
            }
            object.writeBytes(members.get(i));
        }
        object.writeBytes(BytePieces.ascii("}" + blanks()));
        return object.toByteArray();
    }

    /** The same bytes with one accident. */
    byte[] damage(byte[] bytes) {
        if (bytes.length == 0) {
            return any();
        }
        int at = random.nextInt(bytes.length);
        int to = Math.min(bytes.length, at + 1 + random.nextInt(oneIn(2) ? 2 : 20));
        byte[] before = Arrays.copyOf(bytes, at);
        byte[] hit = Arrays.copyOfRange(bytes, at, to);
        byte[] behind = Arrays.copyOfRange(bytes, to, bytes.length);
        return switch (random.nextInt(5)) {
            case 0 -> {
                hit[0] ^= (byte) (1 << random.nextInt(Byte.SIZE));
                yield BytePieces.joined(before, hit, behind);
            }
            case 1 -> BytePieces.joined(before, any(), behind);
            case 2 -> BytePieces.joined(before, any(), hit, behind);
            case 3 -> BytePieces.joined(before, behind);
            default -> BytePieces.joined(before, hit, hit, behind);
        };
    }

    byte[] any() {
        return switch (random.nextInt(4)) {
            case 0 -> pick(BytePieces.TEXT);
            case 1 -> pick(BytePieces.WRONG_TEXT);
            case 2 -> pick(BytePieces.STRUCTURE);
            default -> new byte[] {(byte) random.nextInt(256)};
        };
    }

    /** What may stand in a buffer before or behind a frame. */
    byte[] surroundings() {
        return oneIn(2) ? new byte[0] : BytePieces.joined(any(), any());
    }

    private String blanks() {
        return switch (random.nextInt(12)) {
            case 0 -> " ";
            case 1 -> "\t";
            case 2 -> " \t  ";
            default -> "";
        };
    }

    private <T> T pick(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }

    private byte[] pick(byte[][] all) {
        return all[random.nextInt(all.length)];
    }
}
