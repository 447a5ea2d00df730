package chatlab.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PlainTextTest {
    /** A frame and the line that a person reads of it. */
    record Line(String frame, String text) {}

    static Stream<Line> lines() {
        List<String> lines = Golden.lines("plain-text.txt");
        List<Line> all = new ArrayList<>();
        for (int i = 0; i < lines.size(); i += 2) {
            assertThat(lines.get(i)).startsWith("> ");
            assertThat(lines.get(i + 1)).startsWith("=");
            all.add(new Line(
                    lines.get(i).substring(2),
                    lines.get(i + 1).substring(Math.min(2, lines.get(i + 1).length()))));
        }
        return all.stream();
    }

    @ParameterizedTest
    @MethodSource("lines")
    void aPersonReadsWhatTheGoldenFileSays(Line golden) {
        assertThat(PlainText.line(Golden.bytes(golden.frame))).isEqualTo(Golden.bytes(golden.text));
    }

    @ParameterizedTest
    @MethodSource("lines")
    void itIsOneLineWithoutAnythingThatCommandsATerminal(Line golden) {
        String line = new String(PlainText.line(Golden.bytes(golden.frame)), StandardCharsets.UTF_8);
        assertThat(line).doesNotContainPattern("[\\p{Cntrl}&&[^\\t]\\u0080-\\u009f\\u2028\\u2029]");
    }
}
