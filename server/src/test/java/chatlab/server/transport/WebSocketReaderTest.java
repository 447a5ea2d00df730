package chatlab.server.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chatlab.protocol.WebSocket;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class WebSocketReaderTest {
    private static final int MASK = 0x01f2_e3d4;

    private final WebSocketReader reader = new WebSocketReader(70_000);
    private final List<String> heard = new ArrayList<>();
    private final WebSocketReader.Sink sink = new WebSocketReader.Sink() {
        @Override
        public boolean message(byte[] bytes, int offset, int length) {
            heard.add(new String(bytes, offset, length, StandardCharsets.UTF_8));
            return !heard.getLast().equals("stop");
        }

        @Override
        public boolean control(int opcode, byte[] bytes, int offset, int length) {
            heard.add(opcode
                    + (reader.isWithinMessage() ? " within " : " ")
                    + new String(bytes, offset, length, StandardCharsets.UTF_8));
            return true;
        }
    };

    private static byte[] conversation() {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(frame(0x81, "one"));
        all.writeBytes(frame(0x89, "ping"));
        all.writeBytes(frame(0x01, "tw\u00fc"));
        all.writeBytes(frame(0x8A, ""));
        all.writeBytes(frame(0x00, ""));
        all.writeBytes(frame(0x80, "\u2714".repeat(50)));
        all.writeBytes(frame(0x81, ""));
        all.writeBytes(frame(0x01, ""));
        all.writeBytes(frame(0x80, "late"));
        return all.toByteArray();
    }

    private static final String[] HEARD = {"one", "9 ping", "10 within ", "tw\u00fc" + "\u2714".repeat(50), "", "late"};

    @Test
    void theSameComesOutWhereverTheBytesAreCut() throws Exception {
        byte[] all = conversation();
        for (int cut = 0; cut <= all.length; cut++) {
            heard.clear();
            byte[] scratch = all.clone();
            reader.take(scratch, 0, cut, sink);
            reader.take(scratch, cut, scratch.length, sink);
            assertThat(heard).as("cut at " + cut).containsExactly(HEARD);
            assertThat(reader.heldBytes()).isZero();
        }
    }

    @Test
    void theSameComesOutByteByByte() throws Exception {
        for (byte one : conversation()) {
            reader.take(new byte[] {9, one, 9}, 1, 2, sink);
        }
        assertThat(heard).containsExactly(HEARD);
        assertThat(reader.heldBytes()).isZero();
    }

    @Test
    void longMessagesComeWholeAndInPieces() throws Exception {
        for (int length : new int[] {125, 126, 65_535, 65_536, 70_000}) {
            for (int piece : new int[] {100_000, 8_191, 3}) {
                heard.clear();
                byte[] bytes = frame(0x81, "x".repeat(length));
                for (int at = 0; at < bytes.length; at += piece) {
                    reader.take(bytes, at, Math.min(bytes.length, at + piece), sink);
                }
                assertThat(heard).containsExactly("x".repeat(length));
            }
        }
    }

    @Test
    void memoryIsHeldForWhatHasComeAndNotForWhatWasAnnounced() throws Exception {
        byte[] bytes = frame(0x81, "x".repeat(60_000));
        assertThat(reader.heldBytes()).isZero();
        reader.take(bytes, 0, 1, sink);
        assertThat(reader.heldBytes()).isPositive();
        reader.take(bytes, 1, 100, sink);
        assertThat(reader.heldBytes()).isBetween(92, 250);
        reader.clear();
        assertThat(reader.heldBytes()).isZero();
    }

    @Test
    void nothingIsLookedAtOnceNoMoreIsWanted() throws Exception {
        byte[] stop = frame(0x81, "stop");
        byte[] bytes = Arrays.copyOf(stop, stop.length + 1);
        bytes[stop.length] = (byte) 0xff; // would break every rule
        reader.take(bytes, 0, bytes.length, sink);
        assertThat(heard).containsExactly("stop");
    }

    @Test
    void fragmentsCountTogether() throws Exception {
        reader.take(frame(0x01, "x".repeat(69_999)), 0, 69_999 + 14, sink);
        reader.take(frame(0x00, "x"), 0, 7, sink);
        assertThatThrownBy(() -> reader.take(frame(0x80, "x"), 0, 6, sink))
                .isInstanceOf(WebSocketException.class)
                .hasMessage("A message may have at most 70000 bytes.");
    }

    private static byte[] frame(int first, String text) {
        byte[] payload = text.getBytes(StandardCharsets.UTF_8);
        byte[] frame = new byte[WebSocket.headerBytes(payload.length, true) + payload.length];
        int start = WebSocket.writeMaskedHeader(frame, 0, 0, payload.length, MASK);
        frame[0] = (byte) first;
        System.arraycopy(payload, 0, frame, start, payload.length);
        WebSocket.mask(frame, start, frame.length, MASK, 0);
        return frame;
    }
}
