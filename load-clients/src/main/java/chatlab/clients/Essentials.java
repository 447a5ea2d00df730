package chatlab.clients;

import chatlab.clients.summary.Summary;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A summary in a few lines for people: a label, and what stands below each other can be compared. */
record Essentials(Summary summary) {
    private static final int CELL_WIDTH = "100,000 ms".length();
    private static final int MAX_EXAMPLES = 5;

    static String of(Summary summary) {
        return new Essentials(summary).text();
    }

    private String text() {
        StringBuilder text = new StringBuilder();
        line(text, "messages", messages());
        line(text, "deliveries", deliveries());
        line(text, "latency", latency());
        line(text, "send lag", sendLag());
        line(text, "ledger", ledger());
        summary.ledger().examples().stream().limit(MAX_EXAMPLES).forEach(example -> line(text, "", example));
        if (!summary.closed().isEmpty() || !summary.errors().isEmpty()) {
            line(
                    text,
                    "server said",
                    String.format(Locale.ROOT, "connections ended: %s; errors: %s", byName(summary.closed()), byName(summary.errors())));
        }
        line(text, "generator", generator());
        line(text, "measurement", summary.invalid().isEmpty() ? "valid" : "INVALID");
        summary.invalid().forEach(invalid -> line(text, "", invalid.reason() + ": " + invalid.detail()));
        return text.toString();
    }

    private String messages() {
        Summary.Messages messages = summary.messages();
        return String.format(Locale.ROOT, "%,d scheduled, %,d sent, %,d unsent", messages.scheduled(), messages.sent(), messages.unsent());
    }

    private String deliveries() {
        Summary.Deliveries deliveries = summary.deliveries();
        return String.format(Locale.ROOT, 
                "%,d received of %,d expected; %,.0f/s in the window of %,.1f s",
                deliveries.received(),
                deliveries.expected(),
                deliveries.arrivedPerSecond(),
                summary.window().seconds());
    }

    /** Percentiles that fall on what never came are not repeated as "never" each. */
    private String latency() {
        Summary.Latency latency = summary.latencyNs();
        long expected = latency.count() + latency.missing();
        if (expected == 0) {
            return "none: no delivery was expected in the window";
        }
        if (latency.count() == 0) {
            return String.format(Locale.ROOT, "none: not one of the %,d deliveries expected in the window came", expected);
        }
        String known = cells(
                cell("p50", latency.p50()),
                cell("p90", latency.p90()),
                cell("p99", latency.p99()),
                cell("p99.9", latency.p999()),
                cell("max", latency.max()));
        if (latency.missing() == 0) {
            return known;
        }
        String never = String.format(Locale.ROOT, "%,d of %,d never came and count as infinitely late", latency.missing(), expected);
        return known.isEmpty() ? "no percentile from p50 on: " + never : known + "; " + never;
    }

    private String sendLag() {
        Summary.SendLag lag = summary.sendLagNs();
        return lag.count() == 0
                ? "none: no message was due in the window"
                : cells(
                        cell("p50", lag.p50()),
                        " ".repeat("p90".length() + 1 + CELL_WIDTH),
                        cell("p99", lag.p99()),
                        cell("p99.9", lag.p999()),
                        cell("max", lag.max()));
    }

    private String ledger() {
        Summary.LedgerFigures ledger = summary.ledger();
        if (ledger.exact()) {
            return "exact: everybody received everything once and in order";
        }
        List<String> faults = new ArrayList<>();
        add(faults, ledger.lost(), "lost");
        add(faults, ledger.duplicated(), "duplicated");
        add(faults, ledger.reordered(), "reordered");
        add(faults, ledger.foreign(), "foreign");
        if (ledger.cutOff().receivers() > 0) {
            faults.add(String.format(Locale.ROOT, 
                    "%,d missed by %,d that were cut off",
                    ledger.cutOff().missed(), ledger.cutOff().receivers()));
        }
        if (ledger.gaps().events() > 0) {
            faults.add(String.format(Locale.ROOT, 
                    "%,d skipped in %,d told gaps",
                    ledger.gaps().missed(), ledger.gaps().events()));
        }
        return "not exact: " + String.join(", ", faults);
    }

    private String generator() {
        return String.format(Locale.ROOT, 
                "%,.2f CPU seconds; busiest event loop %.0f%%, throttled in %.0f%% of periods, steal %.0f%%",
                summary.self().cpuSeconds(),
                summary.self().loopBusyShare() * 100,
                summary.self().throttledShare() * 100,
                summary.self().stealShare() * 100);
    }

    private static void add(List<String> faults, long count, String what) {
        if (count > 0) {
            faults.add(String.format(Locale.ROOT, "%,d %s", count, what));
        }
    }

    private static String byName(Map<String, Long> counts) {
        return counts.isEmpty()
                ? "none"
                : counts.entrySet().stream()
                        .map(entry -> String.format(Locale.ROOT, "%,d %s", entry.getValue(), entry.getKey()))
                        .collect(Collectors.joining(", "));
    }

    private static @Nullable String cell(String name, @Nullable Long ns) {
        return ns == null ? null : String.format(Locale.ROOT, "%s %" + CELL_WIDTH + "s", name, StatusLine.millis(ns));
    }

    private static String cells(@Nullable String... cells) {
        List<String> known = new ArrayList<>();
        for (String cell : cells) {
            if (cell != null) {
                known.add(cell);
            }
        }
        return String.join("   ", known);
    }

    private static void line(StringBuilder text, String label, String value) {
        text.append(String.format(Locale.ROOT, "%-12s %s%n", label, value));
    }
}
