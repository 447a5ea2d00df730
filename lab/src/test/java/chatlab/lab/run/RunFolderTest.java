package chatlab.lab.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chatlab.process.SettingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunFolderTest {
    @TempDir
    private Path results;

    @Test
    void isNamedAfterTheExperimentAndTheTime() {
        RunFolder folder = RunFolder.create(results.resolve("new/deep"), "First look (2)");

        assertThat(folder.id()).matches("first-look-2-+\\d{8}-\\d{6}-[0-9a-f]{4}");
        assertThat(folder.path()).isEmptyDirectory().hasParent(results.resolve("new/deep"));
    }

    @Test
    void runsOfTheSameSecondHaveFoldersOfTheirOwn() {
        Set<Path> paths = new HashSet<>();
        for (int i = 0; i < 20; i++) {
            paths.add(RunFolder.create(results, "same").path());
        }

        assertThat(paths).hasSize(20).allSatisfy(path -> assertThat(path).isEmptyDirectory());
    }

    @Test
    void aRepetitionHasAFolderBelow() throws IOException {
        RunFolder folder = RunFolder.create(results, "x");

        Path repetition = folder.repetition("trials/01-members=5%/rep-1");

        assertThat(repetition).isEmptyDirectory();
        assertThat(folder.path().relativize(repetition)).hasToString("trials/01-members=5%/rep-1");
    }

    @Test
    void whatARepetitionThatWasCutShortHasLeftIsRemoved() throws IOException {
        RunFolder folder = RunFolder.create(results, "x");
        Path elsewhere = Files.writeString(results.resolve("elsewhere"), "stays");
        Path repetition = folder.repetition("trials/01/rep-1");
        Files.writeString(Files.createDirectories(repetition.resolve("deep/er")).resolve("file"), "left");
        Files.createSymbolicLink(repetition.resolve("link"), elsewhere);

        assertThat(folder.repetition("trials/01/rep-1")).isEqualTo(repetition).isEmptyDirectory();
        assertThat(elsewhere).hasContent("stays");
    }

    @Test
    void aPlaceThatCantBeWrittenIsNamed() throws IOException {
        Path file = Files.writeString(results.resolve("file"), "");

        assertThatThrownBy(() -> RunFolder.create(file, "x"))
                .isInstanceOf(SettingException.class)
                .hasMessage("The results folder " + file
                        + " can't be written; it has to be a folder of yours or a path where one can be made.");
    }
}
