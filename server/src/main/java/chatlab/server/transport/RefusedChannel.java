package chatlab.server.transport;

import chatlab.server.chat.EndReason;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.DuplexChannel;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One whose events the loop tells, as for any connection. */
@SuppressWarnings("FutureReturnValueIgnored") // what could fail ends the channel, and that is noticed
final class RefusedChannel extends RefusedConnection {
    private static final Logger log = LoggerFactory.getLogger(RefusedChannel.class);

    private final DuplexChannel channel;

    RefusedChannel(Refusals refusals, DuplexChannel channel, EndReason why) {
        super(refusals, why);
        this.channel = channel;
    }

    void register(EventLoop loop) {
        channel.pipeline().addLast(new Events());
        channel.closeFuture().addListener(closed -> close());
        loop.register(channel);
    }

    @Override
    void poll() {
        // The loop tells.
    }

    @Override
    void sendLast(byte[] answer) {
        channel.writeAndFlush(channel.alloc().directBuffer(answer.length).writeBytes(answer));
    }

    @Override
    void shutOutput() {
        channel.shutdownOutput();
    }

    @Override
    void closeSocket() {
        channel.close();
    }

    private final class Events extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            ByteBuf in = (ByteBuf) message;
            try {
                take(in);
            } finally {
                in.release();
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            if (!(cause instanceof IOException)) {
                log.error("refused connection {} failed", channel.remoteAddress(), cause);
            }
            close();
        }
    }
}
