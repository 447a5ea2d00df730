package chatlab.clients.connection;

import chatlab.clients.dialect.Heeds;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;

/** A transport as the clients of one event loop speak it. Confined to that loop. */
interface Wire {
    /**
     * A connection was made: says what the transport wants said first.
     *
     * @param path what is asked for where something has to be
     * @param heeds what the client heeds
     * @param sink is told, at once or later, that the connection takes frames
     * @return reads what comes
     */
    Scanner open(Channel channel, String path, Heeds heeds, Scanner.Sink sink);

    /** A frame of the text that stands in the first {@code length} of the bytes, as it goes out. */
    ByteBuf frame(ByteBufAllocator allocator, byte[] text, int length);
}
