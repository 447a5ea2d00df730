package chatlab.lab.report;

import chatlab.lab.result.Figures;
import chatlab.lab.result.Repetition;
import chatlab.lab.result.RunResult;
import chatlab.lab.result.Status;
import chatlab.lab.result.TrialResult;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * {@code summary.json}: the answer, the run's status and every trial's medians over its valid repetitions, for scripts. A
 * median of a percentile is null where that many never came; {@code median} itself is null where nothing is valid.
 */
final class SummaryJson {
    private static final String FORMAT = "chatlab-summary/1";
    private static final JsonMapper JSON = new JsonMapper();

    private SummaryJson() {}

    static String render(RunResult result, String answer) {
        ObjectNode root = JSON.createObjectNode();
        root.put("format", FORMAT);
        root.put("id", result.id());
        root.put("experiment", result.question().experiment());
        root.put("question", result.question().question());
        root.put("answer", answer);
        root.put("status", result.status().name());
        root.put("interrupted", result.interrupted());
        ArrayNode trials = root.putArray("trials");
        result.trials().forEach(trial -> trial(trials.addObject(), trial));
        try {
            return JSON.writer(new DefaultPrettyPrinter().withObjectIndenter(new DefaultIndenter("  ", "\n")))
                            .writeValueAsString(root)
                    + "\n";
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(
                    "The summary of '" + result.id() + "' can't be written as JSON.", impossible);
        }
    }

    private static void trial(ObjectNode node, TrialResult trial) {
        node.put("trial", trial.number());
        ObjectNode point = node.putObject("point");
        trial.point().forEach(point::put);
        Status worst = trial.repetitions().stream().map(Repetition::status).reduce(Status.MET, Status::worse);
        node.put("status", worst.name());
        for (Status status : Status.values()) {
            node.put(
                    Terms.word(status),
                    trial.repetitions().stream()
                            .filter(each -> each.status() == status)
                            .count());
        }
        List<Repetition> trusted = trial.repetitions().stream()
                .filter(each -> each.status() != Status.INVALID)
                .toList();
        List<Figures> valid = trusted.stream()
                .flatMap(each -> Stream.ofNullable(each.figures()))
                .toList();
        if (valid.isEmpty()) {
            node.putNull("median");
            return;
        }
        ObjectNode median = node.putObject("median");
        put(median, "offeredMessagesPerSecond", valid, Figures::offeredPerSecond);
        put(median, "deliveriesPerSecond", valid, Figures::deliveriesPerSecond);
        put(median, "latencyP50Millis", valid, Percentile.P50::of);
        put(median, "latencyP99Millis", valid, Percentile.P99::of);
        put(median, "latencyP999Millis", valid, Percentile.P999::of);
        put(median, "serverCpuCores", valid, figures -> figures.server().cpuCores());
        put(median, "serverCpuMicrosPerDelivery", trusted, CpuCost::micros);
        put(median, "allCpuMicrosPerDelivery", trusted, PartCosts::allMicros);
        put(median, "serverThrottledShare", valid, figures -> figures.server().throttledShare());
    }

    private static <T> void put(ObjectNode node, String name, List<T> valid, Function<T, @Nullable Double> value) {
        List<Double> values = valid.stream()
                .flatMap(figures -> Stream.ofNullable(value.apply(figures)))
                .toList();
        double median =
                values.isEmpty() ? Double.POSITIVE_INFINITY : Middle.of(values).median();
        node.put(name, Double.isInfinite(median) ? null : Double.valueOf(median));
    }
}
