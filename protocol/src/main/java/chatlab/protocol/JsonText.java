package chatlab.protocol;

/**
 * Checks a JSON string that stands in UTF-8, without reading what it says: the grammar of RFC 8259, section 7, and the
 * table of well-formed sequences of RFC 3629, section 4. An escaped half of a surrogate pair passes, an encoded one doesn't.
 */
final class JsonText {
    private static final int WRONG = -1;

    private JsonText() {}

    /**
     * Goes from behind a string's opening quote to behind its closing one.
     *
     * @return that place, or −1 if there is none before {@code to} or what stands before it is not allowed
     */
    static int end(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to) {
            byte b = bytes[at];
            if (ByteSearch.isPlainText(b)) {
                at = ByteSearch.endOfPlainText(bytes, at + 1, to);
            } else if (b == '"') {
                return at + 1;
            } else {
                int length = b == '\\' ? escapeLength(bytes, at, to) : sequenceLength(bytes, at, to);
                if (length == WRONG) {
                    return WRONG;
                }
                at += length;
            }
        }
        return WRONG;
    }

    private static int escapeLength(byte[] bytes, int at, int to) {
        if (to - at < 2) {
            return WRONG;
        }
        return switch (bytes[at + 1]) {
            case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> 2;
            case 'u' -> to - at >= 6 && areHexDigits(bytes, at + 2, at + 6) ? 6 : WRONG;
            default -> WRONG;
        };
    }

    private static boolean areHexDigits(byte[] bytes, int from, int to) {
        for (int at = from; at < to; at++) {
            byte b = bytes[at];
            if ((b < '0' || b > '9') && (b < 'a' || b > 'f') && (b < 'A' || b > 'F')) {
                return false;
            }
        }
        return true;
    }

    /** The length of the character beyond ASCII at {@code at}; a raw control character is none. */
    private static int sequenceLength(byte[] bytes, int at, int to) {
        int first = bytes[at] & 0xff;
        int length = first < 0xc2 ? WRONG : first < 0xe0 ? 2 : first < 0xf0 ? 3 : first < 0xf5 ? 4 : WRONG;
        if (length == WRONG || to - at < length) {
            return WRONG;
        }
        // The second byte decides about overlong forms, encoded surrogates and what lies beyond U+10FFFF.
        int second = bytes[at + 1] & 0xff;
        int lowest = first == 0xe0 ? 0xa0 : first == 0xf0 ? 0x90 : 0x80;
        int highest = first == 0xed ? 0x9f : first == 0xf4 ? 0x8f : 0xbf;
        if (second < lowest || second > highest) {
            return WRONG;
        }
        for (int i = at + 2; i < at + length; i++) {
            if ((bytes[i] & 0xc0) != 0x80) {
                return WRONG;
            }
        }
        return length;
    }
}
