package chatlab.lab.selftest;

import chatlab.process.AotCache;
import chatlab.process.ExitCode;
import chatlab.process.StopSignal;
import chatlab.process.UnusableException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The real load clients, as a process of their own. */
final class LoadClients implements AutoCloseable {
    private static final long LONGEST_MINUTES = 10;

    /** Their exit codes after a whole run, whatever they think of it. */
    private static final Set<Integer> MEASURED =
            Set.of(ExitCode.OK.number(), ExitCode.MISSED.number(), ExitCode.INVALID.number());

    private static final long POLL_MILLIS = 20;

    private final Path folder;
    private final Process process;
    private final StopSignal stop;

    /** @param environment its settings, beside those that are the same for all */
    LoadClients(Path checkout, Map<String, String> environment, StopSignal stop) {
        this.stop = stop;
        Path module = checkout.resolve("load-clients");
        Path jar = module.resolve("target/load-clients.jar");
        if (!Files.exists(jar)) {
            throw new UnusableException(
                    "The load clients are not built: there is no " + jar + "; ./chatlab builds it.");
        }
        try {
            folder = Files.createTempDirectory("chatlab-selftest");
            List<String> command = new ArrayList<>();
            command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            command.add("@" + module.resolve("jvm.options"));
            command.addAll(AotCache.option(jar));
            command.addAll(List.of("-jar", jar.toString()));
            ProcessBuilder builder = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("log").toFile());
            builder.environment().keySet().retainAll(List.of("PATH", "HOME", "TMPDIR"));
            builder.environment().putAll(environment);
            builder.environment().put("ADMIN_PORT", "off");
            builder.environment().put("RESULTS_DIR", folder.resolve("results").toString());
            process = builder.start();
        } catch (IOException e) {
            throw new UnusableException("The load clients could not be started: " + e.getMessage() + ".", e);
        }
    }

    /** Whether they are still at it. */
    boolean isRunning() {
        return process.isAlive();
    }

    /** Stops them where they are, by a signal that they can neither catch nor see; {@link #goOn} lets them. */
    void halt() throws InterruptedException {
        signal("STOP");
    }

    void goOn() throws InterruptedException {
        signal("CONT");
    }

    private void signal(String name) throws InterruptedException {
        try {
            int code = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
            if (code != 0) {
                throw new UnusableException("The load clients could not be sent the signal " + name + ".");
            }
        } catch (IOException e) {
            throw new UnusableException("There is no program 'kill' to stop the load clients with.", e);
        }
    }

    /**
     * Waits for their end.
     *
     * @return their summary
     * @throws InterruptedException if the user wants to end
     * @throws UnusableException if they end without one
     */
    JsonNode summary() throws InterruptedException {
        long endNs = System.nanoTime() + TimeUnit.MINUTES.toNanos(LONGEST_MINUTES);
        while (!process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
            if (stop.isRaised()) {
                throw new InterruptedException();
            }
            if (System.nanoTime() - endNs >= 0) {
                throw new UnusableException("The load clients did not end within " + LONGEST_MINUTES + " minutes.");
            }
        }
        if (stop.isRaised()) {
            throw new InterruptedException(); // they heard of it, too
        }
        Path summary = folder.resolve("results").resolve("summary.json");
        try {
            if (!Files.exists(summary) || !MEASURED.contains(process.exitValue())) {
                throw new UnusableException(
                        "The load clients did not measure to the end, exit code " + process.exitValue() + ": "
                                + Files.readString(folder.resolve("log")).strip());
            }
            return new JsonMapper().readTree(Files.readAllBytes(summary));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The log of all latencies that they recorded. To be read before this is closed. */
    Path latencyLog() {
        return folder.resolve("results").resolve("latency.hlog");
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
