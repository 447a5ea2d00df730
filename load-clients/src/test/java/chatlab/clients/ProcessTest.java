package chatlab.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The program as a process of its own: signals, exit codes, limits. */
class ProcessTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    Path folder;

    private final List<Process> processes = new ArrayList<>();

    @AfterEach
    void endAll() {
        processes.forEach(Process::destroyForcibly);
    }

    @ParameterizedTest
    @ValueSource(strings = {"INT", "TERM"})
    void aSignalWhileItTalksEndsItWithTheSummarySoFar(String signal) throws Exception {
        AtomicLong broadcasts = new AtomicLong();
        try (TestServer server = new TestServer((number, line, members) -> {
            TestServer.toAll(number, line, members);
            broadcasts.incrementAndGet();
        })) {
            Process process = start(Runs.environment(server.target(), "DURATION", "10m"));
            await().atMost(PATIENCE).until(() -> broadcasts.get() > 50);
            signal(process, signal);
            assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
            assertThat(out()).contains("messages ", "latency ", "ledger ", "measurement ");
            assertThat(process.exitValue()).as(err()).isEqualTo(130);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"INT", "TERM"})
    void aSignalAfterTheEndOfARunAtTheBarrierIsNoInterruption(String signal) throws Exception {
        try (TestServer server = TestServer.good()) {
            Process process = start(atTheBarrier(server));
            await().atMost(PATIENCE).until(() -> status().contains("\"ready\""));
            request("POST", "/start");
            await().atMost(PATIENCE).until(() -> status().contains("\"done\""));
            signal(process, signal);
            assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).as(err()).isZero();
            assertThat(out()).contains("exact: everybody received everything once and in order");
        }
    }

    @Test
    void aSignalAtTheBarrierIsAnInterruption() throws Exception {
        try (TestServer server = TestServer.good()) {
            Process process = start(atTheBarrier(server));
            await().atMost(PATIENCE).until(() -> status().contains("\"ready\""));
            signal(process, "TERM");
            assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).as(err()).isEqualTo(130);
            assertThat(out()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"epoll", "nio"})
    void withoutFileDescriptorsItStillTellsWhoseDoingThatIs(String io) throws Exception {
        try (TestServer server = TestServer.good()) {
            Map<String, String> environment = atTheBarrier(server);
            environment.put("CLIENTS", "300");
            environment.put("IO", io);
            Process process = start(environment, "ulimit -n 150; ");
            await().atMost(PATIENCE).until(() -> status().contains("\"failed\""));
            assertThat(status())
                    .contains("\"blame\":\"generator\"", "no file descriptors left", "its limit is 150 ", "ulimit -n");
            signal(process, "TERM");
            assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).as(err()).isEqualTo(5);
            assertThat(err().lines().filter(line -> line.contains("no file descriptors left")))
                    .as("said once")
                    .hasSize(1);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "TARGET, http://localhost",
        "CLIENTS, 0",
        "TALKERS, 101%",
        "RATE, 0.1",
        "RESULTS_DIR, /proc/nowhere",
        "LOG_FORMAT, xml"
    })
    void aWrongSettingEndsItWithOneLineAndCode2(String name, String value) throws Exception {
        Process process = start(Runs.environment("tcp://127.0.0.1:1", name, value));
        assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(err().lines())
                .singleElement()
                .asString()
                .startsWith(name + " is ")
                .endsWith(".");
        assertThat(out()).isEmpty();
        assertThat(process.exitValue()).isEqualTo(2);
    }

    private static Map<String, String> atTheBarrier(TestServer server) {
        return Runs.environment(server.target(), "START", "barrier", "ADMIN_PORT", "0", "BIND", "127.0.0.1");
    }

    private Process start(Map<String, String> environment) throws IOException {
        return start(environment, "");
    }

    /** @param before shell commands to run before it becomes the program */
    private Process start(Map<String, String> environment, String before) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                        "/bin/sh",
                        "-c",
                        before + "exec \"$@\"",
                        "sh",
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Xmx128m",
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-cp",
                        classPath(),
                        LoadClientsMain.class.getName())
                .redirectOutput(folder.resolve("out").toFile())
                .redirectError(folder.resolve("err").toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        processes.add(process);
        return process;
    }

    /** As it is shipped, in jars: those are open from the start, while a class in a folder needs a descriptor when it is first used. */
    private String classPath() {
        ToolProvider jar = ToolProvider.findFirst("jar").orElseThrow();
        List<String> entries = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            if (Files.isDirectory(Path.of(entry))) {
                Path packed = folder.resolve(entries.size() + ".jar");
                assertThat(jar.run(System.out, System.err, "--create", "--file", packed.toString(), "-C", entry, "."))
                        .isZero();
                entries.add(packed.toString());
            } else {
                entries.add(entry);
            }
        }
        return String.join(File.pathSeparator, entries);
    }

    private static void signal(Process process, String name) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                .start()
                .waitFor();
    }

    private String status() throws Exception {
        return err().contains("admin port") ? request("GET", "/status") : "";
    }

    private String request(String method, String path) throws Exception {
        String base = "http://127.0.0.1:" + err().replaceAll("(?s).*admin port (\\d+),.*", "$1");
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                            HttpRequest.newBuilder(URI.create(base + path))
                                    .method(method, HttpRequest.BodyPublishers.noBody())
                                    .timeout(PATIENCE)
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
        }
    }

    private String out() throws IOException {
        return Files.readString(folder.resolve("out"));
    }

    private String err() throws IOException {
        return Files.readString(folder.resolve("err"));
    }
}
