package chatlab.lab.trial;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Asks a process on its admin port. */
final class AdminClient implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /** Results are put together when they are asked for, which takes a process its time that has hardly any CPU. */
    private static final Duration RESULTS_PATIENCE = Duration.ofMinutes(1);

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE)
            .build();

    /** An answer, whatever its status. */
    record Answer(int status, byte[] body) {
        boolean isOk() {
            return status >= 200 && status < 300;
        }

        String text() {
            return new String(body, StandardCharsets.UTF_8);
        }

        JsonNode json() throws IOException {
            return JSON.readTree(body);
        }
    }

    Answer get(URI admin, String path) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(admin.resolve(path)).GET(), PATIENCE);
    }

    /** What came out of a trial: it is not lost because a starved process is slow to hand it over. */
    Answer results(URI admin, String path) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(admin.resolve(path)).GET(), RESULTS_PATIENCE);
    }

    Answer post(URI admin, String path, String body) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(admin.resolve(path)).POST(BodyPublishers.ofString(body)), PATIENCE);
    }

    /** What may be said again, and must not be lost because a starved process is slow to take it. */
    Answer postPatiently(URI admin, String path, String body) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(admin.resolve(path)).POST(BodyPublishers.ofString(body)), RESULTS_PATIENCE);
    }

    private Answer send(HttpRequest.Builder request, Duration patience) throws IOException, InterruptedException {
        HttpResponse<byte[]> response = http.send(request.timeout(patience).build(), BodyHandlers.ofByteArray());
        return new Answer(response.statusCode(), response.body());
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
