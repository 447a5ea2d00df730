package chatlab.lab;

import static org.assertj.core.api.Assertions.assertThat;

import chatlab.lab.engine.EngineProbe;
import chatlab.lab.result.Figures;
import chatlab.lab.result.HistogramLogs;
import chatlab.lab.result.Repetition;
import chatlab.lab.result.ResultFiles;
import chatlab.lab.result.RunResult;
import chatlab.lab.result.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An experiment whose clients are played by Gatling. */
class GatlingTrialTest {
    private static final String EXPERIMENT = """
            question: Do journeys hear everything?
            purpose: explore
            server: {cpus: 0.5, memory: 192MiB}
            clients:
              generator: gatling
              transport: websocket
              members: 20
              talkers: 4
              rooms: 2
              rate: 20
              connectRate: 20
            trial: {warmup: 1s, duration: 3s, drain: 1s}
            slo: [lost == 0, duplicated == 0, unsent == 0]
            """;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"local", "docker"})
    void countsAreTheServersAndGatlingsReportIsKeptAndLinked(String engine) throws Exception {
        Assumptions.assumeTrue(engine.equals("local") || EngineProbe.answers());
        Files.writeString(folder.resolve("journeys.yaml"), EXPERIMENT);
        try (Labs labs = new Labs(folder)) {
            Process lab = labs.start("run", "journeys.yaml", "--engine", engine, "--output", "results");
            assertThat(lab.waitFor(8, TimeUnit.MINUTES)).isTrue(); // the image may have to be built
            Path run = only(folder.resolve("results"));
            RunResult result = ResultFiles.read(run);
            Repetition repetition = result.trials().getFirst().repetitions().getFirst();
            // On a machine with something else to do its lateness may not be believable; the counts are.
            assertThat(repetition.status()).as(labs.output()).isIn(Status.MET, Status.INVALID);
            assertThat(repetition.reasons())
                    .as(labs.output())
                    .allSatisfy(reason -> assertThat(reason.code()).isIn("client-bound", "host"));
            Figures figures = Objects.requireNonNull(repetition.figures());
            assertThat(figures.messages().sent()).isEqualTo(80);
            assertThat(figures.messages().received()).isEqualTo(800);
            assertThat(figures.serverCounters())
                    .containsEntry("chatlab_server_messages_received_total", 80.0)
                    .containsEntry("chatlab_server_deliveries_total", 800.0);
            assertThat(figures.latency().count()).isEqualTo(600);
            assertThat(result.setup().clients()).containsEntry("generator", "gatling");

            Path files = run.resolve(repetition.folder());
            assertThat(HistogramLogs.sum(List.of(files.resolve("latency.hlog"))).getTotalCount())
                    .isEqualTo(600);
            assertThat(repetition.files()).contains("gatling/index.html", "gatling.log", "clients-series.csv");
            assertThat(files.resolve("gatling/index.html")).content().contains("Gatling");
            assertThat(run.resolve("report.html"))
                    .content()
                    .contains(repetition.folder() + "/gatling/index.html\">Gatling</a>");
            String report = Files.readString(run.resolve("report.html"));
            List<String> table = Files.readAllLines(run.resolve("summary.csv"));
            int reordered = List.of(table.getFirst().split(",", -1)).indexOf("reordered_deliveries");
            assertThat(table.get(1).split(",", -1)[reordered])
                    .as("what is not known")
                    .isEmpty();
            Process again = labs.start("report", run.toString());
            assertThat(again.waitFor(1, TimeUnit.MINUTES)).isTrue();
            assertThat(run.resolve("report.html")).hasContent(report);
        }
    }

    private static Path only(Path results) throws IOException {
        try (var runs = Files.list(results)) {
            return runs.findFirst().orElseThrow();
        }
    }
}
