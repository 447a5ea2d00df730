package chatlab.lab;

import static org.assertj.core.api.Assertions.assertThat;

import chatlab.lab.result.ResultFiles;
import chatlab.process.ExitCode;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run that is packed, handed on, repeated from the archive and reported again. */
class ReplayTest {
    private static final String EXPERIMENT = """
            question: Does it come out again?
            purpose: explore
            server: {memory: 192MiB}
            clients: {members: 10, talkers: 2}
            matrix: {clients.rate: [10, 20]}
            trial: {warmup: 0, duration: 2s, drain: 1s, repetitions: 3}
            """;

    @TempDir
    private Path folder;

    @Test
    void aRunIsRepeatedFromItsArchive() throws Exception {
        Files.writeString(folder.resolve("again.yaml"), EXPERIMENT);
        try (Labs labs = new Labs(folder)) {
            run(labs, "run", "again.yaml", "--engine", "local", "--set", "clients.members=12", "--output", "first");
            Path first = only("first");
            String report = Files.readString(first.resolve("report.html"));
            assertThat(report).contains("Latency distribution").contains("distribution-1");

            run(labs, "report", first.toString());
            assertThat(first.resolve("report.html")).hasContent(report);

            run(labs, "pack", first.toString(), "--output", "again.zip");
            assertThat(labs.output()).startsWith("again.zip: ");
            run(labs, "report", "again.zip", "--output", "unpacked");
            assertThat(folder.resolve("unpacked/report.html")).hasContent(report);

            run(labs, "replay", "again.zip", "--output", "second");
            Path second = only("second");
            JsonNode comparison = new JsonMapper().readTree(Files.readString(second.resolve("replay.json")));
            assertThat(comparison.path("first").asText())
                    .isEqualTo(first.getFileName().toString());
            assertThat(comparison.path("rows")).hasSize(8);
            assertThat(ResultFiles.read(second).setup().clients()).containsEntry("members", "12");
            assertThat(ResultFiles.read(second).setup().facts())
                    .containsEntry("repeats", first.getFileName().toString());
            assertThat(second.resolve("replay.md")).content().contains("| rate=10 | deliveries/s | ");

            run(labs, "replay", "again.zip", "--with", second.toString(), "--json");
            assertThat(new JsonMapper().readTree(labs.output())).isEqualTo(comparison);
        }
    }

    /** So small a load may be disturbed by whatever else runs here, which is said by the exit code. */
    private static void run(Labs labs, String... arguments) throws Exception {
        Process lab = labs.start(arguments);
        assertThat(lab.waitFor(4, TimeUnit.MINUTES)).isTrue();
        List<Integer> fine = arguments[0].equals("run") || arguments[0].equals("replay")
                ? List.of(ExitCode.OK.number(), ExitCode.MISSED.number(), ExitCode.INVALID.number())
                : List.of(ExitCode.OK.number());
        assertThat(lab.exitValue()).as(labs.output()).isIn(fine);
    }

    private Path only(String results) throws IOException {
        try (var runs = Files.list(folder.resolve(results))) {
            return runs.findFirst().orElseThrow();
        }
    }
}
