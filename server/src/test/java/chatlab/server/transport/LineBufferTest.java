package chatlab.server.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LineBufferTest {
    private final LineBuffer buffer = new LineBuffer(5);
    private final List<String> lines = new ArrayList<>();

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 7, 100})
    void theSameLinesComeOutHoweverTheBytesCameIn(int piece) {
        assertThat(take("ab\n\r\n12345\r\n12345\nno", piece)).isTrue();
        assertThat(lines).containsExactly("ab", "", "12345", "12345");
    }

    @ParameterizedTest
    @ValueSource(strings = {"123456\n", "123456\r\n", "1234567", "ok\n123456\n"})
    void aLineBeyondTheLimitIsNotedInAnyPieces(String text) {
        for (int piece = 1; piece <= text.length(); piece++) {
            buffer.clear();
            assertThat(take(text, piece)).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"12345", "12345\r"})
    void whatMayStillBecomeALineIsHeld(String text) {
        assertThat(take(text, 100)).isTrue();
        assertThat(take("\n", 100)).isTrue();
        assertThat(lines).containsExactly("12345");
    }

    private boolean take(String text, int piece) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        for (int at = 0; at < bytes.length; at += piece) {
            int to = Math.min(bytes.length, at + piece);
            if (!buffer.take(bytes, at, to, (line, offset, length) -> {
                lines.add(new String(line, offset, length, StandardCharsets.US_ASCII));
                return true;
            })) {
                return false;
            }
        }
        return true;
    }
}
