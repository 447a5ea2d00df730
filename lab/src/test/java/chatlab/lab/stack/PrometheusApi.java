package chatlab.lab.stack;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.StreamSupport;

/** Asks a Prometheus what it knows, at the present instant. */
final class PrometheusApi implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private final URI at;

    /**
     * A series' value, or for a native histogram how much it has counted.
     *
     * @param labels with {@code __name__}, where there is one
     */
    record Sample(Map<String, String> labels, double value, boolean nativeHistogram) {}

    PrometheusApi(URI at) {
        this.at = at;
    }

    /** @throws IOException if it does not answer, or does not understand the query: the message says which and why */
    List<Sample> query(String promql) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(
                        at.resolve("/api/v1/query?query=" + URLEncoder.encode(promql, StandardCharsets.UTF_8)))
                .timeout(Duration.ofSeconds(10))
                .build();
        JsonNode answer = JSON.readTree(
                http.send(request, HttpResponse.BodyHandlers.ofString()).body());
        if (!answer.path("status").asText().equals("success")) {
            throw new IOException(promql + ": " + answer.path("error").asText());
        }
        JsonNode result = answer.path("data").path("result");
        if (answer.path("data").path("resultType").asText().equals("scalar")) {
            return List.of(new Sample(Map.of(), number(result.path(1)), false));
        }
        return StreamSupport.stream(result.spliterator(), false)
                .map(PrometheusApi::sample)
                .toList();
    }

    /** The value of the only series that the query gives, NaN if it gives none or several. */
    double value(String promql) throws IOException, InterruptedException {
        List<Sample> samples = query(promql);
        return samples.size() == 1 ? samples.getFirst().value : Double.NaN;
    }

    /** Waits until the query gives one series with this value. */
    void awaitValue(String promql, double value) {
        awaitSamples(
                promql, samples -> samples.size() == 1 && samples.getFirst().value() == value);
    }

    /** Waits until the query gives what is wanted. */
    void awaitSamples(String promql, Predicate<List<Sample>> wanted) {
        await(promql)
                .atMost(Duration.ofMinutes(1))
                .pollInterval(Duration.ofMillis(500))
                .until(() -> query(promql), wanted);
    }

    private static Sample sample(JsonNode series) {
        Map<String, String> labels = JSON.convertValue(
                series.path("metric"), JSON.getTypeFactory().constructMapType(Map.class, String.class, String.class));
        return series.has("histogram")
                ? new Sample(labels, number(series.path("histogram").path(1).path("count")), true)
                : new Sample(labels, number(series.path("value").path(1)), false);
    }

    private static double number(JsonNode node) {
        return switch (node.asText()) {
            case "+Inf" -> Double.POSITIVE_INFINITY;
            case "-Inf" -> Double.NEGATIVE_INFINITY;
            default -> Double.parseDouble(node.asText());
        };
    }

    @Override
    public void close() {
        http.close();
    }
}
