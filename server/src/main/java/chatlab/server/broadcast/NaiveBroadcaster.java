package chatlab.server.broadcast;

import chatlab.server.chat.Broadcaster;
import chatlab.server.chat.Message;
import chatlab.server.chat.RoomPart;

/** A write and a flush per member and message. */
final class NaiveBroadcaster implements Broadcaster {
    @Override
    public void broadcast(RoomPart members, Message message) {
        for (int i = 0; i < members.size(); i++) {
            members.deliver(i, message);
            members.flush(i);
        }
    }
}
