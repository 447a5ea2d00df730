package chatlab.server;

import io.netty.buffer.AbstractByteBufAllocator;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;

/** Memory in which there may be no place for one buffer. */
public final class ScarceMemory extends AbstractByteBufAllocator {
    /** Which of the next buffers it has no place for: 1 for the next one, 0 for none. */
    public int failsAt;

    public ScarceMemory() {
        super(true);
    }

    @Override
    public boolean isDirectBufferPooled() {
        return false;
    }

    @Override
    protected ByteBuf newHeapBuffer(int initialCapacity, int maxCapacity) {
        throw new AssertionError("a socket takes no bytes of the heap");
    }

    @Override
    protected ByteBuf newDirectBuffer(int initialCapacity, int maxCapacity) {
        if (failsAt > 0 && --failsAt == 0) {
            throw new OutOfMemoryError("on purpose");
        }
        return UnpooledByteBufAllocator.DEFAULT.directBuffer(initialCapacity, maxCapacity);
    }
}
