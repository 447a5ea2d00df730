package chatlab.lab.report;

import java.util.Locale;

/** Writes the elements that drawings are made of. */
final class SvgWriter {
    private final StringBuilder out;

    /** @param size characters that are to be expected */
    SvgWriter(int size) {
        out = new StringBuilder(size);
    }

    /** Something that is no path and no text. */
    SvgWriter append(String element) {
        out.append(element);
        return this;
    }

    void path(String style, String way) {
        out.append("<path class=\"").append(style).append("\" d=\"").append(way).append("\"/>\n");
    }

    void text(String style, double x, double y, String anchor, String text) {
        out.append("<text class=\"%s\" x=\"%s\" y=\"%s\" text-anchor=\"%s\">%s</text>\n"
                .formatted(style, n(x), n(y), anchor, Escape.xml(text)));
    }

    /** A coordinate, to a tenth. */
    static String n(double value) {
        return String.format(Locale.ROOT, "%.1f", value).replace(".0", "");
    }

    @Override
    public String toString() {
        return out.toString();
    }
}
