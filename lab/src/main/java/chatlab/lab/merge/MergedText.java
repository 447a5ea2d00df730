package chatlab.lab.merge;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The merged figures for people. */
public final class MergedText {
    private static final double NS_PER_MS = 1e6;
    private static final double NS_PER_S = 1e9;

    private MergedText() {}

    /** A line each. */
    public static List<String> lines(Merged merged) {
        List<String> lines = new ArrayList<>();
        Merged.Deliveries deliveries = merged.deliveries();
        lines.add(line(
                "clients", String.format(Locale.ROOT, "%,d of %d processes", merged.clients(), merged.processes())));
        Long overlapNs = merged.overlapNs();
        if (overlapNs != null) {
            lines.add(line("windows", windows(overlapNs)));
        }
        lines.add(line(
                "sent",
                String.format(
                        Locale.ROOT,
                        "%,d of %,d messages",
                        merged.messages().sent(),
                        merged.messages().scheduled())));
        lines.add(line(
                "received",
                String.format(
                        Locale.ROOT,
                        "%,d of %,d deliveries%s",
                        deliveries.received(),
                        deliveries.expected(),
                        deliveries.exact() ? ", every ledger is exact" : "")));
        if (!deliveries.exact()) {
            lines.add(line("ledger", faults(deliveries)));
        }
        Between between = merged.between();
        if (between.expected() + between.received() > 0) {
            lines.add(line("between them", between(between)));
        }
        long unaccounted = deliveries.ofOtherRuns() - between.received();
        if (unaccounted > 0) {
            lines.add(line(
                    "",
                    String.format(
                            Locale.ROOT,
                            "besides %,d deliveries that no ledger accounts for: of processes that are not given here, or to clients that"
                                    + " come and go",
                            unaccounted)));
        }
        lines.add(line("latency", quantiles(merged.latency())));
        lines.add(line("send lag", quantiles(merged.sendLag())));
        merged.invalid().forEach(reason -> lines.add(line("INVALID", reason)));
        return lines;
    }

    private static String between(Between between) {
        String account = between.isExact()
                ? "exact: everybody received everything once"
                : String.format(
                        Locale.ROOT,
                        "not exact: %,d times somebody received something else of a process than what it had sent",
                        between.amiss());
        return String.format(Locale.ROOT, "%,d of %,d deliveries, %s", between.received(), between.expected(), account);
    }

    private static String windows(long overlapNs) {
        return overlapNs > 0
                ? String.format(Locale.ROOT, "measured at the same time for %.1f s", overlapNs / NS_PER_S)
                : "were never measured at the same time: the figures are of different loads";
    }

    private static String faults(Merged.Deliveries deliveries) {
        return String.format(
                Locale.ROOT,
                "lost %,d, duplicated %,d, reordered %,d, missed by gaps %,d and by ends of connections %,d, damaged %,d,"
                        + " foreign %,d",
                deliveries.lost(),
                deliveries.duplicated(),
                deliveries.reordered(),
                deliveries.missedByGaps(),
                deliveries.missedByCutOff(),
                deliveries.damaged(),
                deliveries.foreign());
    }

    private static String quantiles(Merged.Quantiles of) {
        return String.format(
                Locale.ROOT,
                "p50 %s  p90 %s  p99 %s  p99.9 %s  max %s  (of %,d%s)",
                millis(of.p50()),
                millis(of.p90()),
                millis(of.p99()),
                millis(of.p999()),
                millis(of.max()),
                of.count(),
                of.missing() > 0 ? String.format(Locale.ROOT, ", and %,d never came", of.missing()) : "");
    }

    private static String line(String name, String text) {
        return String.format(Locale.ROOT, "%-12s %s", name, text);
    }

    private static String millis(@Nullable Long ns) {
        return ns == null ? "never" : String.format(Locale.ROOT, "%,.2f ms", ns / NS_PER_MS);
    }
}
