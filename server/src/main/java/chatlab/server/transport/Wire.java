package chatlab.server.transport;

import chatlab.protocol.PlainText;
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
    },

    /** For people with telnet. */
    TEXT(Framing.TEXT) {
        @Override
        Intake intake(int maxFrameBytes, Intake.Owner owner) {
            return new TextIntake(maxFrameBytes, owner);
        }

        @Override
        byte[] frame(byte[] json) {
            byte[] line = PlainText.line(json);
            return line.length == 0 ? NOTHING : joined(line, LINE_END);
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
            byte[] text = super.lastWords(ending);
            byte[] close = ending.closeCode == 0 ? NOTHING : closeFrame(ending.closeCode, ending.closeReason);
            return joined(text, close);
        }
    };

    private static final byte[] NOTHING = {};
    private static final byte[] LINE_END = {'\r', '\n'};

    /** In which form the messages of rooms go out. */
    final Framing framing;

    Wire(Framing framing) {
        this.framing = framing;
    }

    /** What takes in a connection's bytes; frames may have {@code maxFrameBytes} at most. */
    abstract Intake intake(int maxFrameBytes, Intake.Owner owner);

    /** One JSON object as it goes out; empty if there is nothing to say in this form. */
    abstract byte[] frame(byte[] json);

    /** The question whether a silent client is still there. */
    byte[] ping() {
        return frame(ServerFrames.ping());
    }

    /** What ends the connection; may be empty. */
    byte[] lastWords(Ending ending) {
        return ending.frame.length == 0 ? NOTHING : frame(ending.frame);
    }

    /** One whole frame from the server, {@code bytes[offset, offset + length)} being its payload. */
    static byte[] webSocketFrame(int opcode, byte[] bytes, int offset, int length) {
        byte[] frame = new byte[WebSocket.headerBytes(length, false) + length];
        int start = WebSocket.writeHeader(frame, 0, opcode, length);
        System.arraycopy(bytes, offset, frame, start, length);
        return frame;
    }

    private static byte[] joined(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
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
