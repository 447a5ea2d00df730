package chatlab.protocol;

import java.nio.charset.StandardCharsets;
import java.util.Objects;

/**
 * Recognises chat messages as nearly all clients write them, in one pass over the bytes and without allocating: {@code
 * clientId}, {@code Message} and perhaps {@code room}, in any order, names and rooms in ASCII without escapes.
 *
 * <p>A true answer is certain: {@link FrameReader} accepts the frame and reads the same from it. A false one says nothing:
 * the frame may be refused, be valid in another form, or be something else; {@code FrameReader} has to judge. So a scanner
 * in front of it never changes what is accepted, refused or answered.
 *
 * <p>Holds what it found in the last frame: one instance per thread.
 */
public final class ChatScanner {
    private static final int NOT_SURE = -1;

    /** Members by their names, which fill a word or, with the closing quote, a part of it. */
    private static final long CLIENT_ID = word("clientId");

    private static final long MESSAGE = word("Message\"");
    private static final long ROOM = word("room\"\0\0\0");
    private static final long FIVE_BYTES = 0xff_ffff_ffffL;

    private int roomOffset;
    private int roomLength;
    private int end;

    /**
     * Whether these bytes, a frame without its line end, are surely a chat message of that sender.
     *
     * @param clientId the name that the connection is bound to; one that is not ASCII is never recognised
     * @throws IndexOutOfBoundsException if that is no part of the array
     */
    public boolean scan(byte[] bytes, int offset, int length, String clientId) {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        int to = offset + length;
        int room = 0;
        int roomEnd = 0;
        boolean named = false;
        boolean message = false;

        int at = skipBlanks(bytes, offset, to);
        if (!is(bytes, at, to, '{')) {
            return false;
        }
        do {
            // Stands at what comes before a member: the brace or a comma.
            int name = skipBlanks(bytes, at + 1, to);
            if (to - name <= Long.BYTES || bytes[name] != '"') {
                return false;
            }
            long word = ByteSearch.word(bytes, name + 1);
            if (word == MESSAGE && !message) {
                message = true;
                int text = behindOpeningQuote(bytes, name + 9, to);
                at = text == NOT_SURE ? NOT_SURE : JsonText.end(bytes, text, to);
            } else if (word == CLIENT_ID && !named && is(bytes, name + 9, to, '"')) {
                named = true;
                at = behindName(bytes, behindOpeningQuote(bytes, name + 10, to), to, clientId);
            } else if ((word & FIVE_BYTES) == ROOM && roomEnd == 0) {
                room = behindOpeningQuote(bytes, name + 6, to);
                at = behindRoom(bytes, room, to);
                roomEnd = at - 1;
            } else {
                return false;
            }
            if (at == NOT_SURE) {
                return false;
            }
            at = skipBlanks(bytes, at, to);
        } while (is(bytes, at, to, ','));

        if (!named || !message || !is(bytes, at, to, '}') || skipBlanks(bytes, at + 1, to) != to) {
            return false;
        }
        roomOffset = room;
        roomLength = roomEnd - room;
        end = at + 1;
        return true;
    }

    /** Where the room's name stands in the last frame that was recognised; of no meaning if it has none. */
    public int roomOffset() {
        return roomOffset;
    }

    /** How many bytes, and characters, the room's name has in the last frame that was recognised; 0 if it has none. */
    public int roomLength() {
        return roomLength;
    }

    /** The place behind the final brace of the last frame that was recognised; only white space follows. */
    public int end() {
        return end;
    }

    /** From behind a member's name over the colon to behind the opening quote of its value. */
    private static int behindOpeningQuote(byte[] bytes, int from, int to) {
        int colon = skipBlanks(bytes, from, to);
        if (!is(bytes, colon, to, ':')) {
            return NOT_SURE;
        }
        int quote = skipBlanks(bytes, colon + 1, to);
        return is(bytes, quote, to, '"') ? quote + 1 : NOT_SURE;
    }

    private static int behindName(byte[] bytes, int from, int to, String name) {
        int length = name.length();
        if (from == NOT_SURE || length == 0 || length > Names.MAX_LENGTH || to - from <= length) {
            return NOT_SURE;
        }
        for (int i = 0; i < length; i++) {
            byte b = bytes[from + i];
            if (b != name.charAt(i) || !ByteSearch.isPlainText(b) || b == 0x7f) {
                return NOT_SURE;
            }
        }
        return bytes[from + length] == '"' ? from + length + 1 : NOT_SURE;
    }

    private static int behindRoom(byte[] bytes, int from, int to) {
        if (from == NOT_SURE) {
            return NOT_SURE;
        }
        int quote = ByteSearch.endOfPlainText(bytes, from, to);
        return is(bytes, quote, to, '"') && Names.isRoom(bytes, from, quote) ? quote + 1 : NOT_SURE;
    }

    private static int skipBlanks(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to && (bytes[at] == ' ' || bytes[at] == '\t')) {
            at++;
        }
        return at;
    }

    private static boolean is(byte[] bytes, int at, int to, char wanted) {
        return at < to && bytes[at] == wanted;
    }

    private static long word(String eightCharacters) {
        return ByteSearch.word(eightCharacters.getBytes(StandardCharsets.US_ASCII), 0);
    }
}
