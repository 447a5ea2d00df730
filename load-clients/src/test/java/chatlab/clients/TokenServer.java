package chatlab.clients;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolConfig;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One room of WebSocket, which only those get into who have logged in by HTTP, entered a chat with the token that they got, and
 * have it in the path. Everybody receives what one says, in an envelope.
 */
final class TokenServer extends ChannelInitializer<Channel> implements AutoCloseable {
    private static final int MAX_BYTES = 1 << 20;
    private static final Pattern USERNAME = Pattern.compile("\"username\":\"(\\w+)\"");

    private final MultiThreadIoEventLoopGroup group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final ChannelGroup everybody = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    private final Map<String, String> usersByToken = new ConcurrentHashMap<>();
    private final Set<String> entered = ConcurrentHashMap.newKeySet();
    private final boolean loginsWork;
    private final boolean open;
    private final int port;

    TokenServer(boolean loginsWork) {
        this(loginsWork, false);
    }

    private TokenServer(boolean loginsWork, boolean open) {
        this.loginsWork = loginsWork;
        this.open = open;
        Channel listener = new ServerBootstrap()
                .group(group)
                .channel(NioServerSocketChannel.class)
                .childHandler(this)
                .bind(InetAddress.getLoopbackAddress(), 0)
                .syncUninterruptibly()
                .channel();
        port = ((InetSocketAddress) listener.localAddress()).getPort();
    }

    /** One that whoever asks for its room gets into. */
    static TokenServer open() {
        return new TokenServer(false, true);
    }

    String target() {
        return "ws://127.0.0.1:" + port;
    }

    /** Whoever entered the chat, by name. */
    Set<String> entered() {
        return Set.copyOf(entered);
    }

    @Override
    protected void initChannel(Channel channel) {
        channel.pipeline()
                .addLast(
                        new HttpServerCodec(),
                        new HttpObjectAggregator(MAX_BYTES),
                        new Requests(),
                        new WebSocketServerProtocolHandler(WebSocketServerProtocolConfig.newBuilder()
                                .websocketPath("/ws")
                                .checkStartsWith(true)
                                .maxFramePayloadLength(MAX_BYTES)
                                .build()),
                        new Chat());
    }

    /** Logins and entering by HTTP; a WebSocket only with a token of somebody who has entered. */
    private final class Requests extends SimpleChannelInboundHandler<FullHttpRequest> {
        @Override
        protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
            String path = request.uri();
            if (open
                    ? path.equals("/ws/global")
                    : path.startsWith("/ws?jwt=") && entered.contains(user(path.substring("/ws?jwt=".length())))) {
                context.fireChannelRead(request.retain());
                return;
            }
            HttpResponseStatus status = HttpResponseStatus.UNAUTHORIZED;
            String body = "";
            if (request.method().equals(HttpMethod.POST)) {
                Matcher name = USERNAME.matcher(request.content().toString(StandardCharsets.UTF_8));
                String bearer =
                        request.headers().get(HttpHeaderNames.AUTHORIZATION, "").replace("Bearer ", "");
                if (path.equals("/login") && loginsWork && name.find()) {
                    String token = "token-" + usersByToken.size() + "-of-" + name.group(1);
                    usersByToken.put(token, name.group(1));
                    status = HttpResponseStatus.OK;
                    body = "{\"user_id\":\"" + name.group(1) + "\",\"jwt\":\"" + token + "\"}";
                } else if (path.equals("/user/" + user(bearer) + "/joined-chat/global")) {
                    entered.add(user(bearer));
                    status = HttpResponseStatus.NO_CONTENT;
                }
            }
            FullHttpResponse answer = new DefaultFullHttpResponse(
                    HttpVersion.HTTP_1_1, status, Unpooled.copiedBuffer(body, StandardCharsets.UTF_8));
            answer.headers()
                    .set(HttpHeaderNames.CONTENT_LENGTH, answer.content().readableBytes())
                    .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
            context.writeAndFlush(answer).addListener(ChannelFutureListener.CLOSE);
        }
    }

    private String user(String token) {
        return usersByToken.getOrDefault(token, "nobody");
    }

    /** Sends what one says to everybody. */
    private final class Chat extends SimpleChannelInboundHandler<TextWebSocketFrame> {
        @Override
        public void userEventTriggered(ChannelHandlerContext context, Object event) {
            if (event instanceof WebSocketServerProtocolHandler.HandshakeComplete) {
                everybody.add(context.channel());
            }
            ReferenceCountUtil.release(event);
        }

        @Override
        protected void channelRead0(ChannelHandlerContext context, TextWebSocketFrame frame) {
            var _ = everybody.writeAndFlush(new TextWebSocketFrame("{\"heard\":" + frame.text() + "}"));
        }
    }

    @Override
    public void close() {
        group.shutdownGracefully(0, 5, TimeUnit.SECONDS).awaitUninterruptibly();
    }
}
