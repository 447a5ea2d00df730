package chatlab.server.transport;

import chatlab.protocol.ServerFrames;
import chatlab.protocol.WebSocket;
import chatlab.server.chat.Framing;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The dialects that are served: how frames stand in a connection's bytes, both ways. */
enum Wire {
    JSON_LINES(Framing.LINE) {
        @Override
        Intake intake(int maxFrameBytes, Intake.Owner owner) {
            return new LineIntake(maxFrameBytes, owner);
        }

        @Override
        byte[] frame(byte[] json) {
            byte[] line = Arrays.copyOf(json, json.length + 1);
            line[json.length] = '\n';
            return line;
        }

        @Override
        byte[] ping() {
            return frame(ServerFrames.ping());
        }

        @Override
        byte[] lastWords(Ending ending) {
            return ending.frame.length == 0 ? NOTHING : frame(ending.frame);
        }
    },

    /** RFC 6455: a text message per frame. */
    WEBSOCKET(Framing.WEBSOCKET) {
        @Override
        Intake intake(int maxFrameBytes, Intake.Owner owner) {
            return new WebSocketIntake(maxFrameBytes, owner);
        }

        @Override
        byte[] frame(byte[] json) {
            return webSocketFrame(WebSocket.TEXT, json, 0, json.length);
        }

        @Override
        byte[] ping() {
            return webSocketFrame(WebSocket.PING, NOTHING, 0, 0);
        }

        @Override
        byte[] lastWords(Ending ending) {
            byte[] text = ending.frame.length == 0 ? NOTHING : frame(ending.frame);
            byte[] close = ending.closeCode == 0 ? NOTHING : closeFrame(ending.closeCode, ending.closeReason);
            byte[] words = Arrays.copyOf(text, text.length + close.length);
            System.arraycopy(close, 0, words, text.length, close.length);
            return words;
        }
    };

    private static final byte[] NOTHING = {};

    /** In which form the messages of rooms go out. */
    final Framing framing;

    Wire(Framing framing) {
        this.framing = framing;
    }

    /** What takes in a connection's bytes; frames may have {@code maxFrameBytes} at most. */
    abstract Intake intake(int maxFrameBytes, Intake.Owner owner);

    /** One JSON object as it goes out. */
    abstract byte[] frame(byte[] json);

    /** The question whether a silent client is still there. */
    abstract byte[] ping();

    /** What ends the connection; may be empty. */
    abstract byte[] lastWords(Ending ending);

    /** One whole frame from the server, {@code bytes[offset, offset + length)} being its payload. */
    static byte[] webSocketFrame(int opcode, byte[] bytes, int offset, int length) {
        byte[] frame = new byte[WebSocket.headerBytes(length, false) + length];
        int start = WebSocket.writeHeader(frame, 0, opcode, length);
        System.arraycopy(bytes, offset, frame, start, length);
        return frame;
    }

    private static byte[] closeFrame(int code, String reason) {
        byte[] words = reason.getBytes(StandardCharsets.US_ASCII);
        byte[] payload = ByteBuffer.allocate(Short.BYTES + words.length)
                .putShort((short) code)
                .put(words)
                .array();
        return webSocketFrame(WebSocket.CLOSE, payload, 0, payload.length);
    }
}
