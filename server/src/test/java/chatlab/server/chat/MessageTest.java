package chatlab.server.chat;

import static org.assertj.core.api.Assertions.assertThat;

import chatlab.protocol.WebSocket;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MessageTest {
    @ParameterizedTest
    @CsvSource({"2", "125", "126", "65535", "65536", "200000"})
    void allFormsAreTheSamePayloadInOneBuffer(int length) {
        String payload = "{" + "x".repeat(length - 2) + "}";
        Message message = message(payload, "");
        ByteBuf line = message.framed(Framing.LINE);
        ByteBuf frame = message.framed(Framing.WEBSOCKET);

        assertThat(line.toString(StandardCharsets.US_ASCII)).isEqualTo(payload + "\n");
        byte[] header = new byte[WebSocket.MAX_HEADER_BYTES];
        int end = WebSocket.writeHeader(header, 0, WebSocket.TEXT, length);
        assertThat(frame.readableBytes()).isEqualTo(end + length);
        for (int i = 0; i < end; i++) {
            assertThat(frame.readByte()).isEqualTo(header[i]);
        }
        assertThat(frame.toString(StandardCharsets.US_ASCII)).isEqualTo(payload);
        assertThat(frame.memoryAddress() + frame.readerIndex()).isEqualTo(line.memoryAddress() + line.readerIndex());
        assertThat(message.lineBytes()).isEqualTo(length + 1);
        release(message, line, frame);
    }

    @Test
    void theSpliceStandsBeforeTheFinalBraceInAllForms() {
        Message message = message("{\"a\":\"}\"} \t", ",\"room\":\"rust\"");
        ByteBuf line = message.framed(Framing.LINE);
        ByteBuf frame = message.framed(Framing.WEBSOCKET);
        assertThat(line.toString(StandardCharsets.US_ASCII)).isEqualTo("{\"a\":\"}\",\"room\":\"rust\"} \t\n");
        assertThat(frame.readByte()).isEqualTo((byte) 0x81);
        assertThat(frame.readByte()).isEqualTo((byte) frame.readableBytes());
        assertThat(frame.toString(StandardCharsets.US_ASCII)).isEqualTo("{\"a\":\"}\",\"room\":\"rust\"} \t");
        release(message, line, frame);
    }

    private static Message message(String payload, String splice) {
        byte[] bytes = ("before" + payload + "after").getBytes(StandardCharsets.US_ASCII);
        return Message.of(
                ByteBufAllocator.DEFAULT,
                bytes,
                "before".length(),
                payload.length(),
                splice.getBytes(StandardCharsets.US_ASCII));
    }

    /** What was given out keeps the buffer alive, and nothing else does. */
    private static void release(Message message, ByteBuf line, ByteBuf frame) {
        message.release();
        line.release();
        assertThat(frame.refCnt()).isEqualTo(1);
        frame.release();
        assertThat(line.refCnt()).isZero();
    }
}
