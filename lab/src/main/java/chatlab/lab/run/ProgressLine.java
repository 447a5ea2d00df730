package chatlab.lab.run;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;

/** Tells people how far a run is: what passes is one line that is rewritten on a terminal and is left out
 * elsewhere; what lasts is a line of its own. */
final class ProgressLine {
    private static final String CLEAR = "\r\u001b[K";
    // A line that wrapped could not be rewritten: its end is cut off instead.
    private static final String NO_WRAP = "\u001b[?7l";
    private static final String WRAP = "\u001b[?7h";

    private final PrintStream out;
    private final boolean rewriting;
    private String current = "";

    ProgressLine(PrintStream out, boolean rewriting) {
        this.out = out;
        this.rewriting = rewriting;
    }

    /** Something that lasts: stands on a line of its own. */
    synchronized void say(String text) {
        out.println(rewriting ? CLEAR + text : text);
        if (!current.isEmpty()) {
            out.print(NO_WRAP + current + WRAP);
        }
        out.flush();
    }

    /** Something that passes: replaces what passed before. */
    synchronized void show(String text) {
        if (!rewriting || text.equals(current)) {
            return;
        }
        current = text;
        out.print(CLEAR + NO_WRAP + text + WRAP);
        out.flush();
    }

    /** Nothing passes any more. */
    synchronized void done() {
        if (rewriting) {
            current = "";
            out.print(CLEAR);
            out.flush();
        }
    }

    /** A stretch of time for people: {@code 4:05}. */
    static String clock(Duration duration) {
        return String.format(Locale.ROOT, "%d:%02d", duration.toMinutes(), duration.toSecondsPart());
    }
}
