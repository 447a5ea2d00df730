package chatlab.clients.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import org.junit.jupiter.api.Test;

class SharedReadBufferTest {
    private static final ByteBufAllocator NONE_OF_ITS_BUSINESS = ByteBufAllocator.DEFAULT;

    private final SharedReadBuffer shared = new SharedReadBuffer();

    @Test
    void allReadsOfALoopGetTheSameBufferAndFindItEmpty() {
        ByteBuf first = shared.newHandle().allocate(NONE_OF_ITS_BUSINESS);
        first.writeLong(1).readInt();
        first.release();

        ByteBuf second = shared.newHandle().allocate(NONE_OF_ITS_BUSINESS);

        assertThat(second).isSameAs(first);
        assertThat(second.isDirect()).isTrue();
        assertThat(second.readableBytes()).isZero();
        assertThat(second.writableBytes()).isEqualTo(shared.newHandle().guess());
    }

    @Test
    void aReadThatKeepsItIsNoticedByTheNextOne() {
        ByteBuf kept = shared.newHandle().allocate(NONE_OF_ITS_BUSINESS);

        assertThat(kept.refCnt()).isEqualTo(2);
        assertThatIllegalStateException()
                .isThrownBy(() -> shared.newHandle().allocate(NONE_OF_ITS_BUSINESS))
                .withMessageContaining("still has the buffer");
    }
}
