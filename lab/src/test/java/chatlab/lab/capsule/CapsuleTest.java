package chatlab.lab.capsule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chatlab.lab.result.ResultFiles;
import chatlab.process.SettingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CapsuleTest {
    @TempDir
    private Path folder;

    @Test
    void allOfARunIsInItsArchiveAndCanBeReadThere() throws IOException {
        Path run = run();

        int files = Capsule.pack(run, "some-1", folder.resolve("some-1.zip"));

        assertThat(files).isEqualTo(3);
        try (Capsule capsule = Capsule.open(folder.resolve("some-1.zip"))) {
            assertThat(capsule.folder()).hasToString("/some-1");
            assertThat(capsule.folder().resolve(ResultFiles.NAME)).hasContent("{}");
            assertThat(capsule.folder().resolve("trials/01/rep-1/latency.hlog")).hasContent("log");
            try (var all = Files.walk(capsule.folder())) {
                assertThat(all.filter(Files::isRegularFile)).hasSize(3);
            }
        }
    }

    @Test
    void whatIsUnpackedIsWhatWasPacked() throws IOException {
        Path run = run();
        Capsule.pack(run, "some-1", folder.resolve("some-1.zip"));

        try (Capsule capsule = Capsule.open(folder.resolve("some-1.zip"))) {
            capsule.unpack(folder.resolve("copy"));
        }

        Capsule.pack(folder.resolve("copy"), "some-1", folder.resolve("again.zip"));
        assertThat(folder.resolve("again.zip")).hasSameBinaryContentAs(folder.resolve("some-1.zip"));
    }

    @Test
    void theSameFolderGivesTheSameBytes() throws IOException {
        Path run = run();
        Capsule.pack(run, "some-1", folder.resolve("a.zip"));
        Files.setLastModifiedTime(run.resolve(ResultFiles.NAME), java.nio.file.attribute.FileTime.fromMillis(0));

        Capsule.pack(run, "some-1", folder.resolve("b.zip"));

        assertThat(folder.resolve("a.zip")).hasSameBinaryContentAs(folder.resolve("b.zip"));
    }

    @Test
    void anArchiveWithinTheFolderIsNotPackedIntoItself() throws IOException {
        Path run = run();
        Path archive = run.resolve("some.zip");

        assertThat(Capsule.pack(run, "some-1", archive)).isEqualTo(3);
        assertThat(Capsule.pack(run, "some-1", archive)).isEqualTo(3);
    }

    @Test
    void aFolderIsReadWhereItIs() throws IOException {
        try (Capsule capsule = Capsule.open(run())) {
            assertThat(capsule.folder()).isEqualTo(folder.resolve("some-1"));
            assertThat(capsule.archive()).isNull();
        }
    }

    @Test
    void whatIsNoneIsRefused() throws IOException {
        Path text = Files.writeString(folder.resolve("text.zip"), "no archive");
        Path other = folder.resolve("other.zip");
        Capsule.pack(Files.createDirectories(folder.resolve("empty")), "empty", other);

        for (Path path : List.of(text, other)) {
            assertThatThrownBy(() -> Capsule.open(path))
                    .isInstanceOf(SettingException.class)
                    .hasMessage(path
                            + " is no run's folder, nor what 'chatlab pack' made of one: a ZIP with one folder that"
                            + " has a result.json.");
        }
        assertThatThrownBy(() -> Capsule.open(folder.resolve("none")))
                .hasMessage("There is no " + folder.resolve("none")
                        + "; it has to be a run's folder, or what 'chatlab pack' made of one.");
    }

    private Path run() throws IOException {
        Path run = Files.createDirectories(folder.resolve("some-1/trials/01/rep-1"));
        Files.writeString(run.resolve("latency.hlog"), "log");
        Path root = folder.resolve("some-1");
        Files.writeString(root.resolve(ResultFiles.NAME), "{}");
        Files.writeString(root.resolve("report.md"), "# q");
        Files.writeString(root.resolve("run.lock"), "");
        Files.writeString(root.resolve("report.html.part"), "<");
        return root;
    }
}
