package chatlab.server.broadcast;

import chatlab.server.chat.Audience;
import chatlab.server.chat.Broadcaster;
import chatlab.server.chat.Loop;
import chatlab.server.chat.Message;

/** A write and a flush per member and message. */
final class NaiveBroadcaster implements Broadcaster {
    private final Loop loop;

    NaiveBroadcaster(Loop loop) {
        this.loop = loop;
    }

    @Override
    public Audience audience(String room) {
        return new DirectAudience(this::broadcast);
    }

    private void broadcast(DirectAudience members, Message message) {
        loop.aboutToWrite();
        for (int i = 0; i < members.size(); i++) {
            members.deliver(i, message);
            members.flush(i);
        }
    }

    @Override
    public long heldBytes() {
        return 0;
    }

    @Override
    public void close() {}
}
