package chatlab.clients.connection;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;

/** A transport as the clients of one event loop speak it. Confined to that loop. */
interface Wire {
    /**
     * A connection was made: says what the transport wants said first.
     *
     * @param room where the client is going to be
     * @param sink is told, at once or later, that the connection takes frames
     * @return reads what comes
     */
    Scanner open(Channel channel, String room, Scanner.Sink sink);

    /** A frame of the JSON that stands in the first {@code length} of the bytes, as it goes out. */
    ByteBuf frame(ByteBufAllocator allocator, byte[] json, int length);
}
