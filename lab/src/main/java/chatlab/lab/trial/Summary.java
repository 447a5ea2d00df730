package chatlab.lab.trial;

import chatlab.lab.result.Figures;
import chatlab.lab.result.Figures.Joining;
import chatlab.lab.result.Figures.Latency;
import chatlab.lab.result.Figures.Messages;
import chatlab.lab.result.Figures.Resources;
import chatlab.lab.result.Figures.Times;
import chatlab.lab.result.Repetition.Reason;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The load clients' own account of a run: their {@code summary.json}, format {@code chatlab-clients-summary/1}. */
record Summary(JsonNode json) {
    static final String FORMAT = "chatlab-clients-summary/1";

    Summary {
        if (!json.path("format").asText().equals(FORMAT)) {
            throw new IllegalArgumentException("the load clients' summary has the format '"
                    + json.path("format").asText() + "', but this lab reads " + FORMAT + ".");
        }
    }

    long fromNs() {
        return json.at("/window/fromNs").asLong();
    }

    long toNs() {
        return json.at("/window/toNs").asLong();
    }

    double windowSeconds() {
        return json.at("/window/seconds").asDouble();
    }

    int members() {
        return json.path("clients").asInt();
    }

    double perWindowSecond(String pointer) {
        return json.at(pointer).asLong() / windowSeconds();
    }

    Messages messages() {
        return new Messages(
                json.at("/messages/scheduled").asLong(),
                json.at("/messages/sent").asLong(),
                json.at("/messages/unsent").asLong(),
                json.at("/deliveries/expected").asLong(),
                json.at("/deliveries/received").asLong(),
                json.at("/ledger/lost").asLong(),
                json.at("/ledger/duplicated").asLong(),
                json.at("/ledger/reordered").asLong(),
                json.at("/ledger/cutOff/missed").asLong()
                        + json.at("/ledger/gaps/missed").asLong(),
                json.at("/ledger/exact").asBoolean());
    }

    Latency latency() {
        return latency(json.path("latencyNs"));
    }

    Latency sendLag() {
        return latency(json.path("sendLagNs"));
    }

    Resources generator() {
        JsonNode self = json.path("self");
        return new Resources(
                self.path("cpuSeconds").asDouble() / windowSeconds(),
                self.path("cpuLimitCores").isNumber()
                        ? self.path("throttledShare").asDouble()
                        : null,
                self.path("memoryBytes").asLong(),
                self.path("loopBusyShare").asDouble());
    }

    Map<String, Long> closed() {
        Map<String, Long> closed = new LinkedHashMap<>();
        json.path("closed")
                .properties()
                .forEach(e -> closed.put(e.getKey(), e.getValue().asLong()));
        return closed;
    }

    /** Why these figures can't be believed: what the generator itself says, and that somebody else talked in the trial's rooms. */
    List<Reason> invalid() {
        List<Reason> reasons = new ArrayList<>();
        json.path("invalid")
                .forEach(r -> reasons.add(
                        new Reason(r.path("reason").asText(), r.path("detail").asText())));
        long ofOtherRuns = json.at("/ledger/ofOtherRuns").asLong();
        if (ofOtherRuns > 0) {
            reasons.add(new Reason(
                    "other-run",
                    String.format(
                            Locale.ROOT,
                            "the clients received %,d messages of other runs, but in a trial nobody else may talk in its rooms.",
                            ofOtherRuns)));
        }
        return reasons;
    }

    private static Latency latency(JsonNode node) {
        return new Latency(
                node.path("count").asLong(),
                node.path("missing").asLong(),
                time(node, "p50"),
                time(node, "p90"),
                time(node, "p99"),
                time(node, "p999"),
                time(node, "max"));
    }

    private static Times times(JsonNode node) {
        long count = node.path("count").asLong();
        return count == 0
                ? new Times(0, null, null, null)
                : new Times(count, time(node, "p50"), time(node, "p99"), time(node, "max"));
    }

    private static @Nullable Long time(JsonNode node, String name) {
        return node.path(name).isNumber() ? node.path(name).asLong() : null;
    }

    /**
     * Puts together what both sides measured.
     *
     * @param parts null where a server is alone
     */
    Figures figures(Resources server, Map<String, Double> serverCounters, @Nullable Map<String, Resources> parts) {
        return new Figures(
                windowSeconds(),
                members(),
                perWindowSecond("/messages/scheduledInWindow"),
                perWindowSecond("/messages/sentInWindow"),
                json.at("/deliveries/arrivedPerSecond").asDouble(),
                messages(),
                latency(),
                sendLag(),
                server,
                generator(),
                closed(),
                serverCounters,
                new Joining(
                        json.at("/connects/failed").asLong(),
                        times(json.at("/connects/welcomeNs")),
                        times(json.at("/moves/churn/ns"))),
                parts);
    }
}
