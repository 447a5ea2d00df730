package chatlab.lab.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chatlab.process.SettingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every file of {@code resources/invalid} is refused with the sentence that its first line expects. */
class InvalidExperimentsTest {
    static Stream<InvalidExperiment> files() throws IOException {
        return InvalidExperiment.all();
    }

    @ParameterizedTest
    @MethodSource("files")
    void isRefusedWithTheSentenceThatItsFirstLineExpects(InvalidExperiment invalid) {
        assertThatThrownBy(() -> ExperimentFile.read(invalid.file()))
                .isInstanceOf(SettingException.class)
                .hasMessage(invalid.expected());
    }

    @Test
    void everyParameterHasAFileWithAWrongValue() {
        assertThat(Parameter.values())
                .allSatisfy(
                        parameter -> assertThat(InvalidExperiment.FOLDER.resolve("wrong-" + parameter.key() + ".yaml"))
                                .exists());
    }

    @Test
    void aFileOfNoBytesIsEmpty() {
        assertThatThrownBy(() -> ExperimentFile.parse("none.yaml", ""))
                .hasMessage("none.yaml:1: the file is empty, but it has to describe an experiment.");
    }

    @Test
    void aFileThatIsNotThereIsNamed() {
        assertThatThrownBy(() -> ExperimentFile.read(Path.of("nowhere.yaml")))
                .isInstanceOf(SettingException.class)
                .hasMessage("The experiment file nowhere.yaml can't be read; is the path right?");
    }

    @Test
    void aHugeFileIsRefusedAndNotReadForEver() {
        String text = "question: q\nhypothesis: " + "long ".repeat(1_000_000) + "\n";

        assertThatThrownBy(() -> ExperimentFile.parse("huge.yaml", text))
                .isInstanceOf(SettingException.class)
                .hasMessageStartingWith("huge.yaml:")
                .hasMessageNotContaining("\n");
    }

    @Test
    void anAliasedBombIsRefusedAtItsFirstAlias() {
        StringBuilder bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < 40; i++) {
            bomb.append(
                    "a%d: &a%d [%s]\n".formatted(i, i, "*a%d, ".formatted(i - 1).repeat(9)));
        }
        assertThatThrownBy(() -> ExperimentFile.parse("bomb.yaml", bomb.toString()))
                .hasMessage("bomb.yaml:2: '*a0' stands for a value elsewhere, but a value has to be written where it is"
                        + " meant.");
    }

    @Test
    void everyFileOfTheFolderIsTried() throws IOException {
        try (Stream<Path> all = Files.list(InvalidExperiment.FOLDER)) {
            assertThat(InvalidExperiment.all()).hasSize((int) all.count()).hasSizeGreaterThan(60);
        }
    }
}
