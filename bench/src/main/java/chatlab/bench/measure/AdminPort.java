package chatlab.bench.measure;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The admin port of a chatlab server, which may end or stand still at any byte of an answer.
 *
 * @param patience for a whole answer: a request's own timeout is over once the head is there
 */
record AdminPort(int port, Duration patience) {
    /** The sum over all series of one metric; NaN if there is none. */
    double metric(String name) throws IOException, InterruptedException {
        List<String> values = get("/metrics")
                .body()
                .lines()
                .filter(line -> line.matches(name + "[ {].*"))
                .toList();
        return values.isEmpty()
                ? Double.NaN
                : values.stream()
                        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                        .sum();
    }

    boolean isHealthy() throws IOException, InterruptedException {
        return get("/healthz").statusCode() == HttpURLConnection.HTTP_OK;
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .build();
        HttpClient http = HttpClient.newHttpClient();
        try {
            return http.sendAsync(request, BodyHandlers.ofString()).get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new IOException("GET " + path + ": " + e.getCause(), e);
        } catch (TimeoutException e) {
            throw new IOException("GET " + path + ": no whole answer within " + patience.toMillis() + " ms", e);
        } finally {
            http.shutdownNow(); // closing would wait for an answer that stands still
        }
    }
}
