package chatlab.lab.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chatlab.lab.experiment.Experiment;
import chatlab.lab.experiment.ExperimentFile;
import chatlab.lab.experiment.Overrides;
import chatlab.process.SettingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunSpecTest {
    @TempDir
    private Path folder;

    private final Experiment experiment = ExperimentFile.parse(
            "some/where/small.yaml",
            "question: q\n",
            new Overrides(List.of("clients.rate=7", "clients.members=[11, 12]")));

    @Test
    void theExperimentIsReadAsItWas() throws IOException {
        RunSpec.of(experiment, "local", Map.of("kernel", "6")).write(folder);

        RunSpec read = RunSpec.read(folder);

        assertThat(read.experiment()).isEqualTo(experiment);
        assertThat(read.difference(RunSpec.of(experiment, "local", Map.of("kernel", "6"))))
                .isEmpty();
    }

    @Test
    void whatChangedIsSaid() {
        RunSpec then = RunSpec.of(experiment, "docker", Map.of("kernel", "6"));

        assertThat(then.difference(RunSpec.of(experiment, "docker", Map.of("kernel", "7"))))
                .hasValue("kernel was '6' and is '7'");
        assertThat(then.difference(RunSpec.of(experiment, "docker", Map.of())))
                .hasValue("kernel was '6' and is 'unknown'");
        assertThat(then.difference(RunSpec.of(experiment, "local", Map.of("kernel", "6"))))
                .hasValue("it ran on the engine docker, and this is local");
    }

    @Test
    void whoWatchesMayComeAndGo() {
        RunSpec watched = RunSpec.of(experiment, "docker", Map.of("kernel", "6", "observer", "network a"));

        assertThat(watched.difference(RunSpec.of(experiment, "docker", Map.of("kernel", "6"))))
                .isEmpty();
    }

    @Test
    void anUnknownFormatIsTold() throws IOException {
        RunSpec.of(experiment, "local", Map.of()).write(folder);
        Path file = folder.resolve("run.json");
        Files.writeString(file, Files.readString(file).replace("chatlab-spec/1", "chatlab-spec/9"));

        assertThatThrownBy(() -> RunSpec.read(folder))
                .isInstanceOf(SettingException.class)
                .hasMessage(file + " has the format 'chatlab-spec/9', but this version reads 'chatlab-spec/1'.");
    }

    @Test
    void aClaimedRunIsNobodyElses() throws IOException {
        RunFolder run = RunFolder.existing(folder);

        try (var _ = run.claim()) {
            assertThat(folder.resolve("run.lock")).exists();
        }

        assertThat(folder.resolve("run.lock")).doesNotExist();
        run.claim().close();
    }
}
