package chatlab.server.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.ChannelConfig;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.util.UncheckedBooleanSupplier;

/**
 * The one buffer into which all connections of a loop are read, in turn: what a read brings is worked off before the next
 * one, so none has to have a buffer, or a guess at its size, of its own. A read is all that a connection gets before the
 * others have their turn. Confined to its loop.
 */
final class ReceiveBuffer implements RecvByteBufAllocator, AutoCloseable {
    /** How much one client may give its loop to do before the others have their turn. */
    private static final int BYTES = 32 * 1024;

    private final TransportLoop loop;
    private final ByteBuf buffer = UnpooledByteBufAllocator.DEFAULT.directBuffer(BYTES, BYTES);
    private final OneRead handle = new OneRead();

    ReceiveBuffer(TransportLoop loop) {
        this.loop = loop;
    }

    @Override
    @SuppressWarnings("deprecation") // the interface's own type
    public Handle newHandle() {
        return handle;
    }

    @Override
    public void close() {
        buffer.release();
    }

    /** Stateless but for the read that is going on. */
    private final class OneRead implements ExtendedHandle {
        private int attempted;
        private int last;

        /** Where reads end later than they begin (io_uring) one may still be under way, and the next needs another buffer. */
        @Override
        public ByteBuf allocate(ByteBufAllocator allocator) {
            return buffer.refCnt() == 1 ? buffer.clear().retain() : allocator.directBuffer(BYTES, BYTES);
        }

        @Override
        public int guess() {
            return BYTES;
        }

        @Override
        public void reset(ChannelConfig config) {}

        @Override
        public void incMessagesRead(int numMessages) {}

        @Override
        public void lastBytesRead(int bytes) {
            last = bytes;
            if (bytes == BYTES) {
                loop.moreToRead();
            }
        }

        @Override
        public int lastBytesRead() {
            return last;
        }

        @Override
        public void attemptedBytesRead(int bytes) {
            attempted = bytes;
        }

        @Override
        public int attemptedBytesRead() {
            return attempted;
        }

        @Override
        public boolean continueReading() {
            return false;
        }

        @Override
        public boolean continueReading(UncheckedBooleanSupplier maybeMoreData) {
            return false;
        }

        @Override
        public void readComplete() {}
    }
}
