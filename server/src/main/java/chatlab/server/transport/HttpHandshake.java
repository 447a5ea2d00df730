package chatlab.server.transport;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.util.ReferenceCountUtil;
import java.util.List;

/**
 * Stands before a connection whose client has begun in HTTP until its first request has come, and leaves with the answer:
 * the client's bytes are the connection's own again then. Confined to its loop.
 */
final class HttpHandshake extends HttpRequestDecoder {
    private static final int MAX_LINE_BYTES = 4096;
    private static final int MAX_HEADERS_BYTES = 8192;

    /** Whom it tells what has come. */
    interface Owner {
        /** So many bytes came in. */
        void received(int bytes);

        /** The client speaks WebSocket from now on and enters {@code room}. What it has sent already is in {@code rest}. */
        void upgrade(String room, byte[] answer, ByteBuf rest);

        /** The client gets this answer and no more. */
        void refuse(byte[] answer);
    }

    private final Owner owner;
    private boolean answered;

    private HttpHandshake(Owner owner) {
        super(new HttpDecoderConfig().setMaxInitialLineLength(MAX_LINE_BYTES).setMaxHeaderSize(MAX_HEADERS_BYTES));
        this.owner = owner;
    }

    /** Begins with what {@code owner} has received already; takes over the caller's reference to it. */
    static void begin(Channel channel, Owner owner, ByteBuf received) throws Exception {
        HttpHandshake handshake = new HttpHandshake(owner);
        channel.pipeline().addFirst(handshake);
        handshake.read(channel.pipeline().context(handshake), received);
    }

    private void read(ChannelHandlerContext ctx, ByteBuf bytes) throws Exception {
        super.channelRead(ctx, bytes);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) throws Exception {
        ByteBuf bytes = (ByteBuf) message;
        owner.received(bytes.readableBytes());
        read(ctx, bytes);
    }

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) throws Exception {
        super.decode(ctx, in, out);
        for (Object part : out) {
            if (part instanceof HttpRequest request && !answered) {
                answered = true;
                ctx.pipeline().remove(this);
                answer(request, in);
            }
            ReferenceCountUtil.release(part);
        }
        out.clear();
        if (answered) {
            in.skipBytes(in.readableBytes());
        }
    }

    private void answer(HttpRequest request, ByteBuf rest) {
        switch (WebSocketUpgrade.of(request)) {
            case WebSocketUpgrade.Verdict.Upgraded upgraded -> owner.upgrade(upgraded.room(), upgraded.answer(), rest);
            case WebSocketUpgrade.Verdict.Refused refused -> owner.refuse(refused.answer());
        }
    }

    /** The client ended before its request did; the connection is told of that next. */
    @Override
    protected void decodeLast(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
        in.skipBytes(in.readableBytes());
    }
}
