package chatlab.server.transport;

import chatlab.server.chat.EndReason;
import chatlab.server.chat.Traffic;
import io.netty.channel.Channel;
import io.netty.channel.ChannelConfig;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.socket.DuplexChannel;
import io.netty.channel.unix.Socket;
import io.netty.channel.uring.IoUringChannelOption;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
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

    /**
     * Of it, so much may wait to be sent; the rest is for what is under way. So one that does not read holds 52 KiB of the
     * kernel's memory, as measured, instead of 525, and others still get all they can take in one write.
     */
    private static final long MOST_UNSENT_BYTES = 64 * 1024;

    /** Writable means that everything is written, see {@link Outbox}. */
    private static final WriteBufferWaterMark NOTHING_PENDING = new WriteBufferWaterMark(1, 2);

    private static final InetAddress NOWHERE = new InetSocketAddress(0).getAddress();

    /** How many connections are accepted before those that are there have their turn. */
    static final int ACCEPTED_AT_ONCE = 64;

    /** How long nothing is accepted after a failure. */
    private static final long PAUSE_NS = TimeUnit.MILLISECONDS.toNanos(100);

    /** How soon it is noticed that there are files again. */
    private static final long RESTORE_NS = TimeUnit.MILLISECONDS.toNanos(500);

    private static final long WARN_NS = TimeUnit.SECONDS.toNanos(1);

    private final List<ConnectionTable> tables;
    private final Admission admission;
    private final Refusals refusals;
    private final FileReserve files = new FileReserve();

    /** For connections that come while others are refused. */
    private final NativeAccept nativeAccept = new NativeAccept();

    private final Traffic traffic;
    private final AtomicIntegerArray connectionsOfLoop;

    /** What gives the places of a loop's connections back: one for all of them, whose addresses their channels know. */
    private final List<ChannelFutureListener> ends;

    private long warnedNs = System.nanoTime() - WARN_NS;
    private int failures;
    private boolean restoring;
    private boolean hasRefused;

    Acceptor(List<ConnectionTable> tables, Admission admission, Refusals refusals, Traffic traffic) {
        this.tables = tables;
        this.admission = admission;
        this.refusals = refusals;
        this.traffic = traffic;
        connectionsOfLoop = new AtomicIntegerArray(tables.size());
        ends = IntStream.range(0, tables.size()).mapToObj(this::endOn).toList();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object accepted) {
        DuplexChannel channel = (DuplexChannel) accepted;
        InetAddress address = addressOf(channel);
        EndReason refusal = enter(address);
        if (refusal == null) {
            serve(channel, address);
        } else {
            hasRefused = true;
            refusals.add(channel, refusal, placesFor(refusal));
        }
    }

    /** Answers why the connection is refused; null if it is served. */
    private @Nullable EndReason enter(InetAddress address) {
        traffic.countOpened();
        if (files.isExhausted()) {
            admission.enterRefused();
            return EndReason.FULL_FILES;
        }
        return admission.enter(address);
    }

    private static int placesFor(EndReason refusal) {
        return refusal == EndReason.FULL_FILES ? FileReserve.PLACES : Refusals.PLACES;
    }

    /** While some are refused, others wait for each other, so that one wake-up does for many. */
    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        if (hasRefused) {
            hasRefused = false;
            pause(ctx, Refusals.ROUND_NS);
        }
    }

    /**
     * Takes those that have come meanwhile. As long as some of them are refused, the loop does not accept by itself. Whatever
     * fails here, it goes on.
     */
    private void round(ChannelHandlerContext ctx) {
        Channel listener = ctx.channel();
        if (!listener.isActive()) {
            return;
        }
        long pauseNs = 0;
        if (listener instanceof EpollServerSocketChannel epoll) {
            try {
                pauseNs = round(ctx, (Socket) epoll.fd());
            } catch (RuntimeException | Error e) {
                log.error("connections can't be accepted", e);
                pauseNs = PAUSE_NS;
            }
        }
        if (pauseNs > 0) {
            roundLater(ctx, pauseNs);
        } else {
            listener.config().setAutoRead(true);
        }
    }

    /** Answers how long to wait until the next one; 0: there need be none. */
    private long round(ChannelHandlerContext ctx, Socket listener) {
        try {
            return acceptFrom(listener) ? Refusals.ROUND_NS : 0;
        } catch (IOException e) {
            return findFiles(ctx, e) ? Refusals.ROUND_NS : PAUSE_NS;
        }
    }

    /** Answers whether one of them was refused. */
    private boolean acceptFrom(Socket listener) throws IOException {
        boolean refused = false;
        for (int i = 0; i < (files.isExhausted() ? FileReserve.PLACES : ACCEPTED_AT_ONCE); i++) {
            Socket socket = nativeAccept.next(listener);
            if (socket == null) {
                break;
            }
            InetAddress address = nativeAccept.address();
            EndReason refusal = enter(address);
            if (refusal == null) {
                serve(socket, address);
            } else {
                refused = true;
                refusals.add(socket, refusal, placesFor(refusal));
            }
        }
        return refused;
    }

    /** A channel that finds its client gone already would never say that it is closed. */
    private void serve(Socket socket, InetAddress address) {
        EpollSocketChannel channel;
        try {
            channel = new EpollSocketChannel(socket.intValue());
        } catch (RuntimeException | Error e) {
            log.error("a connection could not be served", e);
            nativeAccept.close(socket);
            traffic.countClosed(EndReason.FAILURE);
            admission.leave(address);
            return;
        }
        if (channel.isActive()) {
            serve(channel, address);
        } else {
            channel.unsafe().closeForcibly();
            traffic.countClosed(EndReason.CLIENT);
            admission.leave(address);
        }
    }

    private void serve(DuplexChannel channel, InetAddress address) {
        int loop = leastBusy();
        connectionsOfLoop.incrementAndGet(loop);
        try {
            hand(channel, loop, address);
        } catch (RuntimeException | Error e) {
            giveUp(channel, loop, address, e);
        }
    }

    /** From the moment that it is registered its own end gives its place back. */
    private void hand(DuplexChannel channel, int loop, InetAddress address) {
        channel.config().setOption(ChannelOption.TCP_NODELAY, true);
        channel.config().setOption(ChannelOption.SO_SNDBUF, SEND_BUFFER_BYTES);
        channel.config().setOption(EpollChannelOption.TCP_NOTSENT_LOWAT, MOST_UNSENT_BYTES);
        channel.config().setOption(IoUringChannelOption.TCP_NOTSENT_LOWAT, MOST_UNSENT_BYTES);
        channel.config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
        channel.config().setWriteBufferWaterMark(NOTHING_PENDING);
        ConnectionTable table = tables.get(loop);
        channel.config().setOption(ChannelOption.RECVBUF_ALLOCATOR, table.receiveBuffer());
        channel.pipeline().addLast(new Connection(table, channel));
        table.loop().eventLoop().register(channel).addListener((ChannelFutureListener) registered -> {
            if (registered.isSuccess()) {
                channel.closeFuture()
                        .addListener(
                                addressOf(channel).equals(address)
                                        ? ends.get(loop)
                                        : closed -> giveBack(loop, address));
            } else {
                giveUp(channel, loop, address, registered.cause());
            }
        });
    }

    private void giveUp(DuplexChannel channel, int loop, InetAddress address, Throwable cause) {
        log.error("a connection could not be given to its loop", cause);
        channel.unsafe().closeForcibly();
        traffic.countClosed(EndReason.FAILURE);
        giveBack(loop, address);
    }

    private ChannelFutureListener endOn(int loop) {
        return closed -> giveBack(loop, addressOf(closed.channel()));
    }

    private void giveBack(int loop, InetAddress address) {
        connectionsOfLoop.decrementAndGet(loop);
        admission.leave(address);
    }

    /**
     * There is no file left, most likely. With those of the reserve, clients can be told so; without, the connection stays in
     * the kernel's queue, so trying at once would never end.
     */
    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (!findFiles(ctx, cause)) {
            pause(ctx, PAUSE_NS);
        }
    }

    /** Answers whether there are some now. */
    private boolean findFiles(ChannelHandlerContext ctx, Throwable cause) {
        warn(cause);
        boolean released = files.release();
        if (released) {
            restoreLater(ctx);
        }
        return released;
    }

    private void pause(ChannelHandlerContext ctx, long pauseNs) {
        ChannelConfig listener = ctx.channel().config();
        if (listener.isAutoRead()) {
            listener.setAutoRead(false);
            roundLater(ctx, pauseNs);
        }
    }

    private void roundLater(ChannelHandlerContext ctx, long pauseNs) {
        ctx.executor().schedule(() -> round(ctx), pauseNs, TimeUnit.NANOSECONDS);
    }

    private void warn(Throwable cause) {
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
    }

    private void restoreLater(ChannelHandlerContext ctx) {
        if (!restoring) {
            restoring = true;
            ctx.executor().schedule(() -> restore(ctx), RESTORE_NS, TimeUnit.NANOSECONDS);
        }
    }

    private void restore(ChannelHandlerContext ctx) {
        restoring = false;
        if (ctx.channel().isActive() && !files.restore(refusals.count(EndReason.FULL_FILES))) {
            restoreLater(ctx);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        files.closeAll();
    }

    /** Of a client that is gone already there may be no address left. */
    static InetAddress addressOf(Channel channel) {
        return channel.remoteAddress() instanceof InetSocketAddress known ? known.getAddress() : NOWHERE;
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
