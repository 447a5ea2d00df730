package chatlab.clients.connection;

import chatlab.protocol.WebSocket;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.random.RandomGenerator;

/**
 * Writes the frames of a WebSocket client (RFC 6455, section 5.3), each with a mask of its own. Masks keep scripts of web pages from
 * choosing bytes on the wire; there are none here, so that a fast generator is enough. Confined to its event loop.
 */
final class MaskedFrames {
    private final RandomGenerator masks;
    private byte[] written = new byte[1024];

    MaskedFrames(RandomGenerator masks) {
        this.masks = masks;
    }

    /** A whole message, or a control frame, with {@code length} bytes from {@code from} as its payload. */
    ByteBuf frame(ByteBufAllocator allocator, int opcode, byte[] bytes, int from, int length) {
        int whole = WebSocket.headerBytes(length, true) + length;
        if (written.length < whole) {
            written = new byte[whole];
        }
        int mask = masks.nextInt();
        int at = WebSocket.writeMaskedHeader(written, 0, opcode, length, mask);
        System.arraycopy(bytes, from, written, at, length);
        WebSocket.mask(written, at, at + length, mask, 0);
        return allocator.directBuffer(whole).writeBytes(written, 0, whole);
    }
}
