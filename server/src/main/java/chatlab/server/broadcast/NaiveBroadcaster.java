package chatlab.server.broadcast;

import chatlab.server.chat.Broadcaster;
import chatlab.server.chat.RoomPart;
import io.netty.buffer.ByteBuf;

/** A write and a flush per member and message. */
final class NaiveBroadcaster implements Broadcaster {
    @Override
    public void broadcast(RoomPart members, ByteBuf message) {
        for (int i = 0; i < members.size(); i++) {
            members.deliver(i, message);
            members.flush(i);
        }
    }
}
