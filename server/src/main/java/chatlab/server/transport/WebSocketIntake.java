package chatlab.server.transport;

import chatlab.protocol.ErrorCode;
import chatlab.protocol.WebSocket;
import chatlab.protocol.WebSocket.CloseCode;
import chatlab.server.chat.EndReason;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** WebSocket as it comes in: a frame of ours is a text message; pings and the client's end are answered. */
final class WebSocketIntake implements Intake, WebSocketReader.Sink {
    private final WebSocketReader reader;
    private final Owner owner;
    private @Nullable Ending closed;

    WebSocketIntake(int maxMessageBytes, Owner owner) {
        reader = new WebSocketReader(maxMessageBytes);
        this.owner = owner;
    }

    @Override
    public @Nullable Ending take(byte[] bytes, int from, int to) {
        try {
            reader.take(bytes, from, to, this);
            return closed;
        } catch (WebSocketException e) {
            boolean tooLong = e.code() == CloseCode.TOO_BIG;
            return Ending.error(
                    tooLong ? EndReason.TOO_LONG : EndReason.PROTOCOL_ERROR,
                    e.code(),
                    tooLong ? ErrorCode.TOO_LONG : ErrorCode.MALFORMED,
                    Objects.requireNonNull(e.getMessage()));
        }
    }

    @Override
    public int heldBytes() {
        return reader.heldBytes();
    }

    @Override
    public void clear() {
        reader.clear();
    }

    @Override
    public boolean message(byte[] bytes, int offset, int length) {
        return owner.frame(bytes, offset, length);
    }

    @Override
    public boolean control(int opcode, byte[] bytes, int offset, int length) throws WebSocketException {
        if (!reader.isWithinMessage()) {
            owner.finished();
        }
        return switch (opcode) {
            case WebSocket.PING -> owner.answer(Wire.webSocketFrame(WebSocket.PONG, bytes, offset, length));
            case WebSocket.CLOSE -> {
                closed = Ending.closed(closeCode(bytes, offset, length));
                yield false;
            }
            default -> true; // a pong: its bytes have shown that the client is there
        };
    }

    /** The code that a client's close frame says, and is answered with; without one, that of a normal end. */
    private static int closeCode(byte[] bytes, int offset, int length) throws WebSocketException {
        if (length == 0) {
            return CloseCode.NORMAL.number();
        }
        WebSocketException.require(length >= Short.BYTES, "A close frame holds nothing, or a code of two bytes first.");
        int code = ((bytes[offset] & 0xff) << Byte.SIZE) | (bytes[offset + 1] & 0xff);
        WebSocketException.require(
                WebSocket.isSendableCloseCode(code), "The close code " + code + " is not for sending.");
        WebSocketReader.requireUtf8(
                bytes, offset + Short.BYTES, length - Short.BYTES, "A close frame's reason must be valid UTF-8.");
        return code;
    }
}
