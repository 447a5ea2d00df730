package chatlab.server.chat;

import chatlab.protocol.ChatScanner;
import chatlab.protocol.FrameReader;
import io.netty.buffer.ByteBufAllocator;

/**
 * What all members of one loop share. Confined to that loop, but for the rooms, who is known by which name, and the counts.
 *
 * @param names which name a member may bear
 * @param maxLineBytes the longest frame taken, told to clients
 * @param idleTimeoutMillis how long a client may be silent, told to clients
 * @param bounds what one member may do
 */
public record MemberContext(
        Loop loop,
        Rooms rooms,
        Directory directory,
        Memberships memberships,
        NameRules names,
        Traffic traffic,
        FrameReader reader,
        ChatScanner scanner,
        ByteBufAllocator allocator,
        int maxLineBytes,
        long idleTimeoutMillis,
        MemberBounds bounds) {}
