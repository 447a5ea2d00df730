package chatlab.clients;

import static chatlab.clients.StatusLine.millis;

import chatlab.clients.ledger.LedgerReport;
import chatlab.generator.summary.Summary;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** A summary in a few lines for people: a label, and what stands below each other can be compared. */
record Essentials(Summary summary) {
    private static final int MAX_EXAMPLES = 5;

    static String of(Summary summary) {
        return new Essentials(summary).text();
    }

    private String text() {
        StringBuilder text = new StringBuilder();
        line(text, "messages", messages());
        line(text, "deliveries", deliveries());
        percentiles(text);
        line(text, "ledger", ledger());
        if (summary.ledger().ofOtherRuns() > 0) {
            line(
                    text,
                    "",
                    String.format(
                            Locale.ROOT,
                            "besides %,d deliveries of other runs' messages, in the same rooms",
                            summary.ledger().ofOtherRuns()));
        }
        if (summary.ledger().silentStays() > 0) {
            line(
                    text,
                    "",
                    String.format(
                            Locale.ROOT,
                            "in %,d stays of clients that left nothing came, though others got what was said in them",
                            summary.ledger().silentStays()));
        }
        summary.ledger().examples().stream().limit(MAX_EXAMPLES).forEach(example -> line(text, "", example));
        if (!summary.closed().isEmpty() || !summary.errors().isEmpty()) {
            line(
                    text,
                    "server said",
                    String.format(
                            Locale.ROOT,
                            "connections ended: %s; errors: %s",
                            byName(summary.closed()),
                            byName(summary.errors())));
        }
        line(text, "generator", generator());
        line(text, "measurement", summary.invalid().isEmpty() ? "valid" : "INVALID");
        summary.invalid().forEach(invalid -> line(text, "", invalid.reason() + ": " + invalid.detail()));
        return text.toString();
    }

    private String messages() {
        Summary.Messages messages = summary.messages();
        return String.format(
                Locale.ROOT,
                "%,d scheduled, %,d sent, %,d unsent",
                messages.scheduled(),
                messages.sent(),
                messages.unsent());
    }

    private String deliveries() {
        Summary.Deliveries deliveries = summary.deliveries();
        return String.format(
                Locale.ROOT,
                "%,d received of %,d expected; %,.0f/s in a window of %,.1f s",
                deliveries.received(),
                deliveries.expected(),
                deliveries.arrivedPerSecond(),
                summary.window().seconds());
    }

    /** A table. Where nothing came that is said once, and not for each percentile. */
    private void percentiles(StringBuilder text) {
        Summary.Latency latency = summary.latencyNs();
        Summary.Quantiles lag = summary.sendLagNs();
        long expected = latency.count() + latency.missing();
        line(text, "", cells("p50", "p90", "p99", "p99.9", "max"));
        if (expected == 0) {
            line(text, "latency", "no delivery was expected in the window");
        } else if (latency.count() == 0) {
            line(
                    text,
                    "latency",
                    String.format(Locale.ROOT, "not one of the %,d deliveries expected in the window came", expected));
        } else {
            line(
                    text,
                    "latency",
                    cells(
                            millis(latency.p50()),
                            millis(latency.p90()),
                            millis(latency.p99()),
                            millis(latency.p999()),
                            millis(latency.max())));
        }
        if (summary.uncorrectedNs().count() > 0) {
            line(text, "uncorrected", late(summary.uncorrectedNs()));
        }
        line(text, "send lag", lag.count() == 0 ? "no message was due in the window" : late(lag));
        if (latency.count() > 0 && latency.missing() > 0) {
            line(
                    text,
                    "",
                    String.format(
                            Locale.ROOT,
                            "%,d of %,d deliveries never came and are in the latencies, infinitely late (-)",
                            latency.missing(),
                            expected));
        }
        line(text, "connect", late(summary.connects().connectNs()));
        line(text, "welcome", late(summary.connects().welcomeNs()));
        moves(text, "churn", "back", summary.moves().churn());
        moves(text, "hops", "there", summary.moves().hops());
        moves(text, "reconnects", "back", summary.moves().reconnects());
        if (summary.moves().firstFailureToReturn() != null) {
            line(text, "", "the first attempt that failed: " + summary.moves().firstFailureToReturn());
        }
    }

    private static void moves(StringBuilder text, String label, String there, Summary.MoveFigures moves) {
        if (moves.due() == 0) {
            return;
        }
        if (moves.done() > 0) {
            line(text, label, late(moves.ns()));
        }
        line(
                text,
                moves.done() > 0 ? "" : label,
                String.format(
                        Locale.ROOT,
                        "%,d due, %,d begun, %,d %s, %,d attempts failed",
                        moves.due(),
                        moves.begun(),
                        moves.done(),
                        there,
                        moves.failed()));
    }

    private static String late(Summary.Quantiles times) {
        return cells(millis(times.p50()), "", millis(times.p99()), millis(times.p999()), millis(times.max()));
    }

    private static String cells(String... cells) {
        return Arrays.stream(cells)
                .map(cell -> String.format(Locale.ROOT, "%11s", cell))
                .collect(Collectors.joining());
    }

    private String ledger() {
        Summary.LedgerFigures ledger = summary.ledger();
        if (ledger.exact() && summary.deliveries().expected() == 0) {
            return "- (nothing was sent)";
        }
        if (ledger.exact()) {
            return ledger.classified().equals(LedgerReport.ALL)
                    ? "exact: everybody received everything once and in order"
                    : "exact: everybody received everything once, and in order as far as " + ledger.classified()
                            + " shows";
        }
        List<String> faults = new ArrayList<>();
        add(faults, ledger.lost(), "lost");
        add(faults, ledger.duplicated(), "duplicated");
        add(faults, ledger.reordered(), "reordered");
        add(faults, ledger.damaged(), "damaged");
        add(faults, ledger.foreign(), "foreign");
        if (ledger.cutOff().receivers() > 0) {
            faults.add(String.format(
                    Locale.ROOT,
                    "%,d missed by %,d that were cut off",
                    ledger.cutOff().missed(),
                    ledger.cutOff().receivers()));
        }
        if (ledger.gaps().events() > 0) {
            faults.add(String.format(
                    Locale.ROOT,
                    "%,d skipped in %,d told gaps",
                    ledger.gaps().missed(),
                    ledger.gaps().events()));
        }
        return "not exact: " + String.join(", ", faults);
    }

    private String generator() {
        return String.format(
                Locale.ROOT,
                "%,.2f CPU s, busiest loop %.0f%%, waiting for a CPU %.0f%%, either %.0f%%, throttled %.0f%% of periods, steal %.0f%%",
                summary.self().cpuSeconds(),
                summary.self().loopBusyShare() * 100,
                summary.self().loopWaitingShare() * 100,
                summary.self().loopDemandShare() * 100,
                summary.self().throttledShare() * 100,
                summary.self().stealShare() * 100);
    }

    private static void add(List<String> faults, long count, String what) {
        if (count > 0) {
            faults.add(String.format(Locale.ROOT, "%,d %s", count, what));
        }
    }

    /** Counts and what was counted, in a row. */
    static String byName(Map<String, Long> counts) {
        return counts.isEmpty()
                ? "none"
                : counts.entrySet().stream()
                        .map(entry -> String.format(Locale.ROOT, "%,d %s", entry.getValue(), entry.getKey()))
                        .collect(Collectors.joining(", "));
    }

    private static void line(StringBuilder text, String label, String value) {
        text.append(String.format(Locale.ROOT, "%-12s %s%n", label, value));
    }
}
