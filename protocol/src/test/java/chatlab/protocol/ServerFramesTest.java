package chatlab.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ServerFramesTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static Map<String, byte[]> written() {
        Map<String, byte[]> all = new LinkedHashMap<>();
        all.put("welcome", ServerFrames.welcome("ada", List.of("global"), 20_000, 120_000));
        all.put("welcome-rooms", ServerFrames.welcome("é \"€\" 😀", List.of("rust", "java"), 512, 1500));
        all.put("error-malformed", ServerFrames.error(ErrorCode.MALFORMED, "A frame must be one JSON object."));
        all.put("error-noise", ServerFrames.error(ErrorCode.MALFORMED, "m", true));
        all.put("error-unknown-type", ServerFrames.error(ErrorCode.UNKNOWN_TYPE, "m"));
        all.put("error-unauthenticated", ServerFrames.error(ErrorCode.UNAUTHENTICATED, "m"));
        all.put("error-wrong-name", ServerFrames.error(ErrorCode.WRONG_NAME, "m"));
        all.put("error-invalid-name", ServerFrames.error(ErrorCode.INVALID_NAME, "m"));
        all.put("error-not-in-room", ServerFrames.error(ErrorCode.NOT_IN_ROOM, "m"));
        all.put("error-no-such-room", ServerFrames.error(ErrorCode.NO_SUCH_ROOM, "m"));
        all.put("error-not-connected", ServerFrames.error(ErrorCode.NOT_CONNECTED, "m"));
        all.put("error-too-many-rooms", ServerFrames.error(ErrorCode.TOO_MANY_ROOMS, "m"));
        all.put("error-too-fast", ServerFrames.error(ErrorCode.TOO_FAST, "m"));
        all.put("error-too-long", ServerFrames.error(ErrorCode.TOO_LONG, "m"));
        all.put("error-line-ends", ServerFrames.error(ErrorCode.MALFORMED, "a\r\nb\0"));
        all.put("error-lone-surrogate", ServerFrames.error(ErrorCode.MALFORMED, "a\ud800b😀"));
        all.put("gap", ServerFrames.gap("rust", 42));
        all.put("gap-global", ServerFrames.gap("global", Long.MAX_VALUE));
        all.put("joined", ServerFrames.joined("rust", "é \"€\" 😀"));
        all.put("joined-nameless", ServerFrames.joined("rust", null));
        all.put("left", ServerFrames.left("global", "ada"));
        all.put("left-nameless", ServerFrames.left("global", null));
        all.put(
                "rooms",
                ServerFrames.rooms(
                        List.of(new RoomEntry("global", "", 2), new RoomEntry("rust", "Crabs, \"mostly\"", 0)), 7));
        all.put("rooms-none", ServerFrames.rooms(List.of(), 0));
        all.put("members", ServerFrames.members("rust", List.of("ada", "bob \\ é"), 1002));
        all.put("members-none", ServerFrames.members("rust", List.of(), 0));
        all.put(
                "history",
                ServerFrames.history(
                        "rust",
                        List.of(
                                "{\"clientId\":\"é\",\"Message\":\"}\"} \t".getBytes(StandardCharsets.UTF_8),
                                "{ \"Message\":\"2\",\"clientId\":\"bob\" }".getBytes(StandardCharsets.UTF_8))));
        all.put("history-none", ServerFrames.history("rust", List.of()));
        all.put("bye-shutdown", ServerFrames.bye(ByeReason.SHUTDOWN, 17, 1500L));
        all.put("bye-slow-consumer", ServerFrames.bye(ByeReason.SLOW_CONSUMER, Long.MAX_VALUE, null));
        all.put("bye-idle", ServerFrames.bye(ByeReason.IDLE, 0, null));
        all.put("bye-unfinished", ServerFrames.bye(ByeReason.UNFINISHED, 0, null));
        all.put("bye-unauthenticated", ServerFrames.bye(ByeReason.UNAUTHENTICATED, 0, null));
        all.put("bye-full", ServerFrames.bye(ByeReason.FULL, 0, 0L));
        all.put("bye-quit", ServerFrames.bye(ByeReason.QUIT, 3, null));
        all.put("ping", ServerFrames.ping());
        all.put("pong", ServerFrames.pong(null));
        all.put("pong-number", ServerFrames.pong(Long.MIN_VALUE));
        return all;
    }

    private static Map<String, String> golden() {
        Map<String, String> all = new LinkedHashMap<>();
        Golden.lines("server-frames.txt").forEach(line -> all.put(line.split(" ", 2)[0], line.split(" +", 2)[1]));
        return all;
    }

    @Test
    void framesAreThoseOfTheGoldenFileByteForByte() {
        Map<String, String> written = new LinkedHashMap<>();
        written().forEach((name, frame) -> written.put(name, new String(frame, StandardCharsets.UTF_8)));
        assertThat(written).containsExactlyEntriesOf(golden());
    }

    @Test
    void framesAreOneJsonObjectOnOneLineForAnotherParser() throws Exception {
        for (byte[] frame : written().values()) {
            JsonNode tree = JSON.readTree(frame);
            assertThat(tree.isObject()).isTrue();
            assertThat(tree.get("type").isTextual()).isTrue();
            assertThat(frame).doesNotContain('\n').doesNotContain('\r');
        }
    }

    @Test
    void everyErrorCodeAndByeReasonHasItsGoldenFrame() {
        List<String> codes = new ArrayList<>();
        List<String> reasons = new ArrayList<>();
        for (String frame : golden().values()) {
            JsonNode tree = tree(frame);
            if (tree.has("code")) {
                codes.add(tree.get("code").textValue());
            } else if (tree.has("reason")) {
                reasons.add(tree.get("reason").textValue());
            }
        }
        assertThat(codes)
                .containsAll(
                        Arrays.stream(ErrorCode.values()).map(ErrorCode::wire).toList());
        assertThat(reasons)
                .containsExactlyElementsOf(
                        Arrays.stream(ByeReason.values()).map(ByeReason::wire).toList());
    }

    private static JsonNode tree(String frame) {
        try {
            return JSON.readTree(frame);
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new AssertionError("not JSON: " + frame, e);
        }
    }
}
