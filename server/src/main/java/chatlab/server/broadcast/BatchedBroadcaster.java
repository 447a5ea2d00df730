package chatlab.server.broadcast;

import chatlab.server.chat.Audience;
import chatlab.server.chat.Broadcaster;
import chatlab.server.chat.Loop;
import chatlab.server.chat.Message;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * A write per member and message, and one flush per member when the loop's iteration ends, so that all messages of an
 * iteration share a system call. A member whose connection is flushed for another reason may get a message sooner, before
 * other servers do.
 */
final class BatchedBroadcaster implements Broadcaster {
    private final Loop loop;
    private final Set<DirectAudience> unflushed = new LinkedHashSet<>();
    private int turn;

    BatchedBroadcaster(Loop loop) {
        this.loop = loop;
    }

    @Override
    public Audience audience(String room) {
        return new DirectAudience(this::broadcast);
    }

    @Override
    public long heldBytes() {
        return 0;
    }

    @Override
    public void close() {}

    private void broadcast(DirectAudience members, Message message) {
        if (unflushed.isEmpty()) {
            loop.atEndOfIteration(this::flush);
        }
        unflushed.add(members);
        for (int i = 0; i < members.size(); i++) {
            members.deliver(i, message);
        }
    }

    private void flush() {
        turn++;
        loop.aboutToWrite();
        try {
            for (DirectAudience members : unflushed) {
                flush(members);
            }
        } finally {
            unflushed.clear(); // what is left in it would never be flushed again
        }
    }

    /** Starts somewhere else every time, so that nobody is always served last. */
    private void flush(DirectAudience members) {
        int size = members.size();
        int start = size == 0 ? 0 : Math.floorMod(turn * 0x9E3779B9, size);
        for (int i = start; i < size; i++) {
            members.flush(i);
        }
        for (int i = 0; i < start; i++) {
            members.flush(i);
        }
    }
}
