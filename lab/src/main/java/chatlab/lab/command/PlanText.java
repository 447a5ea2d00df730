package chatlab.lab.command;

import chatlab.lab.run.Plan;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A plan for people: its repetitions in their order, and what they take. */
final class PlanText {
    private static final int MOST_LINES = 40;
    private static final double BYTES_PER_MB = 1e6;
    private static final double BYTES_PER_MIB = 1 << 20;
    private static final String NO_MATRIX = "(no matrix)";

    private PlanText() {}

    static List<String> lines(Plan plan) {
        List<String> lines = new ArrayList<>();
        int count = plan.repetitions().size();
        int width = plan.repetitions().stream()
                .mapToInt(each -> title(each).length())
                .max()
                .orElse(0);
        width = Math.max(width, "trial".length());
        String row = "%5s  %-" + width + "s  %10s  %6s";
        lines.add(String.format(Locale.ROOT, row, "order", "trial", "repetition", "about"));
        for (Plan.Planned each : plan.repetitions().subList(0, Math.min(count, MOST_LINES))) {
            lines.add(String.format(
                    Locale.ROOT, row, each.order(), title(each), each.repetition(), clock(each.seconds())));
        }
        if (count > MOST_LINES) {
            lines.add(String.format(Locale.ROOT, "%5s  and %,d more (--json lists all)", "…", count - MOST_LINES));
        }
        lines.add("");
        lines.add(String.format(
                Locale.ROOT,
                "time          about %s for %,d %s",
                clock(plan.seconds()),
                count,
                count == 1 ? "repetition" : "repetitions"));
        lines.add(String.format(
                Locale.ROOT,
                "server        %s limited to at most %s and %,.0f MiB",
                plan.mostServers() == 1 ? "one at a time," : "at most " + plan.mostServers() + " at a time, each",
                cores(plan.mostServerCpus()),
                plan.mostServerMemoryBytes() / BYTES_PER_MIB));
        lines.add(String.format(
                Locale.ROOT,
                "clients       at most %,d at a time in %d %s of about %,.0f MiB together, sending at most %s messages/s, on the cores that the server leaves",
                plan.mostMembers(),
                plan.mostProcesses(),
                plan.mostProcesses() == 1 ? "process" : "processes",
                plan.mostClientsMemoryBytes() / BYTES_PER_MIB,
                number(plan.mostMessagesPerSecond())));
        lines.add(String.format(Locale.ROOT, "files         about %,.1f MB", plan.fileBytes() / BYTES_PER_MB));
        return lines;
    }

    private static String title(Plan.Planned planned) {
        return planned.title().isEmpty() ? NO_MATRIX : planned.title();
    }

    /** {@code 4:05}, {@code 1:04:05}. */
    private static String clock(double seconds) {
        long whole = Math.round(seconds);
        return whole < 3600
                ? String.format(Locale.ROOT, "%d:%02d", whole / 60, whole % 60)
                : String.format(Locale.ROOT, "%d:%02d:%02d", whole / 3600, whole % 3600 / 60, whole % 60);
    }

    private static String cores(double cores) {
        return number(cores) + (cores == 1 ? " core" : " cores");
    }

    private static String number(double value) {
        return value == Math.rint(value) ? String.format(Locale.ROOT, "%,.0f", value) : String.valueOf(value);
    }
}
