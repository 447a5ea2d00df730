package chatlab.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChatScannerTest {
    private static final List<String> NAMES = List.of("ada", "ren", "a", "é€😀", "");

    static Stream<String> goldenFrames() {
        Stream<String> valid = Golden.lines("client-frames.txt").stream()
                .filter(line -> line.startsWith("> "))
                .map(line -> line.substring(2));
        Stream<String> refused = Golden.lines("refused-frames.txt").stream().map(line -> line.split(" +", 2)[1]);
        return Stream.concat(valid, refused);
    }

    @Test
    void readerAcceptsTheGoldenFramesThatAreRecognisedAndReadsTheSame() throws Exception {
        ScannerCheck check = new ScannerCheck();
        int recognised = 0;
        for (String frame : goldenFrames().toList()) {
            byte[] bytes = Golden.bytes(frame);
            for (String name : NAMES) {
                recognised += check.recognises(bytes, 0, bytes.length, name) ? 1 : 0;
            }
        }
        assertThat(recognised).as("golden frames in the plain form").isEqualTo(7);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"clientId\":\"ada\",\"Message\":\"hi\"}",
                "{\"Message\":\"\",\"clientId\":\"ada\"}",
                "{\"room\":\"rust\",\"clientId\":\"ada\",\"Message\":\"hi\"}",
                "{\"clientId\":\"ada\",\"room\":\"...\",\"Message\":\"hi\"}",
                "{\"clientId\":\"ada\",\"Message\":\"hi\",\"room\":\"«7E ×64»\"}",
                "«20 09»{«20»\"clientId\"«20»:«20»\"ada\"«20»,«09»\"Message\"«20»:«20 20»\"hi\"«20»}«20 09»",
                "{\"clientId\":\"ada\",\"Message\":\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u0000\\ud800\\uABcd\"}",
                "{\"clientId\":\"ada\",\"Message\":\"«7F»«C2 80»«DF BF»«E0 A0 80»«ED 9F BF»«EE 80 80»«EF BF BF»\"}",
                "{\"clientId\":\"ada\",\"Message\":\"«F0 90 80 80»«F4 8F BF BF»\"}",
                "{\"clientId\":\"ada\",\"Message\":\"«61 ×15000»\"}",
            })
    void messageInThePlainFormIsRecognised(String frame) throws Exception {
        assertThat(recognises(frame, "ada")).isTrue();
    }

    /** Some of them are valid, but for the reader to judge. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "{}",
                "{\"clientId\":\"ada\"}",
                "{\"Message\":\"hi\"}",
                "{\"clientId\":\"adam\",\"Message\":\"hi\"}",
                "{\"clientId\":\"ad\",\"Message\":\"hi\"}",
                "{\"clientId\":\"adA\",\"Message\":\"hi\"}",
                "{\"clientId\":\"\\u0061da\",\"Message\":\"hi\"}",
                "{\"clientId\":\"ada\",\"Message\":\"hi\",\"clientId\":\"ada\"}",
                "{\"clientId\":\"ada\",\"Message\":\"hi\",\"Message\":\"hi\"}",
                "{\"clientId\":\"ada\",\"Message\":\"hi\",\"room\":\"a\",\"room\":\"a\"}",
                "{\"clientId\":\"ada\",\"M\\u0065ssage\":\"hi\"}",
                "{\"clientId\":\"ada\",\"Message\":\"hi\",\"mood\":\"fine\"}",
                "{\"clientId\":\"ada\",\"Message\":\"hi\",\"to\":\"bob\"}",
                "{\"clientId\":\"ada\",\"Message\":\"hi\",\"type\":\"quit\"}",
                "{\"clientId\":\"ada\",\"Message\":\"hi\",\"room\":\"\"}",
                "{\"clientId\":\"ada\",\"Message\":\"hi\",\"room\":\".\"}",
                "{\"clientId\":\"ada\",\"Message\":\"hi\",\"room\":\"..\"}",
                "{\"clientId\":\"ada\",\"Message\":\"hi\",\"room\":\"a b\"}",
                "{\"clientId\":\"ada\",\"Message\":\"hi\",\"room\":\"«7E ×65»\"}",
                "{\"clientId\":\"ada\",\"Message\":\"hi\",\"room\":\"\\u0061\"}",
                "{\"clientId\":\"ada\",\"Message\":\"hi\",\"room\":null}",
                "{\"clientId\":\"ada\",\"Message\":null}",
                "{\"clientId\":\"ada\",\"Message\":\"hi\",}",
                "{\"clientId\":\"ada\",\"Message\":\"hi\"}}",
                "{\"clientId\":\"ada\",\"Message\":\"hi\"}«0D»",
                "{\"clientId\":\"ada\",«0A»\"Message\":\"hi\"}",
                "{\"clientId\":\"ada\",\"Message\":\"h«1F»i\"}",
                "{\"clientId\":\"ada\",\"Message\":\"h«09»i\"}",
                "{\"clientId\":\"ada\",\"Message\":\"\\x\"}",
                "{\"clientId\":\"ada\",\"Message\":\"\\u12\"}",
                "{\"clientId\":\"ada\",\"Message\":\"\\u00g0\"}",
                "{\"clientId\":\"ada\",\"Message\":\"«C0 80»\"}",
                "{\"clientId\":\"ada\",\"Message\":\"«C1 BF»\"}",
                "{\"clientId\":\"ada\",\"Message\":\"«E0 9F BF»\"}",
                "{\"clientId\":\"ada\",\"Message\":\"«ED A0 80»\"}",
                "{\"clientId\":\"ada\",\"Message\":\"«F0 8F BF BF»\"}",
                "{\"clientId\":\"ada\",\"Message\":\"«F4 90 80 80»\"}",
                "{\"clientId\":\"ada\",\"Message\":\"«E2 82»\"}",
                "{\"clientId\":\"ada\",\"Message\":\"«80»\"}",
                "{\"clientId\":\"ada\",\"Message\":\"«FF»\"}",
                "{\"clientId\":\"ada\",\"Message\":\"hi\"",
                "{\"clientId\":\"ada\",\"Message\":\"hi",
                "{\"clientId\":\"ada\" \"Message\":\"hi\"}",
                "{\"clientId\":\"ada\",\"Message\" \"hi\"}",
                "[\"clientId\":\"ada\",\"Message\":\"hi\"]",
            })
    void anythingElseIsLeftToTheReader(String frame) throws Exception {
        assertThat(recognises(frame, "ada")).isFalse();
    }

    /** A caller that gives a name which nobody could have is not believed either. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a\"b",
                "a\\b",
                "a\tb",
                "a\u007fb",
                "é",
                "12345678901234567890123456789012345678901234567890123456789012345"
            })
    void nameThatNeedsMoreThanAComparisonIsLeftToTheReader(String name) throws Exception {
        assertThat(recognises("{\"clientId\":\"" + name + "\",\"Message\":\"hi\"}", name))
                .isFalse();
    }

    @Test
    void longestNameIsRecognised() throws Exception {
        String name = "~ x!".repeat(16);
        assertThat(recognises("{\"clientId\":\"" + name + "\",\"Message\":\"hi\"}", name))
                .isTrue();
    }

    @Test
    void eachPlaceOfTheTextIsChecked() throws Exception {
        for (int length = 0; length <= 40; length++) {
            String before = "a".repeat(length);
            for (int behind = 0; behind <= 9; behind++) {
                String rest = "b".repeat(behind) + "\"}";
                String begin = "{\"clientId\":\"ada\",\"Message\":\"" + before;
                assertThat(recognises(begin + "«C3 A9»\\n" + rest, "ada")).isTrue();
                assertThat(recognises(begin + "«1F»" + rest, "ada")).isFalse();
                assertThat(recognises(begin + "«FF»" + rest, "ada")).isFalse();
                assertThat(recognises(begin + "\"" + rest, "ada")).isFalse();
                assertThat(recognises(begin + "\\x" + rest, "ada")).isFalse();
            }
        }
    }

    @Test
    void everyPrefixIsLeftToTheReaderThoughTheRestFollowsInTheBuffer() throws Exception {
        byte[] frame = Golden.bytes(
                "{\"clientId\":\"ada\",\"room\":\"rust\",\"Message\":\"«C3 A9 E2 82 AC F0 9F 98 80»\\u00e9\"}");
        ChatScanner scanner = new ChatScanner();
        for (int length = 0; length < frame.length; length++) {
            assertThat(scanner.scan(frame, 0, length, "ada")).isFalse();
            assertThat(scanner.scan(Arrays.copyOf(frame, length), 0, length, "ada"))
                    .isFalse();
        }
        assertThat(scanner.scan(frame, 0, frame.length, "ada")).isTrue();
    }

    @Test
    void roomAndEndAreToldAsPlacesInTheBuffer() {
        byte[] buffer = Golden.bytes("}{\"clientId\":\"ada\",\"room\":\"rust\",\"Message\":\"}\"}  {");
        ChatScanner scanner = new ChatScanner();
        assertThat(scanner.scan(buffer, 1, buffer.length - 2, "ada")).isTrue();
        assertThat(new String(buffer, scanner.roomOffset(), scanner.roomLength(), StandardCharsets.US_ASCII))
                .isEqualTo("rust");
        assertThat(scanner.end()).isEqualTo(buffer.length - 3);
    }

    @Test
    void roomOfTheFrameBeforeIsForgotten() {
        ChatScanner scanner = new ChatScanner();
        byte[] withRoom = Golden.bytes("{\"clientId\":\"ada\",\"Message\":\"hi\",\"room\":\"rust\"}");
        byte[] without = Golden.bytes("{\"clientId\":\"ada\",\"Message\":\"hi\"}");
        assertThat(scanner.scan(withRoom, 0, withRoom.length, "ada")).isTrue();
        assertThat(scanner.roomLength()).isEqualTo(4);
        assertThat(scanner.scan(without, 0, without.length, "ada")).isTrue();
        assertThat(scanner.roomLength()).isZero();
    }

    @Test
    void partThatTheArrayDoesNotHaveIsACallersMistake() {
        assertThatExceptionOfType(IndexOutOfBoundsException.class)
                .isThrownBy(() -> new ChatScanner().scan(new byte[8], 4, 5, "ada"));
    }

    private static boolean recognises(String frame, String clientId) throws FrameException {
        byte[] bytes = Golden.bytes(frame);
        return new ScannerCheck().recognises(bytes, 0, bytes.length, clientId);
    }
}
