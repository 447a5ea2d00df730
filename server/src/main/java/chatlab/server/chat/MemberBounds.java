package chatlab.server.chat;

import chatlab.protocol.ErrorCode;
import chatlab.protocol.ServerFrames;
import org.jspecify.annotations.Nullable;

/** What one member may do, beside the bounds of its connection. Immutable. */
public final class MemberBounds {
    private final int rooms;
    private final int messagesPerSecond;

    /** The same for everyone, and wanted most when there is least time for it. */
    private final byte[] tooFast;

    /**
     * @param rooms how many rooms it may be in
     * @param messagesPerSecond how many messages, hellos, joins, leaves and questions it may send; 0: as many as it likes
     */
    public MemberBounds(int rooms, int messagesPerSecond) {
        this.rooms = rooms;
        this.messagesPerSecond = messagesPerSecond;
        tooFast = ServerFrames.error(
                ErrorCode.TOO_FAST,
                "This came too soon: a connection's messages, hellos, joins, leaves and questions may be "
                        + messagesPerSecond + " a second.");
    }

    int rooms() {
        return rooms;
    }

    /** What a new member's messages are taken from; null if there is no limit. */
    @Nullable
    TokenBucket messages() {
        return messagesPerSecond == 0 ? null : new TokenBucket(messagesPerSecond, System::nanoTime);
    }

    /** The answer to a message beyond that. */
    byte[] tooFast() {
        return tooFast;
    }
}
