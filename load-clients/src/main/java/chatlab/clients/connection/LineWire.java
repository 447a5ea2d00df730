package chatlab.clients.connection;

import chatlab.clients.dialect.Heeds;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;

/** Lines: a frame is a line, from the first byte on. */
final class LineWire implements Wire {
    @Override
    public Scanner open(Channel channel, String path, Heeds heeds, Scanner.Sink sink) {
        sink.open();
        return new LineScanner(heeds, sink);
    }

    @Override
    public ByteBuf frame(ByteBufAllocator allocator, byte[] text, int length) {
        return allocator.directBuffer(length + 1).writeBytes(text, 0, length).writeByte('\n');
    }
}
