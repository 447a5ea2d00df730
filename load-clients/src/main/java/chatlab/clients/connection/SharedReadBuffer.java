package chatlab.clients.connection;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.DefaultMaxMessagesRecvByteBufAllocator;
import java.nio.ByteBuffer;

/**
 * One buffer for all reads of one event loop, each of which is through with it before the next. It is larger than what a socket
 * usually holds, so that a read empties that: each read makes room in a socket whose sender may wait for it, and over loopback
 * the kernel then has the sender go on at once, on the reader's core. With many small reads a reader that has fallen behind pays so
 * much for that that it never catches up. Confined to its loop.
 */
final class SharedReadBuffer extends DefaultMaxMessagesRecvByteBufAllocator {
    private static final int BYTES = 256 * 1024;

    private final ByteBuf buffer = Unpooled.wrappedBuffer(ByteBuffer.allocateDirect(BYTES));

    @Override
    @SuppressWarnings("deprecation") // of the type; it is what Netty asks for
    public Handle newHandle() {
        return new MaxMessageHandle() {
            @Override
            public int guess() {
                return BYTES;
            }

            @Override
            public ByteBuf allocate(ByteBufAllocator allocator) {
                if (buffer.refCnt() != 1) {
                    throw new IllegalStateException("the last read still has the buffer");
                }
                return buffer.clear().retain();
            }
        };
    }
}
