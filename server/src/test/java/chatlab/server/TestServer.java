package chatlab.server;

import chatlab.process.Cgroup;
import chatlab.process.Settings;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.Map;

/** A real server on free ports of the loopback. */
final class TestServer implements AutoCloseable {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final ChatServer server;

    private TestServer(ChatServer server) {
        this.server = server;
    }

    /** Starts one that announces nobody unless told to; {@code settings} are names and values in turn. */
    static TestServer start(String... settings) {
        Map<String, String> environment = new HashMap<>(Map.of(
                "PORT", "0", "ADMIN_PORT", "0", "BIND", "127.0.0.1", "SHUTDOWN_GRACE", "10s", "ANNOUNCE_BELOW", "0"));
        for (int i = 0; i < settings.length; i += 2) {
            environment.put(settings[i], settings[i + 1]);
        }
        ServerConfig config = ServerConfig.from(Settings.of(environment), new Machine(2, 2, 10_000, 10_000));
        return new TestServer(ChatServer.start(config, Cgroup.ofThisProcess()));
    }

    Client connect() throws IOException {
        return Client.connect(server.port());
    }

    Client named(String clientId, String... rooms) throws IOException {
        return Client.named(server.port(), clientId, rooms);
    }

    int port() {
        return server.port();
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return HTTP.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.adminPort() + path))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    /** A metric's value now; with labels as they stand in the answer. */
    double metric(String name) throws IOException, InterruptedException {
        return get("/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no metric " + name));
    }

    double closed(String reason) throws IOException, InterruptedException {
        return metric("chatlab_server_connections_closed_total{reason=\"" + reason + "\"}");
    }

    double closed() throws IOException, InterruptedException {
        return get("/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith("chatlab_server_connections_closed_total{"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    /** Ends it before the test is over. */
    void stop() {
        server.close();
    }

    /** Ends it in order; fails if it leaves a buffer behind. */
    @Override
    public void close() {
        server.close();
        LeakRecorder.assertNone();
    }
}
