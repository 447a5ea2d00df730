package chatlab.server.transport;

import chatlab.server.chat.EndReason;
import chatlab.server.chat.Traffic;
import chatlab.server.transport.Admission.Decision;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.socket.DuplexChannel;
import java.util.List;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes new connections and gives each to the loop that has the fewest. Confined to the loop of the listening socket. */
final class Acceptor extends ChannelInboundHandlerAdapter {
    private static final Logger log = LoggerFactory.getLogger(Acceptor.class);

    /**
     * Left alone the kernel lets it grow to megabytes, which are charged to the server's container and keep a client that
     * does not read from being noticed.
     */
    private static final int SEND_BUFFER_BYTES = 256 * 1024;

    /** Writable means that everything is written, see {@link Outbox}. */
    private static final WriteBufferWaterMark NOTHING_PENDING = new WriteBufferWaterMark(1, 2);

    private final List<ConnectionTable> tables;
    private final Admission admission;
    private final Traffic traffic;
    private final AtomicIntegerArray connectionsOfLoop;

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
        channel.closeFuture().addListener(closed -> {
            connectionsOfLoop.decrementAndGet(loop);
            admission.leave(decision);
        });
        channel.config().setOption(ChannelOption.TCP_NODELAY, true);
        channel.config().setOption(ChannelOption.SO_SNDBUF, SEND_BUFFER_BYTES);
        channel.config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
        channel.config().setWriteBufferWaterMark(NOTHING_PENDING);
        ConnectionTable table = tables.get(loop);
        channel.pipeline().addLast(new Connection(table, channel, decision == Decision.REFUSED));
        table.loop().eventLoop().register(channel).addListener((ChannelFutureListener) registered -> {
            if (!registered.isSuccess()) {
                channel.unsafe().closeForcibly();
            }
        });
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        log.warn("a connection could not be accepted: {}", cause.toString());
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
