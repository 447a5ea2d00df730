package chatlab.bench.measure;

import chatlab.bench.machine.Children;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
    private final AdminPort admin;

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
        admin = new AdminPort(Integer.parseInt(ports.group(2)), PATIENCE);
        // A virtual thread in a pipe's read holds one of as many carriers as there are cores.
        Thread.ofPlatform().daemon().start(() -> readOn(output));
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
    public Counts counts(int messageBytes) throws ServerFailedException, InterruptedException {
        try {
            return new Counts(admin.metric(DELIVERIES), admin.metric(WRITES), 0);
        } catch (IOException e) {
            throw new ServerFailedException("the server's admin port does not answer: " + e.getMessage());
        }
    }

    @Override
    public Optional<String> end() throws InterruptedException {
        return Children.endOf(process).map(code -> "the server ended with code " + code);
    }

    /** How many it serves now. */
    public double connections() throws IOException, InterruptedException {
        return admin.metric("chatlab_server_connections");
    }

    /** How many logins it has looked at, or turned away. */
    public double logins() throws IOException, InterruptedException {
        return admin.metric("chatlab_server_logins_total");
    }

    boolean isAlive() {
        return process.isAlive();
    }

    boolean isHealthy() throws IOException, InterruptedException {
        return admin.isHealthy();
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
}
