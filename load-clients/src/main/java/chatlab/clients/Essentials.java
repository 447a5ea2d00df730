package chatlab.clients;

import chatlab.clients.summary.Summary;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A summary in a few lines for people. */
final class Essentials {
    private Essentials() {}

    static String of(Summary summary) {
        Summary.LedgerFigures ledger = summary.ledger();
        Summary.Messages messages = summary.messages();
        Summary.Latency latency = summary.latencyNs();
        StringBuilder text = new StringBuilder();
        line(
                text,
                "messages",
                String.format(
                        Locale.ROOT,
                        "%d scheduled, %d sent, %d unsent",
                        messages.scheduled(),
                        messages.sent(),
                        messages.unsent()));
        line(
                text,
                "deliveries",
                String.format(
                        Locale.ROOT,
                        "%d of %d expected, %.0f/s in the window of %.1f s",
                        summary.deliveries().received(),
                        summary.deliveries().expected(),
                        summary.deliveries().arrivedPerSecond(),
                        summary.window().seconds()));
        line(
                text,
                "latency",
                String.format(
                        Locale.ROOT,
                        "p50 %s, p90 %s, p99 %s, p99.9 %s, max %s; %d missing count as infinitely late",
                        late(latency.p50()),
                        late(latency.p90()),
                        late(latency.p99()),
                        late(latency.p999()),
                        late(latency.max()),
                        latency.missing()));
        line(
                text,
                "send lag",
                String.format(
                        Locale.ROOT,
                        "p50 %s, p99 %s, max %s",
                        late(summary.sendLagNs().p50()),
                        late(summary.sendLagNs().p99()),
                        late(summary.sendLagNs().max())));
        line(
                text,
                "ledger",
                ledger.exact()
                        ? "exact: everybody received everything once and in order"
                        : String.format(
                                Locale.ROOT,
                                "%d lost, %d duplicated, %d reordered, %d missed by %d cut off, %d skipped in %d gaps, %d foreign",
                                ledger.lost(),
                                ledger.duplicated(),
                                ledger.reordered(),
                                ledger.cutOff().missed(),
                                ledger.cutOff().receivers(),
                                ledger.gaps().missed(),
                                ledger.gaps().events(),
                                ledger.foreign()));
        ledger.examples().stream().limit(5).forEach(example -> line(text, "", example));
        if (!summary.closed().isEmpty() || !summary.errors().isEmpty()) {
            line(
                    text,
                    "server said",
                    String.format(Locale.ROOT, "closed %s, errors %s", summary.closed(), summary.errors()));
        }
        line(
                text,
                "generator",
                String.format(
                        Locale.ROOT,
                        "%.2f CPU seconds, busiest loop %.0f%%, throttled in %.0f%% of periods, steal %.0f%%",
                        summary.self().cpuSeconds(),
                        summary.self().loopBusyShare() * 100,
                        summary.self().throttledShare() * 100,
                        summary.self().stealShare() * 100));
        line(
                text,
                "measurement",
                summary.invalid().isEmpty()
                        ? "valid"
                        : "INVALID: "
                                + summary.invalid().stream()
                                        .map(invalid -> invalid.reason() + " (" + invalid.detail() + ")")
                                        .collect(Collectors.joining("; ")));
        return text.toString();
    }

    private static void line(StringBuilder text, String label, String value) {
        text.append(String.format(Locale.ROOT, "%-12s %s%n", label, value));
    }

    private static String late(@Nullable Long ns) {
        return ns == null ? "never" : StatusLine.millis(ns);
    }
}
