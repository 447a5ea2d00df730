package chatlab.gatling;

import chatlab.gatling.observe.Deliveries;
import chatlab.gatling.simulation.JourneyConfig;
import chatlab.gatling.simulation.Play;
import chatlab.generator.recording.ExpectedPercentiles;
import chatlab.generator.summary.Summary;
import chatlab.process.Durations;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * What came of a run beyond what Gatling says, and which of the gates that Gatling can't know were missed.
 *
 * @param ended whether it has come to its end by itself
 * @param summary null where not everybody was there from the first message to the last, so that it is not known how many should
 *     have got it
 * @param doubts why the figures can't be believed
 * @param latency of the window's deliveries, those that never came included as far as that is known
 * @param watched what this process used meanwhile
 */
record Verdict(
        Play play,
        boolean ended,
        @Nullable Summary summary,
        List<Summary.Invalid> doubts,
        ExpectedPercentiles latency,
        Histogram sendLag,
        SpanWatch.Watched watched) {
    private static final double NS_PER_MS = 1e6;
    private static final double P99 = 99;

    /** A sentence for each gate that was missed; none of a run that was cut short. */
    List<String> missed() {
        return Stream.of(tooLate(), lostDeliveries(), refusedMessages(), lostUsers())
                .flatMap(Optional::stream)
                .toList();
    }

    /** That more messages were late than may be. What can't be believed has missed nothing. */
    private Optional<String> tooLate() {
        @Nullable Duration most = play.config().gates().maxP99();
        if (!ended || most == null || !isValid()) {
            return Optional.empty();
        }
        String gate = "MAX_P99 is " + Durations.format(most) + ", but the delivery latency's 99th percentile is ";
        if (summary == null && play.config().isAccountable()) {
            return Optional.of(gate + "not known, as not everybody was there.");
        }
        @Nullable Long p99 = latency.at(P99);
        return p99 != null && p99 <= most.toNanos()
                ? Optional.empty()
                : Optional.of(gate + (p99 == null ? "not known, as that many never came" : millis(p99)) + ".");
    }

    /** That more deliveries did not come, or came twice, than may. */
    private Optional<String> lostDeliveries() {
        if (!ended || summary == null) {
            return Optional.empty();
        }
        long expected = summary.deliveries().expected();
        long wrong = summary.ledger().lost()
                + play.deliveries().missed()
                + summary.ledger().duplicated();
        return isWithin(wrong, play.config().gates().maxLost(), expected)
                ? Optional.empty()
                : Optional.of(String.format(
                        Locale.ROOT,
                        "MAX_LOST is %s, but of %,d deliveries %,d did not come, or came twice.",
                        play.config().resolved().get("MAX_LOST"),
                        expected,
                        wrong));
    }

    /** That more messages were refused than may be: Gatling takes what was handed over for said. */
    private Optional<String> refusedMessages() {
        long refused = play.deliveries().errors().values().stream()
                .mapToLong(Long::longValue)
                .sum();
        return !ended
                        || play.config().talkers() == 0
                        || isWithin(
                                refused,
                                play.config().gates().maxLost(),
                                play.deliveries().sent())
                ? Optional.empty()
                : Optional.of(String.format(
                        Locale.ROOT,
                        "MAX_LOST is %s, but of %,d messages the server refused %,d.",
                        play.config().resolved().get("MAX_LOST"),
                        play.deliveries().sent(),
                        refused));
    }

    private static boolean isWithin(long some, double share, long all) {
        return BigDecimal.valueOf(share).multiply(BigDecimal.valueOf(all)).compareTo(BigDecimal.valueOf(some)) >= 0;
    }

    /** That more users were turned away or cut off than may be. */
    private Optional<String> lostUsers() {
        int finished = play.course().finished();
        int all = play.config().everybody();
        return !ended || isWithin(all - finished, play.config().gates().maxFailed(), all)
                ? Optional.empty()
                : Optional.of(String.format(
                        Locale.ROOT, "Of %,d users only %,d came to the end of their journey.", all, finished));
    }

    /** Whether the figures can be believed. */
    boolean isValid() {
        return doubts.isEmpty();
    }

    /** A few lines for people. */
    String text() {
        StringBuilder text = new StringBuilder();
        Deliveries deliveries = play.deliveries();
        JourneyConfig config = play.config();
        if (config.talkers() > 0) {
            line(
                    text,
                    "messages",
                    String.format(Locale.ROOT, "%,d sent of %,d due", deliveries.sent(), config.messages()));
            line(text, "deliveries", deliveries());
            line(text, "latency", percentiles());
            line(
                    text,
                    "send lag",
                    String.format(
                            Locale.ROOT,
                            "p50 %s, p99 %s, max %s",
                            millis(sendLag.getValueAtPercentile(50)),
                            millis(sendLag.getValueAtPercentile(P99)),
                            millis(sendLag.getMaxValue())));
        }
        line(
                text,
                "server said",
                "connections ended: " + byName(Conclusion.closed(play)) + "; errors: " + byName(deliveries.errors()));
        line(text, "generator", generator());
        line(text, "measurement", !ended ? "cut short" : isValid() ? "valid" : "INVALID");
        doubts.forEach(doubt -> line(text, "", doubt.reason() + ": " + doubt.detail()));
        missed().forEach(sentence -> line(text, "gate missed", sentence));
        return text.toString();
    }

    private String generator() {
        return String.format(
                Locale.ROOT,
                "%.2f cores; its busiest event loop was on the CPU for %.1f%% of the time",
                watched.self().cpuSeconds() / watched.seconds(),
                watched.self().loopBusyShare() * 100);
    }

    private String deliveries() {
        Deliveries deliveries = play.deliveries();
        if (summary == null) {
            return String.format(
                    Locale.ROOT,
                    "%,d; how many there should be is not known, as not everybody was there all the time",
                    deliveries.received());
        }
        String others = deliveries.ofOtherRuns() == 0
                ? ""
                : String.format(Locale.ROOT, "; besides %,d of other runs", deliveries.ofOtherRuns());
        return String.format(
                Locale.ROOT,
                "%,d of %,d expected; %,d lost, %,d told to be missed, %,d duplicated%s",
                deliveries.received(),
                summary.deliveries().expected(),
                summary.ledger().lost(),
                deliveries.missed(),
                summary.ledger().duplicated(),
                others);
    }

    private String percentiles() {
        return String.format(
                Locale.ROOT,
                "p50 %s, p90 %s, p99 %s, p99.9 %s, max %s (from when a message was due%s)",
                millis(latency.at(50)),
                millis(latency.at(90)),
                millis(latency.at(P99)),
                millis(latency.at(99.9)),
                millis(latency.max()),
                summary == null ? "; of what came" : "");
    }

    private static String millis(@Nullable Long ns) {
        return ns == null ? "never" : String.format(Locale.ROOT, "%.1f ms", ns / NS_PER_MS);
    }

    private static String byName(Map<String, Long> counts) {
        return counts.isEmpty()
                ? "none"
                : counts.entrySet().stream()
                        .map(entry -> entry.getKey() + " " + entry.getValue())
                        .collect(Collectors.joining(", "));
    }

    private static void line(StringBuilder text, String label, String content) {
        text.append(String.format(Locale.ROOT, "%-12s %s%n", label, content));
    }
}
