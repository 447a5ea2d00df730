package chatlab.lab.report;

import chatlab.lab.result.Axis;
import chatlab.lab.result.Repetition;
import chatlab.lab.result.RunResult;
import chatlab.lab.result.Status;
import chatlab.lab.result.TrialResult;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A report's content in reading order, as text that is not yet escaped: HTML and Markdown say the same.
 *
 * @param run what was run, where and when, in one line
 * @param answer what was found out, in a few sentences
 * @param unbound which limits were not in force, in one sentence; empty if all were
 * @param plotNotes what a reader of the plots has to know
 * @param parts what each of those takes that serve
 * @param findings what was invalid or missed and why
 * @param remarks sentences about single repetitions that change nothing about their status
 * @param limits asked for and read back
 * @param command how to repeat it
 * @param source the experiment file's text
 */
record Page(
        String title,
        String run,
        String hypothesis,
        String answer,
        String unbound,
        List<Badge> badges,
        List<Plot> plots,
        List<String> plotNotes,
        Table table,
        PartCosts parts,
        List<Finding> findings,
        List<Finding> remarks,
        List<Settings> settings,
        List<LimitLine> limits,
        List<String> notices,
        String command,
        String experimentFile,
        String source,
        List<Term> terms) {

    /** How many repetitions have a status: {@code 6 met}. */
    record Badge(Status status, String text) {}

    /** What is said about one repetition. */
    record Finding(String point, Status status, List<String> sentences) {}

    /** A limit, what was read back, whether it was in force, and in how many repetitions that was so. */
    record LimitLine(String name, String asked, String readBack, String inForce, int repetitions) {}

    /** A word and what it means here. */
    record Term(String word, String meaning) {}

    private static final Pattern REVISION = Pattern.compile("([0-9a-f]{7,40})( with local changes)?");
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern(
                    "d MMMM uuuu, HH:mm 'UTC'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    /**
     * Puts it together.
     *
     * @param raw the folder of the raw files, from which distributions are drawn
     * @param timelines the folders of the repetitions that have one
     */
    static Page of(RunResult result, Path raw, Set<String> timelines) {
        Grid grid = Grid.of(result);
        String experiment = result.question().experiment();
        List<Plot> plots = Stream.concat(Plots.of(result, grid).stream(), Distributions.of(grid, raw).stream())
                .toList();
        return new Page(
                result.question().question(),
                String.join(
                        " · ",
                        experiment,
                        result.setup().engine() + " engine",
                        TIME.format(result.started()),
                        Numbers.duration(secondsOf(result))),
                result.question().hypothesis(),
                (Answer.of(result, grid) + " " + Growth.of(grid)).strip(),
                unbound(result),
                badges(result),
                plots,
                plotNotes(result, grid, plots),
                Table.of(result, timelines),
                PartCosts.of(result),
                findings(result, false),
                findings(result, true),
                List.of(
                        Settings.of("Environment", environment(result)),
                        Settings.of("Server", result.setup().server()),
                        Settings.of("Load clients", result.setup().clients())),
                limits(result),
                notices(result),
                command(result),
                "experiments/" + experiment + ".yaml",
                result.question().source(),
                Terms.of(grid));
    }

    /** Of all its repetitions: a run that was gone on with has not been at work in between. */
    private static long secondsOf(RunResult result) {
        return Math.round(result.trials().stream()
                .flatMap(trial -> trial.repetitions().stream())
                .mapToDouble(Repetition::seconds)
                .sum());
    }

    private static String unbound(RunResult result) {
        List<Repetition> repetitions = result.trials().stream()
                .flatMap(trial -> trial.repetitions().stream())
                .toList();
        List<String> names = repetitions.stream()
                .flatMap(each -> each.limits().stream())
                .filter(limit -> !limit.bound())
                .map(limit -> limit.name().equals("cpus") ? "CPU" : limit.name())
                .distinct()
                .sorted()
                .toList();
        long count = repetitions.stream()
                .filter(each -> each.limits().stream().anyMatch(limit -> !limit.bound()))
                .count();
        return names.isEmpty()
                ? ""
                : "%s not in force%s: the server could use more than was asked for."
                        .formatted(
                                names.size() == 1
                                        ? "The limit on " + names.getFirst() + " was"
                                        : "The limits on " + String.join(" and ", names) + " were",
                                count == repetitions.size()
                                        ? ""
                                        : " in %d of %d repetitions".formatted(count, repetitions.size()));
    }

    /** The revision is checked out first, if it is known. */
    private static String command(RunResult result) {
        Matcher revision = REVISION.matcher(result.setup().facts().getOrDefault("chatlab", ""));
        String checkout = revision.matches()
                ? "git checkout " + revision.group(1)
                        + (revision.group(2) == null ? "" : "  # it ran" + revision.group(2)) + "\n"
                : "";
        String instead = result.setup().facts().getOrDefault(RunResult.SAID_INSTEAD, "");
        return checkout + "./chatlab run " + result.question().experiment() + " --engine "
                + result.setup().engine()
                + (result.setup().facts().containsKey(RunResult.PROFILED) ? " --profile" : "")
                + (instead.isEmpty() ? "" : " " + instead);
    }

    private static List<Badge> badges(RunResult result) {
        List<Badge> badges = new ArrayList<>();
        for (Status status : Status.values()) {
            long count = result.trials().stream()
                    .flatMap(trial -> trial.repetitions().stream())
                    .filter(each -> each.status() == status)
                    .count();
            if (count > 0) {
                badges.add(new Badge(status, count + " " + Terms.word(status)));
            }
        }
        return badges;
    }

    private static List<String> plotNotes(RunResult result, Grid grid, List<Plot> plots) {
        List<String> notes = new ArrayList<>();
        for (Axis axis : grid.pooled()) {
            notes.add("The limit '%s' did not bind, so it is no axis of these plots: its trials are pooled."
                    .formatted(axis.label()));
        }
        long invalid = result.trials().stream()
                .flatMap(trial -> trial.repetitions().stream())
                .filter(each -> each.status() == Status.INVALID)
                .count();
        if (invalid > 0) {
            notes.add("%d invalid %s not drawn; see what was invalid or missed."
                    .formatted(invalid, invalid == 1 ? "repetition is" : "repetitions are"));
        }
        if (plots.stream().anyMatch(plot -> plot.id().startsWith(Distributions.ID))) {
            Distributions.leftOut(grid).ifPresent(notes::add);
        }
        boolean several = grid.rows().stream()
                .flatMap(row -> row.cells().stream())
                .anyMatch(cell -> cell.figures().size() > 1);
        if (several) {
            notes.add("Markers are medians of the repetitions, the thin bars reach from the smallest to the largest.");
        }
        return notes;
    }

    private static List<Finding> findings(RunResult result, boolean remarks) {
        List<Finding> findings = new ArrayList<>();
        for (TrialResult trial : result.trials()) {
            for (Repetition each : trial.repetitions()) {
                List<String> sentences = remarks
                        ? each.notices()
                        : each.reasons().stream()
                                .map(reason -> reason.code() + ": " + reason.detail())
                                .toList();
                if (!sentences.isEmpty()) {
                    String point = Grid.point(result, trial);
                    String which = trial.repetitions().size() > 1 ? point + ", repetition " + each.number() : point;
                    findings.add(new Finding(which, each.status(), sentences));
                }
            }
        }
        return findings;
    }

    private static Map<String, String> environment(RunResult result) {
        Map<String, String> values = new LinkedHashMap<>(result.setup().facts());
        values.put("repetitions of every trial", String.valueOf(result.setup().repetitions()));
        values.put("seed of the trials' order", String.valueOf(result.setup().seed()));
        return values;
    }

    private static List<LimitLine> limits(RunResult result) {
        Map<Repetition.Limit, Integer> counts = new LinkedHashMap<>();
        result.trials().stream()
                .flatMap(trial -> trial.repetitions().stream())
                .flatMap(each -> each.limits().stream())
                .sorted(Comparator.comparing(Repetition.Limit::name).thenComparingDouble(Repetition.Limit::asked))
                .forEach(limit -> counts.merge(limit, 1, Integer::sum));
        List<LimitLine> lines = new ArrayList<>();
        counts.forEach((limit, count) -> lines.add(new LimitLine(
                limit.name().equals("cpus") ? "CPU" : limit.name(),
                amount(limit, limit.asked()),
                amount(limit, limit.readBack()),
                limit.bound() ? "yes" : "no",
                count)));
        return lines;
    }

    private static String amount(Repetition.Limit limit, @Nullable Double value) {
        if (value == null) {
            return "none";
        }
        return switch (limit.name()) {
            case "memory" -> Numbers.bytes(value);
            case "cpus" -> Numbers.plain(value) + " CPU";
            default -> Numbers.plain(value);
        };
    }

    /** Whether there is nothing at all to show. */
    boolean nothingMeasured() {
        return table.lines().isEmpty();
    }

    private static List<String> notices(RunResult result) {
        List<String> notices = new ArrayList<>(result.setup().notices());
        if (result.interrupted() && !result.trials().isEmpty()) {
            notices.add("The run was stopped before its end; what had been measured until then is here.");
        }
        return notices;
    }
}
