package chatlab.lab.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultFilesTest {
    @TempDir
    Path folder;

    @BeforeEach
    void copyTheGoldenResult() throws IOException {
        try (InputStream golden = ResultFilesTest.class.getResourceAsStream("first-look/result.json")) {
            Files.write(
                    folder.resolve(ResultFiles.NAME),
                    Objects.requireNonNull(golden).readAllBytes());
        }
    }

    @Test
    void resultOfFormatOneIsRead() throws IOException {
        RunResult result = ResultFiles.read(folder);

        assertThat(result.trials()).hasSize(9);
        assertThat(result.status()).isEqualTo(Status.INVALID);
        assertThat(result.setup().facts().keySet()).startsWith("chatlab", "kernel", "CPU");
        Figures figures = Objects.requireNonNull(
                result.trials().get(2).repetitions().getFirst().figures());
        assertThat(figures.latency().p50()).isEqualTo(912_400_000L);
        assertThat(figures.latency().p99()).isNull();
    }

    @Test
    void resultThatWasReadIsWrittenAgainByteForByte() throws IOException {
        byte[] golden = Files.readAllBytes(folder.resolve(ResultFiles.NAME));

        ResultFiles.write(folder, ResultFiles.read(folder));

        assertThat(folder.resolve(ResultFiles.NAME)).hasBinaryContent(golden);
        assertThat(folder).isDirectoryNotContaining(file -> file.toString().endsWith(".part"));
    }

    @Test
    void unknownFormatIsNamedInOneSentence() throws IOException {
        replace("chatlab-run/1", "chatlab-run/9");

        assertThatThrownBy(() -> ResultFiles.read(folder))
                .isInstanceOf(ResultFormatException.class)
                .hasMessage(folder.resolve(ResultFiles.NAME)
                        + " has the format 'chatlab-run/9', but this version reads 'chatlab-run/1'.");
    }

    @Test
    void truncatedFileIsNotAResult() throws IOException {
        Path file = folder.resolve(ResultFiles.NAME);
        Files.writeString(file, Files.readString(file).substring(0, 2000));

        assertThatThrownBy(() -> ResultFiles.read(folder))
                .isInstanceOf(ResultFormatException.class)
                .hasMessageStartingWith(file + " is not a result of the format 'chatlab-run/1': ");
    }

    @Test
    void unknownMemberIsRefused() throws IOException {
        replace("\"interrupted\"", "\"guessed\" : 1, \"interrupted\"");

        assertThatThrownBy(() -> ResultFiles.read(folder))
                .isInstanceOf(ResultFormatException.class)
                .hasMessageContaining("guessed");
    }

    private void replace(String seen, String instead) throws IOException {
        Path file = folder.resolve(ResultFiles.NAME);
        Files.writeString(file, Files.readString(file).replace(seen, instead), StandardCharsets.UTF_8);
    }
}
