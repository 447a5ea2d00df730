package chatlab.lab.command;

import static org.assertj.core.api.Assertions.assertThat;

import chatlab.lab.LabMain;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The doctor as people and scripts call it, on this very machine. */
@EnabledOnOs({OS.LINUX, OS.MAC})
class DoctorCommandTest {
    private static final Path CHECKOUT = Path.of(System.getProperty("chatlab.checkout"));

    @TempDir
    private Path folder;

    @Test
    @EnabledIf("chatlab.lab.engine.EngineProbe#answers")
    void withAnEngineContainersCanBeUsed() throws Exception {
        Run run = doctor(Map.of());

        assertThat(run.error()).isEmpty();
        assertThat(run.out().lines())
                .anySatisfy(line -> assertThat(line).matches("ok +Docker Engine +\\d+\\.\\d+.*"))
                .anySatisfy(line -> assertThat(line).matches("ok +API version +1\\.\\d+ is spoken; .*"))
                .anySatisfy(line -> assertThat(line).matches("ok +buildx +\\S+ by /.*/docker"))
                .anySatisfy(line -> assertThat(line).matches("(ok|note) +images, public .*"))
                .anySatisfy(line -> assertThat(line).matches("(ok|note) +leftovers .*"))
                .noneSatisfy(line -> assertThat(line).contains("could not be found out"))
                .noneSatisfy(line -> assertThat(line).contains("\u001b"));
        assertThat(run.exitCode()).isZero();
    }

    @Test
    void withoutAnEngineTheExitCodeIsFiveAndTheRestIsStillTold() throws Exception {
        Run run = doctor(Map.of("DOCKER_HOST", "unix:///nonexistent"));

        assertThat(run.error()).isEmpty();
        assertThat(run.out().lines())
                .anySatisfy(line -> assertThat(line).startsWith("FAIL  Docker Engine "))
                .contains("      mend: unset DOCKER_HOST")
                .anySatisfy(line -> assertThat(line).matches("(ok|note) +CPU .*"))
                .last()
                .asString()
                .endsWith("so experiments run as local processes.");
        assertThat(run.exitCode()).isEqualTo(5);
    }

    @Test
    void anEngineThatHangsDelaysItForAFewSecondsOnly() throws Exception {
        Path socket = folder.resolve("socket");
        try (ServerSocketChannel hanging = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            hanging.bind(UnixDomainSocketAddress.of(socket)); // the kernel takes connections, nobody answers

            long begun = System.nanoTime();
            // Wide enough for any name of a temporary folder.
            Run run = doctor(Map.of("DOCKER_HOST", "unix://" + socket, "COLUMNS", "120"));

            assertThat(run.out().lines().map(line -> line.replaceAll("\\s+", " ")))
                    .anySatisfy(line -> assertThat(line).startsWith("FAIL Docker Engine the one at unix://" + socket));
            assertThat(run.out()).contains("      mend: ");
            assertThat(run.exitCode()).isEqualTo(5);
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(20));
        }
    }

    @Test
    void scriptsGetJson() throws Exception {
        Run run = doctor(Map.of("DOCKER_HOST", "unix:///nonexistent"), "--json");

        JsonNode findings = new JsonMapper().readTree(run.out());
        assertThat(findings).isNotEmpty().allSatisfy(finding -> {
            assertThat(finding.fieldNames()).toIterable().containsExactly("check", "level", "finding", "mend");
            assertThat(finding.get("level").asText()).isIn("ok", "note", "fail");
            assertThat(finding.get("mend").isArray()).isTrue();
        });
        assertThat(findings)
                .filteredOn(finding -> finding.get("level").asText().equals("fail"))
                .extracting(finding -> finding.get("check").asText())
                .contains("Docker Engine");
        assertThat(run.exitCode()).isEqualTo(5);
    }

    private record Run(int exitCode, String out, String error) {}

    private Run doctor(Map<String, String> environment, String... arguments) throws IOException, InterruptedException {
        Path out = folder.resolve("out");
        Path error = folder.resolve("error");
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Xmx128m",
                        "-Dstdout.encoding=UTF-8",
                        "-Dchatlab.checkout=" + CHECKOUT,
                        "-cp",
                        System.getProperty("java.class.path"),
                        LabMain.class.getName(),
                        "doctor")
                .redirectOutput(out.toFile())
                .redirectError(error.toFile());
        builder.command().addAll(List.of(arguments));
        builder.environment().putAll(environment);
        Process process = builder.start();
        try {
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            return new Run(process.exitValue(), Files.readString(out), Files.readString(error));
        } finally {
            process.destroyForcibly().onExit().join();
        }
    }
}
