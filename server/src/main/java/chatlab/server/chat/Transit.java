package chatlab.server.chat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** One message on its way between loops; tells its sender when every loop has delivered it. */
final class Transit {
    private final Room room;
    private final Member sender;
    private final Message message;
    private final int bytes;
    private final AtomicInteger outstanding = new AtomicInteger();

    /** Takes over the caller's reference to {@code message}. */
    Transit(Room room, Member sender, Message message) {
        this.room = room;
        this.sender = sender;
        this.message = message;
        bytes = message.lineBytes();
    }

    /** Gives the message its place in the room's order. Called on the owner loop. */
    void order(Loop owner) {
        List<Loop> others = new ArrayList<>(room.loops().size());
        for (Loop loop : room.loops()) {
            if (loop.index() != owner.index() && room.audience(loop).size() > 0) {
                others.add(loop);
            }
        }
        outstanding.set(others.size() + 1);
        for (Loop loop : others) {
            loop.execute(() -> deliver(loop));
        }
        deliver(owner);
    }

    private void deliver(Loop loop) {
        try {
            room.deliver(loop, message);
        } finally {
            delivered(loop);
        }
    }

    private void delivered(Loop loop) {
        if (outstanding.decrementAndGet() == 0) {
            message.release();
            if (sender.loop().index() == loop.index()) {
                sender.arrived(bytes);
            } else {
                sender.loop().execute(() -> sender.arrived(bytes));
            }
        }
    }
}
