package chatlab.lab.doctor;

import java.util.ArrayList;
import java.util.List;

/**
 * Findings for people: a line each, wrapped between words, and below it how it is mended. Commands are never wrapped, so
 * that they can be copied.
 *
 * @param columns how wide a line may be
 * @param coloured whether levels are shown in colours
 */
public record FindingsTable(int columns, boolean coloured) {
    private static final int LEVEL = 6;
    private static final int LEAST_TEXT = 30;
    private static final String MEND = "mend: ";

    /** All lines, with the summary at the end. */
    public List<String> lines(Diagnosis diagnosis) {
        int names = diagnosis.findings().stream()
                .mapToInt(finding -> finding.check().length())
                .max()
                .orElse(0);
        int indent = LEVEL + names + 2;
        List<String> lines = new ArrayList<>();
        for (Finding finding : diagnosis.findings()) {
            String head = level(finding.level()) + padded(finding.check(), names + 2);
            for (String part : wrapped(finding.finding(), Math.max(LEAST_TEXT, columns - indent))) {
                lines.add(head + part);
                head = " ".repeat(indent);
            }
            String mend = MEND;
            for (String command : finding.mend()) {
                lines.add(" ".repeat(LEVEL) + mend + command);
                mend = " ".repeat(MEND.length());
            }
        }
        lines.add("");
        lines.addAll(wrapped(diagnosis.summary(), columns));
        return lines;
    }

    private String level(Level level) {
        String word = padded(level.toString(), LEVEL);
        if (!coloured) {
            return word;
        }
        String colour = switch (level) {
            case OK -> "32";
            case NOTE -> "33";
            case FAIL -> "1;31";
        };
        return "\u001b[" + colour + "m" + word + "\u001b[0m";
    }

    private static String padded(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.length()));
    }

    private static List<String> wrapped(String text, int width) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : text.split(" ", -1)) {
            if (!line.isEmpty() && line.length() + 1 + word.length() > width) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.isEmpty() ? "" : " ").append(word);
        }
        lines.add(line.toString());
        return lines;
    }
}
