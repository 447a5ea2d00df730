package chatlab.lab.trial;

import chatlab.lab.experiment.Objective;
import chatlab.lab.experiment.Objective.Figure;
import chatlab.lab.result.Figures;
import chatlab.lab.result.Figures.Joining;
import chatlab.lab.result.Repetition.Limit;
import chatlab.lab.result.Repetition.Reason;
import chatlab.lab.result.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Decides what became of a repetition. A measurement that can't be trusted is invalid; what the server does badly never
 * makes it so, but may miss an objective.
 */
final class Judge {
    /** A longer time without a scrape leaves the CPU figures of the window open to doubt. */
    private static final double MAX_SCRAPE_GAP_SECONDS = 5;

    /** How much more than its quota a process may seem to have used: two scrapes' jitter, in either direction. */
    private static final double CPU_TOLERANCE = 1.05;

    /** A verdict and why. */
    record Verdict(Status status, List<Reason> reasons) {}

    private final List<Objective> objectives;
    private final boolean limitsMustBind;

    /** @param limitsMustBind whether the engine promised them: then a limit that does not bind makes a trial invalid */
    Judge(List<Objective> objectives, boolean limitsMustBind) {
        this.objectives = List.copyOf(objectives);
        this.limitsMustBind = limitsMustBind;
    }

    /** @param serverEnd how the server ended if it did before it was asked to, as a sentence; else null */
    Verdict judge(
            Figures figures,
            List<Reason> generatorDoubts,
            List<Limit> limits,
            double scrapeGapSeconds,
            @Nullable String serverEnd) {
        List<Reason> doubts = new ArrayList<>(generatorDoubts);
        for (Limit limit : limits) {
            if (limitsMustBind && !limit.bound()) {
                doubts.add(new Reason(
                        "limit",
                        "the server was to have " + limit.name() + " = " + limit.asked() + ", but inside it reads "
                                + (limit.readBack() == null ? "no limit" : limit.readBack()) + "."));
            }
            if (limit.name().equals("cpus") && limit.bound()) {
                figures.servers().stream()
                        .flatMap(server -> Stream.ofNullable(server.cpuCores()))
                        .filter(used -> used > limit.asked() * CPU_TOLERANCE)
                        .forEach(used -> doubts.add(new Reason(
                                "limit",
                                String.format(
                                        Locale.ROOT,
                                        "the server used %.3f cores although its limit was %s.",
                                        used,
                                        limit.asked()))));
            }
        }
        if (serverEnd == null) {
            gap("the server", scrapeGapSeconds).ifPresent(doubts::add);
        }
        if (!doubts.isEmpty()) {
            return new Verdict(Status.INVALID, doubts);
        }
        List<Reason> misses = new ArrayList<>();
        if (serverEnd != null) {
            misses.add(survives(serverEnd));
        }
        for (Objective objective : objectives) {
            @Nullable Double value = value(objective, figures);
            if (value == null || !objective.comparison().holds(value, objective.bound())) {
                misses.add(new Reason(objective.text(), sentence(objective, value, figures)));
            }
        }
        return new Verdict(misses.isEmpty() ? Status.MET : Status.MISSED, misses);
    }

    /** That somebody's figures were not there for too long; empty if they were. */
    static Optional<Reason> gap(String whose, double seconds) {
        if (Double.isInfinite(seconds)) {
            return Optional.of(new Reason("scrape-gap", whose + "'s figures do not cover the window."));
        }
        return seconds <= MAX_SCRAPE_GAP_SECONDS
                ? Optional.empty()
                : Optional.of(new Reason(
                        "scrape-gap",
                        String.format(
                                Locale.ROOT,
                                "%s's figures have a gap of %.1f s in the window, at most %.0f s can be bridged.",
                                whose,
                                seconds,
                                MAX_SCRAPE_GAP_SECONDS)));
    }

    /** That the server ended before it was asked to: missed by whatever is measured, asked for or not. */
    static Reason survives(String serverEnd) {
        return new Reason(Reason.SERVER_SURVIVES, "the server " + serverEnd + " before it was asked to end.");
    }

    /** Null for a time that is infinite, because so many deliveries never came. */
    private static @Nullable Double value(Objective objective, Figures figures) {
        return switch (objective.figure()) {
            case P50 -> asDouble(figures.latency().p50());
            case P90 -> asDouble(figures.latency().p90());
            case P99 -> asDouble(figures.latency().p99());
            case P999 -> asDouble(figures.latency().p999());
            case MAX -> asDouble(figures.latency().max());
            case WELCOME -> asDouble(joining(figures).welcome().p99());
            case RETURNED -> asDouble(joining(figures).returned().p99());
            case LOST -> (double) figures.messages().lost();
            case DUPLICATED -> (double) figures.messages().duplicated();
            case REORDERED -> (double) figures.messages().reordered();
            case TOLD -> (double) figures.messages().told();
            case UNSENT -> (double) figures.messages().unsent();
        };
    }

    private static Joining joining(Figures figures) {
        return Objects.requireNonNull(figures.joining(), "kept by every version that judges");
    }

    private static @Nullable Double asDouble(@Nullable Long value) {
        return value == null ? null : value.doubleValue();
    }

    private static String sentence(Objective objective, @Nullable Double value, Figures figures) {
        if (value == null && (objective.figure() == Figure.WELCOME || objective.figure() == Figure.RETURNED)) {
            return "there was nobody to be welcomed.";
        }
        if (value == null) {
            long missing = figures.latency().missing();
            long all = missing + figures.latency().count();
            return String.format(Locale.ROOT, "%,d of %,d deliveries of the window never came.", missing, all);
        }
        return objective.figure().isTime()
                ? String.format(Locale.ROOT, "it was %,.1f ms.", value / 1e6)
                : String.format(Locale.ROOT, "it was %,.0f.", value);
    }
}
