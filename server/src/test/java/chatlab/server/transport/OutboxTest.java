package chatlab.server.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import chatlab.server.ScarceMemory;
import chatlab.server.chat.Traffic;
import chatlab.server.transport.FrameQueue.Kind;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The way past the channel's queue, on a real socket and its loop. */
class OutboxTest {
    private final EventLoopGroup loops = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
    private final Traffic traffic = new Traffic(bytes -> {}, ns -> {});
    private final Served owner = new Served();
    private final ByteBuf hello = Unpooled.directBuffer().writeBytes("hello\n".getBytes(StandardCharsets.US_ASCII));
    private final ServerSocket listening;
    private final Channel channel;
    private final Socket client;
    private final Outbox outbox;

    OutboxTest() throws Exception {
        assumeTrue(Epoll.isAvailable());
        listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        channel = new Bootstrap()
                .group(loops)
                .channel(EpollSocketChannel.class)
                .option(ChannelOption.WRITE_BUFFER_WATER_MARK, new WriteBufferWaterMark(1, 2)) // as the server's
                .handler(new ChannelInboundHandlerAdapter() {
                    @Override
                    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
                        OutboxTest.this.outbox.writabilityChanged();
                    }
                })
                .connect(listening.getLocalSocketAddress())
                .sync()
                .channel();
        client = listening.accept();
        outbox = new Outbox(channel, traffic, new PendingBudget(1_000_000), owner);
    }

    @BeforeEach
    void serve() throws Exception {
        onLoop(outbox::ownerChanged);
    }

    @AfterEach
    void close() throws IOException {
        hello.release();
        client.close();
        listening.close();
        loops.shutdownGracefully(0, 10, TimeUnit.SECONDS).syncUninterruptibly();
    }

    @Test
    void whatIsWrittenArrivesAndIsCounted() throws Exception {
        onLoop(() -> assertThat(outbox.write(hello, 0, 6, 1)).isEqualTo(6));
        assertThat(client.getInputStream().readNBytes(6))
                .asString(StandardCharsets.US_ASCII)
                .isEqualTo("hello\n");
        assertThat(traffic.deliveries()).isOne();
    }

    @Test
    void whoseSocketIsClosedIsNotWrittenToBeforeItsEndIsTold() throws Exception {
        onLoop(() -> {
            var _ = channel.close(); // its socket at once, what follows from that later
            assertThat(outbox.write(hello, 0, 6, 1)).isEqualTo(6);
        });
        assertThat(owner.broken).isFalse();
        assertThat(traffic.deliveries()).isZero();
        assertThat(client.getInputStream().read()).isEqualTo(-1);
    }

    @Test
    void withoutMemoryForTheRestOfAMessageNothingMayFollowItsBeginning() throws Exception {
        onLoop(() -> {
            ScarceMemory memory = new ScarceMemory();
            memory.failsAt = 1;
            channel.config().setAllocator(memory);
            assertThatThrownBy(() -> outbox.hold(hello, 3, 6)).isInstanceOf(OutOfMemoryError.class);
        });
        assertThat(owner.broken).isTrue();
        assertThat(outbox.isEmpty()).isTrue();
    }

    @Test
    void whatIsWithheldWaitsAndThenGoesBeforeWhatStandsInLogs() throws Exception {
        onLoop(() -> {
            outbox.withhold();
            outbox.withhold();
            outbox.add(hello.retainedDuplicate(), Kind.ANSWER);
            outbox.flush();
            outbox.handOn();
            assertThat(outbox.isBusy()).isTrue();
            assertThat(outbox.write(hello, 0, 6, 1)).isZero();
            assertThat(outbox.isEmpty()).isFalse();
            outbox.handOn();
            assertThat(owner.emptied).isTrue();
            assertThat(outbox.write(hello, 5, 6, 1)).isOne();
        });
        assertThat(client.getInputStream().readNBytes(7))
                .asString(StandardCharsets.US_ASCII)
                .isEqualTo("hello\n\n");
    }

    @Test
    void noMoreIsWithheldThanASlice() throws Exception {
        onLoop(() -> {
            outbox.withhold();
            for (int i = 0; i < Outbox.SLICE_FRAMES; i++) {
                assertThat(outbox.waitingBytes() > 0).isEqualTo(i > 0);
                outbox.add(hello.retainedDuplicate(), Kind.ANSWER);
            }
            assertThat(outbox.waitingBytes()).isZero();
            assertThat(owner.emptied).isFalse(); // it may be in the midst of a broadcast
            outbox.handOn();
            assertThat(owner.emptied).isTrue();
        });
        assertThat(client.getInputStream().readNBytes(6 * Outbox.SLICE_FRAMES)).hasSize(6 * Outbox.SLICE_FRAMES);
    }

    private void onLoop(Runnable task) throws InterruptedException, ExecutionException {
        channel.eventLoop().submit(task).get();
    }

    private static final class Served implements Outbox.Owner {
        private boolean broken;
        private boolean emptied;

        @Override
        public boolean isServed() {
            return true;
        }

        @Override
        public boolean takesMessages() {
            return true;
        }

        @Override
        public void broken() {
            broken = true;
        }

        @Override
        public void sliceTaken(boolean moreThanPings) {}

        @Override
        public void stuck() {}

        @Override
        public void unstuck() {}

        @Override
        public void emptied() {
            emptied = true;
        }

        @Override
        public void overBound(boolean here) {}
    }
}
