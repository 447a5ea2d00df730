package chatlab.lab.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ProgressLineTest {
    private static final String CLEAR = "\r\u001b[K";

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(bytes, false, StandardCharsets.UTF_8);

    @Test
    void onATerminalWhatPassesIsRewrittenInPlace() {
        ProgressLine line = new ProgressLine(out, true);

        line.show("one");
        line.show("two");
        line.show("two");

        assertThat(written()).isEqualTo(CLEAR + unwrapped("one") + CLEAR + unwrapped("two"));
    }

    @Test
    void onATerminalWhatLastsStandsAboveWhatPasses() {
        ProgressLine line = new ProgressLine(out, true);

        line.show("passing");
        line.say("lasting");

        assertThat(written())
                .isEqualTo(CLEAR + unwrapped("passing") + CLEAR + "lasting" + System.lineSeparator()
                        + unwrapped("passing"));
    }

    @Test
    void onATerminalNothingIsLeftOfWhatPassedInTheEnd() {
        ProgressLine line = new ProgressLine(out, true);

        line.show("passing");
        line.done();
        line.say("lasting");

        assertThat(written())
                .isEqualTo(CLEAR + unwrapped("passing") + CLEAR + CLEAR + "lasting" + System.lineSeparator());
    }

    @Test
    void elsewhereOnlyWhatLastsIsWrittenWithoutControlCharacters() {
        ProgressLine line = new ProgressLine(out, false);

        line.show("passing");
        line.say("lasting");
        line.show("passing too");
        line.done();

        assertThat(written()).isEqualTo("lasting" + System.lineSeparator());
    }

    @Test
    void timeIsInMinutesAndSeconds() {
        assertThat(ProgressLine.clock(Duration.ZERO)).isEqualTo("0:00");
        assertThat(ProgressLine.clock(Duration.ofMillis(59_999))).isEqualTo("0:59");
        assertThat(ProgressLine.clock(Duration.ofSeconds(245))).isEqualTo("4:05");
        assertThat(ProgressLine.clock(Duration.ofMinutes(90))).isEqualTo("90:00");
    }

    private String written() {
        return bytes.toString(StandardCharsets.UTF_8);
    }

    /** Cut off by the terminal where it is too long for a line. */
    private static String unwrapped(String text) {
        return "\u001b[?7l" + text + "\u001b[?7h";
    }
}
