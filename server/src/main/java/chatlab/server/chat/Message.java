package chatlab.server.chat;

import chatlab.protocol.WebSocket;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.nio.charset.StandardCharsets;

/**
 * One message of a room, framed for everyone: a single buffer holds {@code [WebSocket header][payload][LF]}, and every form
 * is a part of it. Counted like a buffer; what {@link #framed} has given keeps it alive. Thread-safe but for its making.
 */
public final class Message {
    /** Readable as a line; what stands before that is the header. */
    private final ByteBuf buffer;

    private Message(ByteBuf buffer) {
        this.buffer = buffer;
    }

    /**
     * Frames the chat message in {@code bytes[offset, offset + length)}, a JSON object, as it came, but with {@code splice}
     * (ASCII, may be empty) put in before its final brace. The caller has the one reference.
     */
    static Message of(ByteBufAllocator allocator, byte[] bytes, int offset, int length, String splice) {
        int payloadBytes = length + splice.length();
        int headerBytes = WebSocket.headerBytes(payloadBytes, false);
        byte[] header = new byte[headerBytes];
        WebSocket.writeHeader(header, 0, WebSocket.TEXT, payloadBytes);
        ByteBuf buffer = allocator.directBuffer(headerBytes + payloadBytes + 1).writeBytes(header);
        if (splice.isEmpty()) {
            buffer.writeBytes(bytes, offset, length);
        } else {
            int brace = offset + length - 1;
            while (bytes[brace] != '}') {
                brace--; // a valid object may have white space after it
            }
            buffer.writeBytes(bytes, offset, brace - offset);
            buffer.writeCharSequence(splice, StandardCharsets.US_ASCII);
            buffer.writeBytes(bytes, brace, offset + length - brace);
        }
        return new Message(buffer.writeByte('\n').readerIndex(headerBytes));
    }

    /** All of it in one form. The caller has to release what it gets. */
    public ByteBuf framed(Framing framing) {
        ByteBuf view = buffer.retainedDuplicate(); // a line already
        return switch (framing) {
            case LINE -> view;
            case WEBSOCKET -> view.setIndex(0, view.writerIndex() - 1);
        };
    }

    /** How long it is as a line, its end included. */
    int lineBytes() {
        return buffer.readableBytes();
    }

    void release() {
        buffer.release();
    }
}
