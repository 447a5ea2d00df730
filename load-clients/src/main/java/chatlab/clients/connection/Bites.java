package chatlab.clients.connection;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.DefaultMaxMessagesRecvByteBufAllocator;
import io.netty.channel.RecvByteBufAllocator;

/**
 * How much each read of a slow reader takes. A channel asks for its allocator's handle once, at its first read, so that another
 * allocator would come too late: this one's reads change their size. Confined to the client's loop.
 */
final class Bites extends DefaultMaxMessagesRecvByteBufAllocator {
    private final RecvByteBufAllocator freely;
    private int biteBytes;

    /** @param freely how it reads while it does not trickle */
    Bites(RecvByteBufAllocator freely) {
        this.freely = freely;
    }

    /** From the next read on, each takes so many bytes at most. */
    void trickle(int bytes) {
        biteBytes = bytes;
    }

    /** From the next read on, it takes what there is. */
    void readFreely() {
        biteBytes = 0;
    }

    @Override
    @SuppressWarnings("deprecation") // of the type; it is what Netty asks for
    public Handle newHandle() {
        Handle whole = freely.newHandle();
        return new MaxMessageHandle() {
            @Override
            public int guess() {
                return biteBytes == 0 ? whole.guess() : biteBytes;
            }

            @Override
            public ByteBuf allocate(ByteBufAllocator allocator) {
                // A socket is read up to the buffer's capacity.
                return biteBytes == 0 ? whole.allocate(allocator) : allocator.ioBuffer(biteBytes, biteBytes);
            }
        };
    }
}
