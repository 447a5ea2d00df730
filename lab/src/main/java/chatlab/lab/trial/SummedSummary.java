package chatlab.lab.trial;

import chatlab.lab.merge.Merged.Quantiles;
import chatlab.lab.result.HistogramLogs;
import chatlab.lab.result.ResultFormatException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * What several processes of one run measured, in the form of one process's: counts are added up, percentiles are those of the added
 * histograms, of shares the largest is taken. It is exact if each of them is, as each accounts for all talkers' messages to its own clients.
 */
final class SummedSummary {
    static final String FILE = "clients-summary.json";

    /** What a process used of its own share, where the worst of them decides. */
    private static final Set<String> LARGEST = Set.of(
            "throttledShare",
            "throttledSeconds",
            "loopBusyShare",
            "loopWaitingShare",
            "loopDemandShare",
            "gcSeconds",
            "stealShare",
            "startOffsetNs",
            "endOffsetNs",
            "seconds",
            "fromNs",
            "toNs",
            "rooms");

    private static final int MOST_EXAMPLES = 20;
    private static final JsonMapper JSON = new JsonMapper();

    private SummedSummary() {}

    /**
     * Puts them together and keeps the sum and the added logs in the files.
     *
     * @param folders of the processes, in the same order
     */
    static Summary of(List<Summary> summaries, List<RawFiles> folders, RawFiles files) throws IOException {
        ObjectNode sum = JsonNodeFactory.instance.objectNode();
        for (int i = 0; i < summaries.size(); i++) {
            add(sum, named(summaries.get(i).json(), i + 1));
        }
        ((ObjectNode) sum.path("clock")).put("driftNs", largestDrift(summaries));
        ObjectNode ledger = (ObjectNode) sum.path("ledger");
        ledger.put("classified", classified(summaries));
        while (ledger.path("examples").size() > MOST_EXAMPLES) {
            ((ArrayNode) ledger.path("examples")).remove(MOST_EXAMPLES);
        }
        // Of other runs nothing is known that could be added; and what was not logged has no percentiles.
        ((ObjectNode) sum.path("sharedRooms")).removeAll();
        sum.remove(List.of("uncorrectedNs", "moves"));
        ((ObjectNode) sum.path("configuration")).remove("SHARD");
        for (JsonNode file : summaries.getFirst().json().path("files")) {
            merge(folders.stream().map(folder -> folder.path(file.asText())).toList(), files.path(file.asText()));
        }
        sum.set(
                "latencyNs",
                quantiles(
                        files.path("latency.hlog"),
                        sum.at("/deliveries/expectedInWindow").asLong()));
        sum.set("sendLagNs", quantiles(files.path("send-lag.hlog"), 0));
        ObjectNode connects = (ObjectNode) sum.path("connects");
        connects.set("connectNs", quantiles(files.path("connect.hlog"), 0));
        connects.set("welcomeNs", quantiles(files.path("welcome.hlog"), 0));
        sum.set("files", summaries.getFirst().json().path("files"));
        files.save(
                FILE,
                JSON.writerWithDefaultPrettyPrinter()
                        .writeValueAsString(sum)
                        .concat("\n")
                        .getBytes(StandardCharsets.UTF_8));
        return new Summary(sum);
    }

    private static void merge(List<Path> logs, Path sum) throws IOException {
        try {
            HistogramLogs.merge(logs, sum);
        } catch (ResultFormatException e) {
            throw e;
        } catch (IOException e) {
            throw Unwritable.at(sum, e);
        }
    }

    private static long largestDrift(List<Summary> summaries) {
        return summaries.stream()
                .map(summary -> summary.json().at("/clock/driftNs").asLong())
                .max(Comparator.comparingLong(Math::abs))
                .orElse(0L);
    }

    private static String classified(List<Summary> summaries) {
        return summaries.stream()
                .map(summary -> summary.json().at("/ledger/classified").asText())
                .distinct()
                .collect(Collectors.joining(", "));
    }

    /** The same, with the process named in what can't be added up. */
    private static JsonNode named(JsonNode summary, int process) {
        JsonNode copy = summary.deepCopy();
        for (JsonNode doubt : copy.path("invalid")) {
            ((ObjectNode) doubt)
                    .put(
                            "detail",
                            "process " + process + ": " + doubt.path("detail").asText());
        }
        if (copy.at("/ledger/examples") instanceof ArrayNode examples) {
            for (int i = 0; i < examples.size(); i++) {
                examples.set(i, "process " + process + ": " + examples.get(i).asText());
            }
        }
        return copy;
    }

    /** Adds up what is a number, joins lists, and keeps of everything else what was there first. */
    private static void add(ObjectNode sum, JsonNode more) {
        more.properties().forEach(property -> {
            String name = property.getKey();
            JsonNode value = property.getValue();
            @Nullable JsonNode known = sum.get(name);
            if (known == null || known.isNull()) {
                sum.set(name, value.deepCopy());
            } else if (known instanceof ObjectNode inner) {
                add(inner, value);
            } else if (known instanceof ArrayNode list) {
                value.forEach(list::add);
            } else if (known.isBoolean()) {
                sum.put(name, known.asBoolean() && value.asBoolean());
            } else if (known.isIntegralNumber() && value.isIntegralNumber()) {
                sum.put(
                        name,
                        LARGEST.contains(name)
                                ? Math.max(known.asLong(), value.asLong())
                                : known.asLong() + value.asLong());
            } else if (known.isNumber() && value.isNumber()) {
                sum.put(
                        name,
                        LARGEST.contains(name)
                                ? Math.max(known.asDouble(), value.asDouble())
                                : known.asDouble() + value.asDouble());
            }
        });
    }

    private static ObjectNode quantiles(Path log, long expected) throws IOException {
        Histogram histogram = HistogramLogs.sum(List.of(log));
        Quantiles quantiles = Quantiles.of(histogram, expected);
        return JsonNodeFactory.instance
                .objectNode()
                .put("count", quantiles.count())
                .put("missing", quantiles.missing())
                .put("p50", quantiles.p50())
                .put("p90", quantiles.p90())
                .put("p99", quantiles.p99())
                .put("p999", quantiles.p999())
                .put("max", quantiles.max())
                .put("mean", quantiles.count() == 0 ? 0 : histogram.getMean());
    }
}
