package chatlab.protocol;

/** The rules for names of clients and rooms. */
public final class Names {
    /** The room everyone is in who does not choose another. */
    public static final String GLOBAL = "global";

    /** The longest name of a client or room, in characters (Unicode code points). */
    public static final int MAX_LENGTH = 64;

    private Names() {}

    /**
     * Checks a client's name: 1 to 64 characters (Unicode code points), none of them a control character, a lone surrogate
     * or a line end.
     */
    public static String requireClientId(String name) throws FrameException {
        return requireClientName("clientId", name);
    }

    /** The same for a client's name that stands in another member. */
    static String requireClientName(String member, String name) throws FrameException {
        if (!hasRightLength(name) || !name.codePoints().allMatch(Names::isPrintable)) {
            throw new FrameException(
                    ErrorCode.INVALID_NAME,
                    "\"" + member + "\" is " + Quoted.quote(name) + ", but a client's name has 1 to " + MAX_LENGTH
                            + " characters and no control characters.");
        }
        return name;
    }

    /**
     * Checks a room's name: 1 to 64 of the characters that need no escape in a URL, {@code A-Z a-z 0-9 . _ ~ -}, but
     * neither {@code .} nor {@code ..}, which a URL's path can't hold.
     */
    public static String requireRoom(String name) throws FrameException {
        if (!hasRightLength(name)
                || !name.chars().allMatch(Names::isUnreserved)
                || name.equals(".")
                || name.equals("..")) {
            throw new FrameException(
                    ErrorCode.INVALID_NAME,
                    "The room is " + Quoted.quote(name) + ", but a room's name has 1 to " + MAX_LENGTH
                            + " characters of A-Z, a-z, 0-9, '.', '_', '~' and '-', and is neither '.' nor '..'.");
        }
        return name;
    }

    /** Whether {@link #requireRoom} accepts these bytes, taken as ASCII. */
    static boolean isRoom(byte[] bytes, int from, int to) {
        int length = to - from;
        if (length < 1 || length > MAX_LENGTH) {
            return false;
        }
        boolean onlyDots = true;
        for (int i = from; i < to; i++) {
            if (!isUnreserved(bytes[i])) {
                return false;
            }
            onlyDots &= bytes[i] == '.';
        }
        return !onlyDots || length > 2;
    }

    private static boolean hasRightLength(String name) {
        return !name.isEmpty() && name.codePointCount(0, name.length()) <= MAX_LENGTH;
    }

    static boolean isPrintable(int codePoint) {
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
