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
        RunSpec.of("small-1", experiment, "local", Map.of("kernel", "6")).write(folder);

        RunSpec read = RunSpec.read(folder);

        assertThat(read.experiment()).isEqualTo(experiment);
        assertThat(read.differences(RunSpec.of("small-1", experiment, "local", Map.of("kernel", "6"))))
                .isEmpty();
    }

    @Test
    void whatChangedIsSaid() {
        RunSpec then = RunSpec.of("small-1", experiment, "docker", Map.of("kernel", "6"));

        assertThat(then.differences(RunSpec.of("small-1", experiment, "docker", Map.of("kernel", "7"))))
                .containsExactly("kernel was '6' and is '7'");
        assertThat(then.differences(RunSpec.of("small-1", experiment, "docker", Map.of())))
                .containsExactly("kernel was '6' and is 'unknown'");
        assertThat(then.differences(RunSpec.of("small-1", experiment, "local", Map.of("kernel", "6"))))
                .containsExactly("it ran on the engine docker, and this is local");
    }

    @Test
    void whoWatchesMayComeAndGoAndTheRevisionChange() {
        RunSpec watched = RunSpec.of(
                "small-1", experiment, "docker", Map.of("kernel", "6", "observer", "network a", "chatlab", "abc"));

        assertThat(watched.differences(RunSpec.of("small-1", experiment, "docker", Map.of("kernel", "6"))))
                .isEmpty();
    }

    @Test
    void anUnknownFormatIsToldWhateverElseItHas() throws IOException {
        Path file = Files.writeString(folder.resolve("run.json"), "{\"format\": \"chatlab-spec/9\", \"new\": 1}");

        assertThatThrownBy(() -> RunSpec.read(folder))
                .isInstanceOf(SettingException.class)
                .hasMessage(file + " has the format 'chatlab-spec/9', but this version reads 'chatlab-spec/2'.");
        Files.writeString(file, "null");
        assertThatThrownBy(() -> RunSpec.read(folder)).isInstanceOf(SettingException.class);
    }

    @Test
    void aClaimedRunIsNobodyElses() throws IOException {
        RunFolder run = RunFolder.existing(folder);

        try (var _ = run.claim()) {
            assertThatThrownBy(run::claim)
                    .isInstanceOf(SettingException.class)
                    .hasMessage("The run " + folder + " is still running; it can't be gone on with.");
        }

        run.claim().close();
    }
}
