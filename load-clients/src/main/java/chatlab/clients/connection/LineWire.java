package chatlab.clients.connection;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;

/** JSON lines: a frame is a line, from the first byte on. */
final class LineWire implements Wire {
    @Override
    public Scanner open(Channel channel, String room, Scanner.Sink sink) {
        sink.open();
        return new LineScanner(sink);
    }

    @Override
    public ByteBuf frame(ByteBufAllocator allocator, byte[] json, int length) {
        return allocator.directBuffer(length + 1).writeBytes(json, 0, length).writeByte('\n');
    }
}
