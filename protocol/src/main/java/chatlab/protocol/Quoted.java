package chatlab.protocol;

/** Text that came from outside, made fit to stand in a sentence for a person: short, and nothing that acts on a terminal. */
final class Quoted {
    private static final int MAX_CODE_POINTS = 120;
    private static final int REPLACEMENT = 0xFFFD;

    private Quoted() {}

    /** The text in quotes, shortened. */
    static String quote(String text) {
        return '"' + shorten(text) + '"';
    }

    /** At most 120 code points; control characters, line ends and lone surrogates become U+FFFD. */
    static String shorten(String text) {
        StringBuilder shown = new StringBuilder();
        text.codePoints()
                .limit(MAX_CODE_POINTS)
                .map(c -> Names.isPrintable(c) ? c : REPLACEMENT)
                .forEach(shown::appendCodePoint);
        return text.codePointCount(0, text.length()) <= MAX_CODE_POINTS ? shown.toString() : shown + "…";
    }
}
