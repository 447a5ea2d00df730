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

    private final ConnectionTable table;
    private final Connection connection;
    private int requestBytes;
    private boolean answered;

    private HttpHandshake(ConnectionTable table, Connection connection) {
        super(new HttpDecoderConfig().setMaxInitialLineLength(MAX_LINE_BYTES).setMaxHeaderSize(MAX_HEADERS_BYTES));
        this.table = table;
        this.connection = connection;
    }

    /** Begins with what {@code connection} has received already; takes over the caller's reference to it. */
    static void begin(ConnectionTable table, Connection connection, Channel channel, ByteBuf received)
            throws Exception {
        HttpHandshake handshake = new HttpHandshake(table, connection);
        channel.pipeline().addFirst(handshake);
        handshake.read(channel.pipeline().context(handshake), received);
    }

    private void read(ChannelHandlerContext ctx, ByteBuf bytes) throws Exception {
        requestBytes += bytes.readableBytes();
        super.channelRead(ctx, bytes);
        if (!answered) {
            table.unfinished().hold(connection, requestBytes, table.nowNs());
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) throws Exception {
        ByteBuf bytes = (ByteBuf) message;
        connection.received(bytes.readableBytes());
        if (connection.isTaking()) {
            read(ctx, bytes);
        } else {
            bytes.release();
        }
    }

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) throws Exception {
        super.decode(ctx, in, out);
        for (Object part : out) {
            if (part instanceof HttpRequest request && !answered) {
                answered = true;
                ctx.pipeline().remove(this);
                table.unfinished().forget(connection);
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
            case WebSocketUpgrade.Verdict.Upgraded upgraded ->
                connection.upgrade(upgraded.room(), upgraded.answer(), rest);
            case WebSocketUpgrade.Verdict.Refused refused -> connection.refuse(refused.answer());
        }
    }

    /** The client ended before its request did; the connection is told of that next. */
    @Override
    protected void decodeLast(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
        in.skipBytes(in.readableBytes());
    }
}
