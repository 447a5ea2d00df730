package chatlab.server.transport;

import chatlab.server.chat.EndReason;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DuplexChannel;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection that there is no room for. It is told so as soon as its dialect is known; then the output is shut, and input
 * is thrown away until the client has ended too, as a close over unread bytes would destroy the answer. Confined to its loop.
 */
@SuppressWarnings("FutureReturnValueIgnored") // what could fail ends the channel, and that is noticed
final class RefusedConnection extends ChannelInboundHandlerAdapter {
    private static final Logger log = LoggerFactory.getLogger(RefusedConnection.class);

    /** How long the client's end is awaited. */
    private static final long END_NS = TimeUnit.SECONDS.toNanos(5);

    private final Refusals refusals;
    private final DuplexChannel channel;
    private final EndReason why;
    private final FirstBytes first = new FirstBytes();
    private long deadlineNs;
    private boolean told;

    RefusedConnection(Refusals refusals, DuplexChannel channel, EndReason why) {
        this.refusals = refusals;
        this.channel = channel;
        this.why = why;
        deadlineNs = System.nanoTime() + refusals.handshakeNs();
    }

    EndReason why() {
        return why;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf in = (ByteBuf) message;
        try {
            refusals.traffic().countReceived(in.readableBytes());
            if (!told) {
                Dialect dialect = first.add(in, refusals.scratch());
                if (dialect != Dialect.UNDECIDED) {
                    tell(dialect);
                }
            }
        } finally {
            in.release();
        }
    }

    void checkDeadline(long nowNs) {
        if (nowNs - deadlineNs < 0) {
            return;
        }
        if (told) {
            channel.close();
        } else {
            tellNow();
        }
    }

    /** Ends at once, with an answer if it had none. */
    void makeRoom() {
        if (!told) {
            tellNow();
        }
        channel.close();
    }

    void closeUnlessTold() {
        if (!told) {
            channel.close();
        }
    }

    /** As to one that has been silent for too long. */
    private void tellNow() {
        tell(first.isEmpty() ? Dialect.UNDECIDED : Dialect.TEXT);
    }

    private void tell(Dialect dialect) {
        told = true;
        deadlineNs = System.nanoTime() + END_NS;
        byte[] answer = LastWords.full(dialect, first.askForHead(), why);
        if (answer.length > 0) {
            channel.writeAndFlush(
                    channel.alloc().directBuffer(answer.length).writeBytes(answer), channel.voidPromise());
            refusals.traffic().countSent(answer.length, 0);
        }
        channel.shutdownOutput();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        log.debug("closed {} - reason={} accepted=0", channel.remoteAddress(), why.label());
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (!(cause instanceof IOException)) {
            log.error("refused connection {} failed", channel.remoteAddress(), cause);
        }
        channel.close();
    }
}
