package chatlab.clients.connection;

import static org.assertj.core.api.Assertions.assertThat;

import chatlab.clients.behaviour.Frames;
import chatlab.clients.dialect.ChatlabDialect;
import chatlab.clients.dialect.Heeds;
import chatlab.clients.dialect.Persona;
import chatlab.protocol.WebSocket;
import io.netty.buffer.ByteBuf;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class FrameScannerTest implements Scanner.Sink {
    private static final Heeds HEEDS = ChatlabDialect.INSTANCE.heeds(new Persona("c000000", "global", ""));

    private final List<String> found = new ArrayList<>();
    private final EmbeddedChannel channel = new EmbeddedChannel();
    private Scanner scanner = anew();

    @Override
    public void open() {}

    @Override
    public void delivery(int run, int sender, int sequence, long intendedNs, long messageBytes) {
        found.add(run + "/" + sender + "/" + sequence + "/" + intendedNs + "/" + messageBytes);
    }

    @Override
    public void serverFrame(byte[] bytes, int from, int to) {
        found.add(new String(bytes, from, to - from, StandardCharsets.UTF_8));
    }

    @Override
    public void end(String reason) {
        found.add("end: " + reason);
    }

    private Scanner anew() {
        return new FrameScanner(channel, new MaskedFrames(new SplittableRandom(1)), HEEDS, this);
    }

    @AfterEach
    void release() {
        channel.finishAndReleaseAll();
    }

    /** Everything a server may send: lengths of all three forms, fragments, empty ones too, control frames between them. */
    private static byte[] stream() {
        String message = message(2, 1, 200);
        return bytes(
                text("{\"type\":\"welcome\"}"),
                text(message(1, 0, 100)),
                text("{\"clientId\":\"ada\",\"Message\":\"no stamp, ~CL1 or so\"}"),
                text(""),
                text("{\"ty"),
                frame(WebSocket.TEXT, message.substring(0, 50)),
                frame(WebSocket.FINAL | WebSocket.PING, "are you there?"),
                frame(WebSocket.CONTINUATION, ""),
                frame(WebSocket.CONTINUATION, message.substring(50, 51)),
                frame(WebSocket.FINAL | WebSocket.PONG, "unasked"),
                frame(WebSocket.FINAL | WebSocket.CONTINUATION, message.substring(51)),
                frame(WebSocket.TEXT, ""),
                frame(WebSocket.CONTINUATION, "{\"type\":\"gap\","),
                frame(WebSocket.FINAL | WebSocket.PING, ""),
                frame(WebSocket.FINAL | WebSocket.CONTINUATION, "\"missed\":3}"),
                text(message(1, 2, 70_000)),
                frame(WebSocket.TEXT, message(3, 3, 126)),
                frame(WebSocket.FINAL | WebSocket.CONTINUATION, ""),
                text("{\"type\":\"bye\",\"reason\":\"shutdown\"}"),
                frame(WebSocket.FINAL | WebSocket.CLOSE, "\u0003\u00e9going"),
                text(message(1, 3, 100)));
    }

    private static final List<String> EXPECTED = List.of(
            "{\"type\":\"welcome\"}",
            "9/1/0/77/100",
            "9/2/1/77/200",
            "{\"type\":\"gap\",\"missed\":3}",
            "9/1/2/77/70000",
            "9/3/3/77/126",
            "{\"type\":\"bye\",\"reason\":\"shutdown\"}",
            "end: closed 1001");

    @Test
    void everyCutFindsTheSame() {
        byte[] bytes = stream();
        for (int piece = 1; piece <= 600; piece++) {
            readIn(bytes, piece, piece);
            assertThat(found).as("cut every %d bytes", piece).isEqualTo(EXPECTED);
            assertThat(answers())
                    .as("cut every %d bytes", piece)
                    .containsExactly("10 are you there?", "10 ", "8 \u0003\u00e9");
        }
    }

    @Test
    void cutsAtRandomFindTheSame() {
        byte[] bytes = stream();
        for (long seed = 0; seed < 300; seed++) {
            Random random = new Random(seed);
            found.clear();
            scanner = anew();
            for (int at = 0; at < bytes.length; ) {
                int length = Math.min(bytes.length - at, 1 + random.nextInt(random.nextBoolean() ? 8 : 20_000));
                read(Arrays.copyOfRange(bytes, at, at + length));
                at += length;
            }
            assertThat(found).as("seed %d", seed).isEqualTo(EXPECTED);
        }
    }

    @Test
    void aPayloadOfAnyLengthIsSkippedAndNotCollected() {
        long length = 1L << 40;
        byte[] header = {(byte) (WebSocket.FINAL | WebSocket.TEXT), 127, 0, 0, 1, 0, 0, 0, 0, 0};
        assertThat(ByteBuffer.wrap(header, 2, 8).getLong()).isEqualTo(length);
        read(header);
        byte[] rest = new byte[60_000];
        Arrays.fill(rest, (byte) '~');
        for (long left = length; left > length - 100_000_000; left -= rest.length) {
            read(rest);
            assertThat(scanner.keptBytes()).isLessThan(48);
        }
        assertThat(found).isEmpty();
    }

    @Test
    void aServerFrameInPiecesIsKeptUpToItsBoundAndSkippedBeyond() {
        String start = "{\"type\":\"error\",\"message\":\"";
        for (int length : new int[] {4000, 6000}) {
            found.clear();
            String whole = start + "x".repeat(length - start.length() - 2) + "\"}";
            byte[] bytes = bytes(text(whole), text("{\"type\":\"welcome\"}"));
            readIn(bytes, 1000, 1000);
            assertThat(found.getLast()).isEqualTo("{\"type\":\"welcome\"}");
            assertThat(found).hasSize(length <= MessageReader.MAX_SERVER_FRAME_BYTES ? 2 : 1);
        }
    }

    static Stream<Arguments> brokenRules() {
        return Stream.of(
                Arguments.of("masked", new byte[] {(byte) 0x81, (byte) 0x81, 0, 0, 0, 0, 'x'}, 1002),
                Arguments.of("reserved bit", new byte[] {(byte) 0xc1, 1, 'x'}, 1002),
                Arguments.of("reserved opcode", new byte[] {(byte) 0x83, 1, 'x'}, 1002),
                Arguments.of("reserved control opcode", new byte[] {(byte) 0x8b, 0}, 1002),
                Arguments.of("binary", new byte[] {(byte) 0x82, 1, 'x'}, 1003),
                Arguments.of("continuation of nothing", new byte[] {(byte) 0x80, 1, 'x'}, 1002),
                Arguments.of("text within a message", new byte[] {0x01, 1, 'x', (byte) 0x81, 1, 'x'}, 1002),
                Arguments.of("ping in fragments", new byte[] {0x09, 0}, 1002),
                Arguments.of("long ping", new byte[] {(byte) 0x89, 126, 0, 126}, 1002),
                Arguments.of("close with one byte", new byte[] {(byte) 0x88, 1, 3}, 1002),
                Arguments.of("close with a code for nobody", new byte[] {(byte) 0x88, 2, 3, (byte) 0xed}, 1002),
                Arguments.of("two bytes for a length of one", new byte[] {(byte) 0x81, 126, 0, 125}, 1002),
                Arguments.of("eight for one of two", new byte[] {(byte) 0x81, 127, 0, 0, 0, 0, 0, 0, -1, -1}, 1002),
                Arguments.of("top bit of a length", new byte[] {(byte) 0x81, 127, -1, 0, 0, 0, 0, 0, 0, 0}, 1002));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("brokenRules")
    void aServerThatBreaksTheRulesIsToldAndLeft(String name, byte[] bytes, int code) {
        readIn(bytes(bytes, text("{\"type\":\"welcome\"}")), 1, 1);
        assertThat(found).containsExactly("end: websocket_error");
        assertThat(answers()).containsExactly("8 " + (char) (code >>> 8) + (char) (code & 0xff));
    }

    @Test
    void aMessageCountsWhenItsLastFrameHasComeThoughThatBeEmpty() {
        read(frame(WebSocket.TEXT, message(3, 3, 126)));
        assertThat(found).isEmpty();
        read(frame(WebSocket.FINAL | WebSocket.CONTINUATION, ""));
        assertThat(found).containsExactly("9/3/3/77/126");
    }

    @Test
    void everyFrameHasAMaskOfItsOwn() {
        for (int i = 0; i < 100; i++) {
            read(frame(WebSocket.FINAL | WebSocket.PING, ""));
        }
        Set<Integer> masks = new HashSet<>();
        for (ByteBuf pong = channel.readOutbound(); pong != null; pong = channel.readOutbound()) {
            masks.add(pong.getInt(2));
            pong.release();
        }
        assertThat(masks).hasSize(100);
    }

    @Test
    void aCloseWithoutACodeIsAnsweredWithoutOne() {
        read(frame(WebSocket.FINAL | WebSocket.CLOSE, ""));
        assertThat(found).containsExactly("end: closed 1005");
        assertThat(answers()).containsExactly("8 ");
    }

    private void readIn(byte[] bytes, int first, int piece) {
        found.clear();
        scanner = anew();
        int length = Math.min(first, bytes.length);
        for (int at = 0; at < bytes.length; at += length, length = Math.min(piece, bytes.length - at)) {
            read(Arrays.copyOfRange(bytes, at, at + length));
        }
    }

    private void read(byte[] bytes) {
        int kept = scanner.keptBytes();
        assertThat(kept).isLessThanOrEqualTo(Scanner.MAX_KEPT_BYTES);
        byte[] buffer = new byte[kept + bytes.length];
        scanner.restore(buffer);
        System.arraycopy(bytes, 0, buffer, kept, bytes.length);
        scanner = scanner.scan(buffer, 0, buffer.length);
    }

    /** What was answered since the last question, unmasked: opcode and payload. */
    private List<String> answers() {
        List<String> answers = new ArrayList<>();
        for (ByteBuf frame = channel.readOutbound(); frame != null; frame = channel.readOutbound()) {
            byte[] bytes = new byte[frame.readableBytes()];
            frame.readBytes(bytes).release();
            assertThat(bytes[1] & WebSocket.MASKED).as("masked").isEqualTo(WebSocket.MASKED);
            assertThat(bytes).hasSize(6 + (bytes[1] & 0x7f));
            WebSocket.mask(bytes, 6, bytes.length, ByteBuffer.wrap(bytes, 2, 4).getInt(), 0);
            answers.add((bytes[0] & 0x0f) + " " + new String(bytes, 6, bytes.length - 6, StandardCharsets.ISO_8859_1));
        }
        return answers;
    }

    private static byte[] text(String message) {
        return frame(WebSocket.FINAL | WebSocket.TEXT, message);
    }

    /** @param first the frame's first byte */
    private static byte[] frame(int first, String payload) {
        byte[] bytes = payload.getBytes(StandardCharsets.ISO_8859_1);
        byte[] frame = new byte[WebSocket.headerBytes(bytes.length, false) + bytes.length];
        int at = WebSocket.writeHeader(frame, 0, 0, bytes.length);
        frame[0] = (byte) first;
        System.arraycopy(bytes, 0, frame, at, bytes.length);
        return frame;
    }

    private static byte[] bytes(byte[]... frames) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (byte[] frame : frames) {
            bytes.writeBytes(frame);
        }
        return bytes.toByteArray();
    }

    private static String message(int client, int sequence, int length) {
        return Frames.of(9, client, length, sequence, 77);
    }
}
