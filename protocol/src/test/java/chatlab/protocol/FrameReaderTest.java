package chatlab.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class FrameReaderTest {
    private static final int MAX_LINE_BYTES = 20_000;
    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    /** One frame and what it means: a line that begins with {@code >} and the next one, with {@code =}. */
    record Valid(String frame, String meaning) {}

    record Refused(String code, String frame) {}

    static Stream<Valid> validFrames() {
        List<String> lines = Golden.lines("client-frames.txt");
        List<Valid> all = new ArrayList<>();
        for (int i = 0; i < lines.size(); i += 2) {
            assertThat(lines.get(i)).startsWith("> ");
            assertThat(lines.get(i + 1)).startsWith("= ");
            all.add(new Valid(lines.get(i).substring(2), lines.get(i + 1).substring(2)));
        }
        return all.stream();
    }

    static Stream<Refused> refusedFrames() {
        return Golden.lines("refused-frames.txt").stream()
                .map(line -> line.split(" +", 2))
                .map(f -> new Refused(f[0], f[1]));
    }

    @ParameterizedTest
    @MethodSource("validFrames")
    void validFrameMeansWhatTheGoldenFileSays(Valid golden) throws Exception {
        JsonNode meaning = JSON.readTree(golden.meaning);
        assertThat(asJson(read(Golden.bytes(golden.frame)))).isEqualTo(meaning);
    }

    @ParameterizedTest
    @MethodSource("validFrames")
    void validFrameIsValidForAnotherParserThatReadsTheSameNames(Valid golden) throws Exception {
        JsonNode tree = JSON.readTree(Golden.bytes(golden.frame));
        JsonNode meaning = JSON.readTree(golden.meaning);
        assertThat(tree.isObject()).isTrue();
        for (String member : List.of("clientId", "room", "to", "token")) {
            if (meaning.hasNonNull(member)) {
                assertThat(tree.get(member)).isEqualTo(meaning.get(member));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("refusedFrames")
    void refusedFrameGetsTheCodeOfTheGoldenFileInAnAnswerThatCanBeSent(Refused golden) throws Exception {
        FrameException refusal = refusal(Golden.bytes(golden.frame));
        assertThat(refusal.code().wire()).isEqualTo(golden.code);
        byte[] answer = ServerFrames.error(refusal.code(), refusal.getMessage());
        assertThat(JSON.readTree(answer).get("message").textValue()).isEqualTo(refusal.getMessage());
        assertThat(answer).hasSizeLessThan(1000).doesNotContain('\n').doesNotContain('\r');
        assertThat(refusal.getMessage()).endsWith(".").doesNotContainPattern("[\\p{Cntrl}\\u0080-\\u009f]");
    }

    @ParameterizedTest
    @MethodSource("refusedFrames")
    void refusalLeavesTheReaderReadyForTheNextFrame(Refused golden) throws Exception {
        FrameReader reader = new FrameReader(MAX_LINE_BYTES);
        byte[] refused = Golden.bytes(golden.frame);
        assertThat(catchThrowableOfType(FrameException.class, () -> reader.read(refused, 0, refused.length)))
                .isNotNull();
        byte[] next = Golden.bytes("{\"clientId\":\"ada\",\"Message\":\"hi\"}");
        assertThat(reader.read(next, 0, next.length)).isEqualTo(new ClientFrame.Chat("ada", null, null));
    }

    @Test
    void emptyFrameIsMalformed() {
        assertThat(refusal(new byte[0]).code()).isEqualTo(ErrorCode.MALFORMED);
    }

    @Test
    void everyPrefixOfAFrameIsMalformed() {
        byte[] frame = Golden.bytes(
                "{\"type\":\"hello\",\"clientId\":\"é\",\"rooms\":[\"a\"],\"x\":{\"y\":[1,true,\"«C3 A9»\"]}}");
        for (int length = 0; length < frame.length; length++) {
            assertThat(refusal(Arrays.copyOf(frame, length)).code()).isEqualTo(ErrorCode.MALFORMED);
        }
    }

    @Test
    void everyByteThatIsNotAsciiIsMalformedAlone() {
        for (int value = 0x80; value <= 0xff; value++) {
            byte[] frame = "{\"clientId\":\"ada\",\"Message\":\"?\"}".getBytes(StandardCharsets.ISO_8859_1);
            frame[frame.length - 3] = (byte) value;
            assertThat(refusal(frame).code()).isEqualTo(ErrorCode.MALFORMED);
        }
    }

    @Test
    void frameIsReadFromTheMiddleOfABuffer() throws Exception {
        byte[] buffer = "}{\"type\":\"quit\"}{".getBytes(StandardCharsets.UTF_8);
        assertThat(new FrameReader(15).read(buffer, 1, 15)).isEqualTo(new ClientFrame.Quit());
    }

    @Test
    void frameAsLongAsTheLineMayBeIsRead() throws Exception {
        byte[] frame = Golden.bytes("{\"clientId\":\"ada\",\"Message\":\"«61 ×19969»\"}");
        assertThat(frame.length).isEqualTo(MAX_LINE_BYTES);
        assertThat(read(frame)).isEqualTo(new ClientFrame.Chat("ada", null, null));
    }

    @Test
    void memberNameMayBeAsLongAsTheLine() throws Exception {
        byte[] frame = Golden.bytes("{\"clientId\":\"ada\",\"Message\":\"hi\",\"«61 ×60000»\":1}");
        assertThat(new FrameReader(100_000).read(frame, 0, frame.length))
                .isEqualTo(new ClientFrame.Chat("ada", null, null));
    }

    /** A frame that is cut off could be valid by accident: refusing loudly is the caller's reminder of its own bound. */
    @Test
    void frameLongerThanTheReaderWasMadeForIsACallersMistake() {
        byte[] frame = Golden.bytes("{\"type\":\"quit\"}   ");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new FrameReader(15).read(frame, 0, frame.length))
                .withMessageContaining("18 bytes")
                .withMessageContaining("at most 15");
    }

    /** 4,096 names with one hash under the usual multipliers, 31 and 33. */
    @ParameterizedTest
    @CsvSource({"Aa,BB", "Ab,BA"})
    void namesMadeToCollideAreReadLikeAnyOthers(String zero, String one) throws Exception {
        StringBuilder frame = new StringBuilder("{\"clientId\":\"ada\",\"Message\":\"hi\"");
        for (int i = 0; i < 4096; i++) {
            frame.append(",\"");
            for (int bit = 0; bit < 12; bit++) {
                frame.append((i >> bit & 1) == 0 ? zero : one);
            }
            frame.append("\":1");
        }
        byte[] bytes = frame.append('}').toString().getBytes(StandardCharsets.UTF_8);
        assertThat(new FrameReader(bytes.length).read(bytes, 0, bytes.length))
                .isEqualTo(new ClientFrame.Chat("ada", null, null));
    }

    @Test
    void refusalSaysWhereAndWhatWouldBeRight() {
        assertThat(refusal("{\"clientId\":\"ada\",\"Message\":\"a«C3 28»\"}")).isEqualTo("Not valid UTF-8 at byte 31.");
        assertThat(refusal("{\"type\":\"shout\"}"))
                .isEqualTo(
                        "No frame has the type \"shout\"; a chat message has none, others are hello, join, leave, rooms, members, ping, pong, quit.");
        assertThat(refusal("{\"clientId\":\"ada\",\"Message\":\"hi\",\"room\":\"a b\"}"))
                .isEqualTo(
                        "The room is \"a b\", but a room's name has 1 to 64 characters of A-Z, a-z, 0-9, '.', '_', '~'"
                                + " and '-', and is neither '.' nor '..'.");
        assertThat(refusal("{\"clientId\":\"ada\",\"Message\":\"hi\",\"to\":\"\"}"))
                .isEqualTo("\"to\" is \"\", but a client's name has 1 to 64 characters and no control characters.");
        assertThat(refusal("{\"Message\":\"hi\"}"))
                .isEqualTo("A chat message needs the members \"clientId\" and \"Message\", both strings.");
        assertThat(refusal("{\"type\":\"join\"}")).isEqualTo("A join needs the member \"room\", a string.");
        assertThat(refusal("{\"type\":\"members\"}"))
                .isEqualTo("A question for members needs the member \"room\", a string.");
        assertThat(refusal("{\"clientId\":\"ada\",\"Message\":\"hi\",\"room\":\"rust\",\"to\":\"bob\"}"))
                .isEqualTo("A message is for a room or for one client: \"room\" and \"to\" exclude each other.");
    }

    private static String refusal(String written) {
        return refusal(Golden.bytes(written)).getMessage();
    }

    private static FrameException refusal(byte[] frame) {
        FrameException refusal = catchThrowableOfType(FrameException.class, () -> read(frame));
        assertThat(refusal).as("refusal").isNotNull();
        return refusal;
    }

    private static ClientFrame read(byte[] frame) throws FrameException {
        return new FrameReader(MAX_LINE_BYTES).read(frame, 0, frame.length);
    }

    private static JsonNode asJson(ClientFrame frame) throws IOException {
        ObjectNode json = JSON.createObjectNode();
        switch (frame) {
            case ClientFrame.Chat chat ->
                json.put("is", "chat")
                        .put("clientId", chat.clientId())
                        .put("room", chat.room())
                        .put("to", chat.to());
            case ClientFrame.Hello hello -> {
                json.put("is", "hello").put("clientId", hello.clientId());
                hello.rooms().forEach(json.putArray("rooms")::add);
                json.put("token", hello.token());
            }
            case ClientFrame.Join join ->
                json.put("is", "join").put("room", join.room()).put("history", join.history());
            case ClientFrame.Leave leave -> json.put("is", "leave").put("room", leave.room());
            case ClientFrame.ListRooms rooms -> json.put("is", "rooms");
            case ClientFrame.ListMembers members -> json.put("is", "members").put("room", members.room());
            case ClientFrame.Ping ping -> json.put("is", "ping").put("t", ping.t());
            case ClientFrame.Pong pong -> json.put("is", "pong");
            case ClientFrame.Quit quit -> json.put("is", "quit");
        }
        return roundTrip(json);
    }

    /** Numbers of one value compare equal only when they were read in the same way. */
    private static JsonNode roundTrip(JsonNode json) throws JsonProcessingException {
        return JSON.readTree(JSON.writeValueAsString(json));
    }
}
