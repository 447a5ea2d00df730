package chatlab.server.transport;

import chatlab.server.chat.EndReason;
import chatlab.server.chat.Traffic;
import chatlab.server.transport.Admission.Decision;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelConfig;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.socket.DuplexChannel;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes new connections and gives each to the loop that has the fewest. Confined to the loop of the listening socket. */
@SuppressWarnings("FutureReturnValueIgnored") // the loop's end is the only thing that can keep it from resuming
final class Acceptor extends ChannelInboundHandlerAdapter {
    private static final Logger log = LoggerFactory.getLogger(Acceptor.class);

    /**
     * Left alone the kernel lets it grow to megabytes, which are charged to the server's container and keep a client that
     * does not read from being noticed.
     */
    private static final int SEND_BUFFER_BYTES = 256 * 1024;

    /** Writable means that everything is written, see {@link Outbox}. */
    private static final WriteBufferWaterMark NOTHING_PENDING = new WriteBufferWaterMark(1, 2);

    /**
     * How much one client may give its loop to do before the others have their turn: one read, enough for any line of the
     * usual length.
     */
    private static final RecvByteBufAllocator ONE_READ =
            new AdaptiveRecvByteBufAllocator(64, 2048, 32 * 1024).maxMessagesPerRead(1);

    /** How long nothing is accepted after a failure. */
    private static final long PAUSE_NS = TimeUnit.MILLISECONDS.toNanos(100);

    private static final long WARN_NS = TimeUnit.SECONDS.toNanos(1);

    private final List<ConnectionTable> tables;
    private final Admission admission;
    private final Traffic traffic;
    private final AtomicIntegerArray connectionsOfLoop;
    private long warnedNs = System.nanoTime() - WARN_NS;
    private int failures;

    Acceptor(List<ConnectionTable> tables, Admission admission, Traffic traffic) {
        this.tables = tables;
        this.admission = admission;
        this.traffic = traffic;
        connectionsOfLoop = new AtomicIntegerArray(tables.size());
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object accepted) {
        DuplexChannel channel = (DuplexChannel) accepted;
        traffic.countOpened();
        Decision decision = admission.enter();
        if (decision == Decision.TURNED_AWAY) {
            traffic.countClosed(EndReason.FULL);
            channel.unsafe().closeForcibly(); // here and now: on a busy loop it would hold its file for longer
            return;
        }
        int loop = leastBusy();
        connectionsOfLoop.incrementAndGet(loop);
        try {
            hand(channel, loop, decision);
        } catch (RuntimeException | Error e) {
            giveUp(channel, loop, decision, e);
        }
    }

    /** From the moment that it is registered its own end gives its place back. */
    private void hand(DuplexChannel channel, int loop, Decision decision) {
        channel.config().setOption(ChannelOption.TCP_NODELAY, true);
        channel.config().setOption(ChannelOption.SO_SNDBUF, SEND_BUFFER_BYTES);
        channel.config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
        channel.config().setOption(ChannelOption.RECVBUF_ALLOCATOR, ONE_READ);
        channel.config().setWriteBufferWaterMark(NOTHING_PENDING);
        ConnectionTable table = tables.get(loop);
        channel.pipeline().addLast(new Connection(table, channel, decision == Decision.REFUSED));
        table.loop().eventLoop().register(channel).addListener((ChannelFutureListener) registered -> {
            if (registered.isSuccess()) {
                channel.closeFuture().addListener(closed -> giveBack(loop, decision));
            } else {
                giveUp(channel, loop, decision, registered.cause());
            }
        });
    }

    private void giveUp(DuplexChannel channel, int loop, Decision decision, Throwable cause) {
        log.error("a connection could not be given to its loop", cause);
        channel.unsafe().closeForcibly();
        traffic.countClosed(EndReason.FAILURE);
        giveBack(loop, decision);
    }

    private void giveBack(int loop, Decision decision) {
        connectionsOfLoop.decrementAndGet(loop);
        admission.leave(decision);
    }

    /** There is no file left, most likely. The connection stays in the kernel's queue, so trying at once would never end. */
    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        failures++;
        long nowNs = System.nanoTime();
        if (nowNs - warnedNs >= WARN_NS) {
            log.warn(
                    "connections can't be accepted, {} tries failed since this was said last: {}",
                    failures,
                    cause.toString());
            warnedNs = nowNs;
            failures = 0;
        }
        ChannelConfig listener = ctx.channel().config();
        if (listener.isAutoRead()) {
            listener.setAutoRead(false);
            ctx.executor().schedule(() -> resume(ctx.channel()), PAUSE_NS, TimeUnit.NANOSECONDS);
        }
    }

    private static void resume(Channel listener) {
        if (listener.isActive()) {
            listener.config().setAutoRead(true);
        }
    }

    private int leastBusy() {
        int least = 0;
        for (int i = 1; i < tables.size(); i++) {
            if (connectionsOfLoop.get(i) < connectionsOfLoop.get(least)) {
                least = i;
            }
        }
        return least;
    }
}
