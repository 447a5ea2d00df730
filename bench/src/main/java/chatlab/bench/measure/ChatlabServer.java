package chatlab.bench.measure;

import chatlab.bench.machine.Children;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A chatlab server, known by its jar, its settings, its admin port and the names of its metrics. */
public final class ChatlabServer implements Server {
    private static final Pattern LISTENING = Pattern.compile("listening on port (\\d+), admin port (\\d+)");
    private static final String DELIVERIES = "chatlab_server_deliveries_total";
    private static final String WRITES = "chatlab_server_writes_total";

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Process process;
    private final int port;
    private final int adminPort;

    ChatlabServer(Children children, List<String> command, Map<String, String> settings)
            throws IOException, RunFailedException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        // Settings of the user's shell would change what is measured without a trace.
        builder.environment().keySet().retainAll(List.of("PATH", "HOME", "LANG", "TMPDIR"));
        builder.environment().putAll(settings);
        process = children.start(builder);
        BufferedReader output = process.inputReader();
        Matcher ports = Announced.await(output, LISTENING, "server");
        port = Integer.parseInt(ports.group(1));
        adminPort = Integer.parseInt(ports.group(2));
        Thread.ofVirtual().start(() -> readOn(output));
    }

    @Override
    public long pid() {
        return process.pid();
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public String dialect(Transport transport) {
        return transport.dialect();
    }

    @Override
    public Counts counts(int messageBytes) throws IOException, InterruptedException {
        List<String> lines = metrics();
        return new Counts(value(lines, DELIVERIES), value(lines, WRITES), 0);
    }

    private List<String> metrics() throws IOException, InterruptedException {
        try (HttpClient http = HttpClient.newHttpClient()) {
            URI metrics = URI.create("http://127.0.0.1:" + adminPort + "/metrics");
            return http.send(HttpRequest.newBuilder(metrics).timeout(PATIENCE).build(), BodyHandlers.ofLines())
                    .body()
                    .toList();
        }
    }

    /** How many it serves now. */
    double connections() throws IOException, InterruptedException {
        return value(metrics(), "chatlab_server_connections");
    }

    boolean isAlive() {
        return process.isAlive();
    }

    boolean isHealthy() throws IOException, InterruptedException {
        try (HttpClient http = HttpClient.newHttpClient()) {
            URI health = URI.create("http://127.0.0.1:" + adminPort + "/healthz");
            return http.send(HttpRequest.newBuilder(health).timeout(PATIENCE).build(), BodyHandlers.discarding())
                            .statusCode()
                    == HttpURLConnection.HTTP_OK;
        }
    }

    @Override
    public void close() {
        Children.end(process);
    }

    /** A pipe that nobody reads would block the server one day. */
    private static void readOn(BufferedReader output) {
        try {
            output.transferTo(Writer.nullWriter());
        } catch (IOException e) {
            // The server is being ended.
        }
    }

    private static double value(List<String> page, String metric) {
        List<String> values =
                page.stream().filter(line -> line.matches(metric + "[ {].*")).toList();
        return values.isEmpty()
                ? Double.NaN
                : values.stream()
                        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                        .sum();
    }
}
