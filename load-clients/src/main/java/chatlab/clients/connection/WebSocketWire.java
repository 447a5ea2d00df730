package chatlab.clients.connection;

import chatlab.clients.dialect.Heeds;
import chatlab.protocol.WebSocket;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.SplittableRandom;

/** WebSocket (RFC 6455): an upgrade by HTTP, then a frame is a text message. No extension is offered. */
final class WebSocketWire implements Wire {
    private static final int KEY_BYTES = 16;

    private final Target target;
    private final SplittableRandom random = new SplittableRandom(new SecureRandom().nextLong());
    private final MaskedFrames frames = new MaskedFrames(random);

    WebSocketWire(Target target) {
        this.target = target;
    }

    @Override
    public Scanner open(Channel channel, String path, Heeds heeds, Scanner.Sink sink) {
        byte[] nonce = new byte[KEY_BYTES];
        random.nextBytes(nonce);
        String key = Base64.getEncoder().encodeToString(nonce);
        String request = "GET " + (path.isEmpty() ? "/" : path) + " HTTP/1.1\r\nHost: " + target.authority()
                + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: " + key
                + "\r\nSec-WebSocket-Version: 13\r\n\r\n";
        var _ = channel.writeAndFlush(ByteBufUtil.writeAscii(channel.alloc(), request));
        return new UpgradeScanner(WebSocket.accept(key), new FrameScanner(channel, frames, heeds, sink), sink);
    }

    @Override
    public ByteBuf frame(ByteBufAllocator allocator, byte[] text, int length) {
        return frames.frame(allocator, WebSocket.TEXT, text, 0, length);
    }
}
