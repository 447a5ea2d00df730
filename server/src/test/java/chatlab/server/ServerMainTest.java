package chatlab.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServerMainTest {
    @ParameterizedTest
    @CsvSource({
        "'', ''",
        "9000, --port 9000",
        "9000 -v, --port 9000 --log-level debug",
        "-v, --log-level debug",
        "-v 9000, --log-level debug --port 9000",
        "--event-loops=2 9000, --event-loops=2 --port 9000",
        "--bind 127.0.0.1 -v --event-loops 2, --bind 127.0.0.1 --log-level debug --event-loops 2",
        "nine, --port nine",
        "--help, --help"
    })
    void whatIsTypedMostOftenHasAShortForm(String typed, String meant) {
        assertThat(ServerMain.flags(words(typed))).containsExactly(words(meant));
    }

    private static String[] words(String text) {
        return text.isEmpty() ? new String[0] : text.split(" ");
    }
}
