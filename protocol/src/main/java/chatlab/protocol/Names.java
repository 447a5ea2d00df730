package chatlab.protocol;

/** The rules for names of clients and rooms. */
public final class Names {
    /** The room everyone is in who does not choose another. */
    public static final String GLOBAL = "global";

    /** The longest name of a client or room, in characters. */
    public static final int MAX_LENGTH = 64;

    private Names() {}

    /** Checks a client's name: 1 to 64 characters, none of them a control character, a lone surrogate or a line end. */
    public static String requireClientId(String name) throws FrameException {
        if (name.isEmpty() || name.length() > MAX_LENGTH || !name.codePoints().allMatch(Names::isPrintable)) {
            throw new FrameException(
                    ErrorCode.INVALID_NAME,
                    "clientId must be 1 to " + MAX_LENGTH + " characters without control characters.");
        }
        return name;
    }

    /** Checks a room's name: 1 to 64 of the characters that need no escape in a URL, {@code A-Z a-z 0-9 . _ ~ -}. */
    public static String requireRoom(String name) throws FrameException {
        if (name.isEmpty() || name.length() > MAX_LENGTH || !name.chars().allMatch(Names::isUnreserved)) {
            throw new FrameException(
                    ErrorCode.INVALID_NAME,
                    "A room's name must be 1 to " + MAX_LENGTH
                            + " characters of A-Z, a-z, 0-9, '.', '_', '~' and '-'.");
        }
        return name;
    }

    private static boolean isPrintable(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL, Character.SURROGATE, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR ->
                false;
            default -> true;
        };
    }

    /** The unreserved characters of RFC 3986, section 2.3. */
    private static boolean isUnreserved(int c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || c == '.'
                || c == '_'
                || c == '~'
                || c == '-';
    }
}
