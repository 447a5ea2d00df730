package chatlab.lab.stack;

import chatlab.lab.engine.EngineProbe;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * The stack of docker-compose.yml as a project of its own, with a name and host ports that nobody else has. Whoever makes
 * one calls {@link #remove} in the end.
 */
public final class ComposeProject {
    private static final List<String> PORTS =
            List.of("CHAT_PORT", "SERVER_ADMIN_PORT", "PROMETHEUS_PORT", "GRAFANA_PORT", "HAPROXY_PORT");
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private final String name = "chatlab-test-" + UUID.randomUUID().toString().substring(0, 8);
    private final List<String> files = new ArrayList<>();
    private final Map<String, String> environment = new HashMap<>();
    private final ComposeCommand compose = ComposeCommand.find().orElseThrow();

    /**
     * How a command ended.
     *
     * @param exitCode its exit code
     * @param output what it wrote to its standard output and standard error
     */
    public record Ended(int exitCode, String output) {
        /** The output, if the exit code was 0. */
        String orFail() {
            if (exitCode != 0) {
                throw new AssertionError("The command ended with " + exitCode + ": " + output);
            }
            return output;
        }
    }

    /**
     * @param knobs variables that go before those of {@code .env}
     * @param more files beside it, of the checkout, that go before it
     */
    public ComposeProject(Map<String, String> knobs, String... more) throws IOException {
        files.add(".env");
        files.addAll(List.of(more));
        List<ServerSocket> held = new ArrayList<>();
        try {
            for (String port : PORTS) {
                ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                held.add(socket);
                environment.put(port, Integer.toString(socket.getLocalPort()));
            }
            environment.putAll(knobs);
        } finally {
            for (ServerSocket socket : held) {
                socket.close();
            }
        }
    }

    /** Turns a knob for the commands that follow. */
    public void set(String knob, String value) {
        environment.put(knob, value);
    }

    /** Whether this machine has a {@code docker compose}; it need not have an engine that answers. */
    public static boolean isComposeThere() {
        return ComposeCommand.find().isPresent();
    }

    /** What all that belongs to the project is named after. */
    public String name() {
        return name;
    }

    /** Where a host port leads to, such as that of {@code PROMETHEUS_PORT}. */
    public URI at(String port) {
        return URI.create("http://127.0.0.1:" + Objects.requireNonNull(environment.get(port)));
    }

    /** Runs {@code docker compose} with these arguments for this project. */
    public Ended compose(String... arguments) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(List.of("--ansi", "never", "--progress", "plain"));
        files.forEach(file -> all.addAll(List.of("--env-file", file)));
        all.addAll(List.of(
                "--project-name",
                name,
                "--project-directory",
                EngineProbe.checkout().toString()));
        all.addAll(List.of(arguments));
        return run(compose.line(all));
    }

    /**
     * Builds our images and starts services.
     *
     * @param more names of services and options of {@code docker compose up}
     * @throws AssertionError if one of the services is not healthy in time
     */
    public void up(String... more) throws IOException, InterruptedException {
        compose("build", "server", "load-clients").orFail();
        List<String> all = new ArrayList<>(List.of("up", "-d", "--wait", "--wait-timeout", "120"));
        all.addAll(List.of(more));
        compose(all.toArray(String[]::new)).orFail();
    }

    /** Runs {@code docker} with these arguments. */
    public Ended docker(String... arguments) throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(List.of(compose.docker().toString()));
        line.addAll(List.of(arguments));
        return run(line);
    }

    /** The project's containers, networks and volumes, one line each. */
    public List<String> leftovers() throws IOException, InterruptedException {
        String own = "label=com.docker.compose.project=" + name;
        // Compose labels the images that it builds too, and any container made from one inherits that: only those that
        // Compose itself made have a hash of their configuration.
        String madeByCompose = "label=com.docker.compose.config-hash";
        String format = "{{json .}}";
        return (docker("ps", "-a", "--filter", own, "--filter", madeByCompose, "--format", format)
                                .orFail()
                        + docker("network", "ls", "--filter", own, "--format", format)
                                .orFail()
                        + docker("volume", "ls", "--filter", own, "--format", format)
                                .orFail())
                .lines()
                .toList();
    }

    /** Removes all that the project made, whatever happened before; the images stay. */
    public void remove() throws IOException, InterruptedException {
        compose("down", "--volumes", "--remove-orphans", "--timeout", "5").orFail();
    }

    private Ended run(List<String> line) throws IOException, InterruptedException {
        Path output = Files.createTempFile("compose", ".log");
        try {
            ProcessBuilder builder = new ProcessBuilder(line)
                    .directory(EngineProbe.checkout().toFile())
                    .redirectInput(new File("/dev/null"))
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile());
            builder.environment().putAll(environment);
            Process process = builder.start();
            try {
                boolean ended = process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS);
                String said = Files.readString(output);
                if (!ended) {
                    throw new AssertionError("Not ended within " + PATIENCE + ": " + line + "\n" + said);
                }
                return new Ended(process.exitValue(), said);
            } finally {
                process.destroyForcibly();
            }
        } finally {
            Files.delete(output);
        }
    }
}
