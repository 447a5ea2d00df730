package chatlab.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProgramTest {
    @TempDir
    Path directory;

    @Test
    void bodyThatEndsByItselfSetsTheExitCode() throws Exception {
        assertThat(run("fine")).isEqualTo(new Child.End(0, "done\n", ""));
        assertThat(run("missed")).isEqualTo(new Child.End(3, "", ""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"exception", "error"})
    void bodyThatFailsIsOurFailureAndItsStackIsLogged(String how) throws Exception {
        Child.End end = run(how);
        assertThat(end.code()).isEqualTo(1);
        assertThat(end.out()).isEmpty();
        assertThat(end.err())
                .contains("ERROR Unexpected failure")
                .contains("on purpose")
                .contains("\tat ");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"setting|2|PORT is '0', but it has to be a port.", "unusable|5|The target does not answer."})
    void userIsToldASentenceOnStandardErrorAndNothingElse(String how, int code, String sentence) throws Exception {
        assertThat(run(how)).isEqualTo(new Child.End(code, "", sentence + "\n"));
    }

    @Test
    void bodyThatWasInterruptedSaysSo() throws Exception {
        assertThat(run("interrupted")).isEqualTo(new Child.End(130, "", ""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"TERM", "INT"})
    void signalLetsTheBodyEndInItsOwnOrderWithItsOwnCodeEvenIfAListenerFails(String signal) throws Exception {
        try (Child child = Child.start(directory, Specimen.class, "until-stopped")) {
            child.awaitLine("ready");
            child.signal(signal);
            Child.End end = child.end();
            assertThat(end.code()).isZero();
            assertThat(end.out()).isEqualTo("told\nclosed in order\n");
            assertThat(end.err()).contains("a listener that fails");
        }
    }

    @ParameterizedTest
    @CsvSource({"invalid-when-stopped,4", "fails-when-stopped,1"})
    void codeAfterASignalIsTheBodys(String how, int code) throws Exception {
        try (Child child = Child.start(directory, Specimen.class, how)) {
            child.awaitLine("ready");
            child.signal("TERM");
            assertThat(child.end().code()).isEqualTo(code);
        }
    }

    @Test
    void otherShutdownHooksEndTheirWorkWhenTheBodyEndedByItself() throws Exception {
        assertThat(run("other-hook")).isEqualTo(new Child.End(0, "the other hook has ended\n", ""));
    }

    private Child.End run(String how) throws Exception {
        try (Child child = Child.start(directory, Specimen.class, how)) {
            return child.end();
        }
    }
}
