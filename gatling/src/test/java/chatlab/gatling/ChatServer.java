package chatlab.gatling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A real server, in a process of its own. */
final class ChatServer implements AutoCloseable {
    private static final Path CHECKOUT = Path.of(System.getProperty("chatlab.checkout"));
    private static final Pattern LISTENING = Pattern.compile("listening on port (\\d+), admin port (\\d+)");

    private final HttpClient http = HttpClient.newHttpClient();
    private final Process process;
    private final int port;
    private final int adminPort;

    ChatServer(Map<String, String> settings) throws IOException {
        Path server = CHECKOUT.resolve("server");
        ProcessBuilder builder = new ProcessBuilder(List.of(
                        java(),
                        "@" + server.resolve("jvm.options"),
                        "-jar",
                        server.resolve("target/server.jar").toString()))
                .redirectErrorStream(true);
        builder.environment().putAll(Map.of("PORT", "0", "ADMIN_PORT", "0", "BIND", "127.0.0.1"));
        builder.environment().putAll(settings);
        process = builder.start();
        BufferedReader output = process.inputReader();
        Matcher found = LISTENING.matcher("");
        StringBuilder said = new StringBuilder();
        while (!found.find()) {
            String line = output.readLine();
            if (line == null) {
                throw new IOException("The server ended: " + said);
            }
            said.append(line).append('\n');
            found = LISTENING.matcher(line);
        }
        port = Integer.parseInt(found.group(1));
        adminPort = Integer.parseInt(found.group(2));
        Thread.ofPlatform().daemon().start(() -> drain(output));
    }

    private static void drain(BufferedReader output) {
        try {
            output.transferTo(Writer.nullWriter());
        } catch (IOException e) {
            // it is being ended
        }
    }

    static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    String target() {
        return "http://127.0.0.1:" + port;
    }

    /** The sum of those of a metric's series that have this label, such as {@code reason="busy"}. */
    double metric(String name, String label) throws IOException, InterruptedException {
        return series(name).entrySet().stream()
                .filter(each -> each.getKey().contains(label))
                .mapToDouble(Map.Entry::getValue)
                .sum();
    }

    /** The sum of a metric's series. */
    double metric(String name) throws IOException, InterruptedException {
        return series(name).values().stream().mapToDouble(value -> value).sum();
    }

    /** How many connections have ended, by reason, once all have: their ends are counted when both sides have closed. */
    Map<String, Double> closed() {
        await().untilAsserted(
                        () -> assertThat(metric("chatlab_server_connections")).isZero());
        Map<String, Double> closed = new HashMap<>();
        try {
            series("chatlab_server_connections_closed_total").forEach((labels, count) -> {
                if (count > 0) {
                    closed.put(labels.replaceAll(".*reason=\"(.*)\".*", "$1"), count);
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return closed;
    }

    /** A metric's values by its labels. */
    private Map<String, Double> series(String name) throws IOException, InterruptedException {
        String page = http.send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + adminPort + "/metrics"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();
        Pattern sample = Pattern.compile("^" + Pattern.quote(name) + "(\\{.*})? (.*)$", Pattern.MULTILINE);
        Map<String, Double> series = new HashMap<>();
        sample.matcher(page)
                .results()
                .forEach(found ->
                        series.put(Objects.requireNonNullElse(found.group(1), ""), Double.parseDouble(found.group(2))));
        return series;
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().join();
    }
}
