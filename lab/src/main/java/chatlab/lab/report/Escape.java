package chatlab.lab.report;

import java.nio.charset.StandardCharsets;

/** Makes text harmless where it is put. */
final class Escape {
    private Escape() {}

    static String xml(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    /**
     * Text for one cell or line of Markdown: no markup, no line break. A sign that can't begin anything stays readable: a
     * tag begins with a letter, and {@code /}, {@code !} or {@code ?}; a quote only where a line begins.
     */
    static String markdown(String text) {
        return text.replaceAll("\\s*\\R\\s*", " ")
                .replaceAll("&(?=[#A-Za-z])", "&amp;")
                .replaceAll("<(?![\\s=0-9])", "&lt;")
                .replaceAll("(?<! )>|^ *>", "&gt;")
                .replaceAll("([\\\\`*_\\[\\]|~]|(?<!&)#)", "\\\\$1");
    }

    /** A relative link: never a scheme, never out of quotes. */
    static String link(String path) {
        StringBuilder link = new StringBuilder("./");
        for (byte each : path.getBytes(StandardCharsets.UTF_8)) {
            char letter = (char) (each & 0xff);
            boolean plain = letter < 128 && (Character.isLetterOrDigit(letter) || "/._-".indexOf(letter) >= 0);
            link.append(plain ? String.valueOf(letter) : "%%%02X".formatted((int) letter));
        }
        return link.toString();
    }
}
