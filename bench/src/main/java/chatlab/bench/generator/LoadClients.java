package chatlab.bench.generator;

import chatlab.bench.machine.Children;
import chatlab.bench.machine.Folders;
import chatlab.bench.measure.AotCaches;
import chatlab.bench.measure.RunFailedException;
import chatlab.bench.measure.Span;
import chatlab.process.AotCache;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;

/**
 * One build of the load clients, known by its jar, its settings and its summary.
 *
 * @param jvmOptions a file of them
 * @param aotCache whether an AOT cache ({@code load-clients.aot}) beside its jar is used
 */
public record LoadClients(String name, Path java, Path jar, Path jvmOptions, boolean aotCache) implements Generator {
    /** They come back to the server from addresses of their own: ports of the run before them may linger. */
    private static final List<String> SOURCES = List.of("127.0.0.2", "127.0.0.3", "127.0.0.4");

    private static final int CONNECTS_PER_S = 2_000;
    private static final long MILLIS_PER_S = 1_000;
    private static final double MS_PER_NS = 1e-6;

    /** One that uses the AOT cache that there may be. */
    public LoadClients(String name, Path java, Path jar, Path jvmOptions) {
        this(name, java, jar, jvmOptions, true);
    }

    /** Builds that are compared each use an AOT cache of their own, or none of them does. */
    public static List<LoadClients> alike(List<LoadClients> builds) {
        boolean all = AotCaches.besideAll(builds.stream().map(LoadClients::jar));
        return builds.stream()
                .map(build -> new LoadClients(build.name, build.java, build.jar, build.jvmOptions, all))
                .toList();
    }

    @Override
    public boolean warmsUp() {
        return true;
    }

    @Override
    public boolean isUnderTest() {
        return true;
    }

    @Override
    public Session start(Load load, int target, Span span, Launcher launcher) throws IOException {
        Map<String, String> settings = new HashMap<>();
        settings.put("TARGET", "tcp://127.0.0.1:" + target);
        settings.put("CLIENTS", String.valueOf(load.clients()));
        settings.put("TALKERS", String.valueOf(load.talkers()));
        settings.put("MESSAGE_BYTES", String.valueOf(Load.MESSAGE_BYTES - 1)); // without its line end
        if (load.ratePerS() > 0) {
            settings.put("RATE", String.valueOf(load.ratePerS()));
        }
        settings.put("CONNECT_RATE", String.valueOf(CONNECTS_PER_S));
        settings.put("WARMUP", Math.round(span.warmUpS() * MILLIS_PER_S) + "ms");
        settings.put("DURATION", Math.round(span.windowS() * MILLIS_PER_S) + "ms");
        settings.put("DRAIN", "2s");
        return start(settings, launcher);
    }

    /**
     * Starts them with settings of one's own.
     *
     * @param settings without those that are the same for all
     */
    Running start(Map<String, String> settings, Launcher launcher) throws IOException {
        Path folder = Files.createTempDirectory("chatlab-bench");
        List<String> command = new ArrayList<>(List.of(java.toString(), "@" + jvmOptions));
        command.addAll(aotCache ? AotCache.option(jar) : List.of());
        command.addAll(List.of("-jar", jar.toString()));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile());
        // Settings of the user's shell would change what is measured without a trace.
        builder.environment().keySet().retainAll(List.of("PATH", "HOME", "LANG", "TMPDIR"));
        builder.environment()
                .putAll(Map.of(
                        "EVENT_LOOPS",
                        "1",
                        "ADMIN_PORT",
                        "off",
                        "SOURCE_ADDRESSES",
                        String.join(",", SOURCES),
                        "RESULTS_DIR",
                        folder.resolve("results").toString()));
        builder.environment().putAll(settings);
        try {
            return new Running(launcher.launch(builder), folder);
        } catch (IOException e) {
            Folders.delete(folder);
            throw e;
        }
    }

    /** Those that run, with a folder of what they say. */
    record Running(Process process, Path folder) implements Session {
        @Override
        public Account account() throws RunFailedException, IOException {
            JsonNode summary = summary();
            double seconds = summary.at("/window/seconds").asDouble();
            JsonNode lag = summary.at("/sendLagNs");
            return new Account(
                    summary.at("/window/fromNs").asLong(),
                    summary.at("/window/toNs").asLong(),
                    summary.at("/messages/sentInWindow").asLong() / seconds,
                    summary.at("/deliveries/arrivedPerSecond").asDouble(),
                    lag.path("count").asLong() == 0
                            ? null
                            : (Double) (lag.path("p99").asLong() * MS_PER_NS),
                    summary.at("/deliveries/expectedInWindow").asLong(),
                    summary.at("/deliveries/recordedInWindow").asLong(),
                    StreamSupport.stream(summary.path("invalid").spliterator(), false)
                            .map(doubt -> doubt.path("reason").asText())
                            .distinct()
                            .toList());
        }

        /** All that they say once they have ended. */
        JsonNode summary() throws RunFailedException, IOException {
            Path summary = folder.resolve("results").resolve("summary.json");
            if (!Files.exists(summary)) {
                throw new RunFailedException(
                        "the load clients ended with code " + process.exitValue() + ": " + lastLine());
            }
            return new JsonMapper().readTree(Files.readAllBytes(summary));
        }

        private String lastLine() throws IOException {
            Optional<String> last = Files.readString(folder.resolve("log"))
                    .lines()
                    .filter(line -> !line.isBlank())
                    .reduce((earlier, later) -> later);
            return last.orElse("they said nothing");
        }

        @Override
        public void close() throws IOException {
            Children.end(process);
            Folders.delete(folder);
        }
    }
}
