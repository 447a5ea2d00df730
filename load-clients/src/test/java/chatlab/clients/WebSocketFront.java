package chatlab.clients;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolConfig;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Netty's own WebSocket server in front of a {@link TestServer}: each of its connections is one of the server's, each text message
 * a line. When the server closes a connection, its client gets a close with 1001.
 */
final class WebSocketFront implements AutoCloseable {
    private static final int MAX_BYTES = 1 << 20;
    private static final int GOING_AWAY = 1001;

    private final MultiThreadIoEventLoopGroup group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final Queue<String> paths = new ConcurrentLinkedQueue<>();
    private final Queue<String> pongs = new ConcurrentLinkedQueue<>();
    private final Function<String, List<?>> sending;
    private final InetSocketAddress server;
    private final int port;

    WebSocketFront(int serverPort) {
        this(serverPort, line -> List.of(new TextWebSocketFrame(line)));
    }

    /** @param sending which frames, or bytes without one, a line of the server's is sent as */
    WebSocketFront(int serverPort, Function<String, List<?>> sending) {
        server = new InetSocketAddress(InetAddress.getLoopbackAddress(), serverPort);
        this.sending = sending;
        Channel listener = new ServerBootstrap()
                .group(group)
                .channel(NioServerSocketChannel.class)
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline()
                                .addLast(
                                        new HttpServerCodec(),
                                        new HttpObjectAggregator(MAX_BYTES),
                                        new WebSocketServerProtocolHandler(WebSocketServerProtocolConfig.newBuilder()
                                                .websocketPath("/ws")
                                                .checkStartsWith(true)
                                                .dropPongFrames(false)
                                                .maxFramePayloadLength(MAX_BYTES)
                                                .build()),
                                        new Outside());
                    }
                })
                .bind(InetAddress.getLoopbackAddress(), 0)
                .syncUninterruptibly()
                .channel();
        port = ((InetSocketAddress) listener.localAddress()).getPort();
    }

    String target() {
        return "ws://127.0.0.1:" + port + "/ws";
    }

    /** What the clients asked for. */
    List<String> paths() {
        return List.copyOf(paths);
    }

    /** Payloads of the pongs that came. */
    List<String> pongs() {
        return List.copyOf(pongs);
    }

    /** The connection to the client. */
    private final class Outside extends SimpleChannelInboundHandler<WebSocketFrame> {
        private @Nullable Channel inside;

        @Override
        public void userEventTriggered(ChannelHandlerContext context, Object event) {
            if (event instanceof WebSocketServerProtocolHandler.HandshakeComplete complete) {
                paths.add(complete.requestUri());
                context.channel().config().setAutoRead(false);
                inside = new Bootstrap()
                        .group(context.channel().eventLoop())
                        .channel(NioSocketChannel.class)
                        .handler(new Inside(context.channel()))
                        .connect(server)
                        .channel();
            }
        }

        @Override
        protected void channelRead0(ChannelHandlerContext context, WebSocketFrame frame) {
            if (frame instanceof PongWebSocketFrame) {
                pongs.add(frame.content().toString(StandardCharsets.UTF_8));
            } else if (inside != null && frame instanceof TextWebSocketFrame text) {
                var _ = inside.writeAndFlush(Unpooled.copiedBuffer(text.text() + "\n", StandardCharsets.UTF_8));
                context.channel().config().setAutoRead(inside.isWritable());
            }
        }

        /** A client has gone without a word. */
        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            var _ = context.close();
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            if (inside != null) {
                var _ = inside.close();
            }
        }
    }

    /** The connection to the server. */
    private final class Inside extends ChannelInboundHandlerAdapter {
        private final Channel outside;
        private final ByteBuf unfinished = Unpooled.buffer();

        Inside(Channel outside) {
            this.outside = outside;
        }

        @Override
        public void channelActive(ChannelHandlerContext context) {
            outside.config().setAutoRead(true);
        }

        /** A client is read no faster than the server reads. */
        @Override
        public void channelWritabilityChanged(ChannelHandlerContext context) {
            outside.config().setAutoRead(context.channel().isWritable());
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            ByteBuf bytes = (ByteBuf) message;
            unfinished.writeBytes(bytes);
            bytes.release();
            for (int length = unfinished.bytesBefore((byte) '\n');
                    length >= 0;
                    length = unfinished.bytesBefore((byte) '\n')) {
                String line = unfinished
                        .readCharSequence(length, StandardCharsets.UTF_8)
                        .toString();
                unfinished.skipBytes(1).discardReadBytes();
                for (Object frame : sending.apply(line)) {
                    var _ = outside.write(frame);
                }
            }
            outside.flush();
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            var _ = outside.writeAndFlush(new CloseWebSocketFrame(GOING_AWAY, ""))
                    .addListener(ChannelFutureListener.CLOSE);
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            var _ = context.close();
        }
    }

    @Override
    public void close() {
        group.shutdownGracefully(0, 5, TimeUnit.SECONDS).awaitUninterruptibly();
    }
}
