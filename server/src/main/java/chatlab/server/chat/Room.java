package chatlab.server.chat;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/**
 * A room. Its owner loop decides the order of its messages: a message of a member elsewhere hops to the owner and from
 * there to every loop that has members, and as tasks from one thread to another keep their order, all members see the same
 * one. With one loop everything is a direct call.
 */
final class Room {
    final String name;
    private final List<Loop> loops;
    private final Loop owner;
    private final List<RoomPart> parts;

    /** How many members it has on all loops; guarded by the table of {@link Rooms}. */
    int members;

    Room(String name, List<Loop> loops, IntFunction<Broadcaster> broadcasters) {
        this.name = name;
        this.loops = loops;
        owner = loops.get(Math.floorMod(name.hashCode(), loops.size()));
        List<RoomPart> all = new ArrayList<>(loops.size());
        for (Loop loop : loops) {
            all.add(new RoomPart(broadcasters.apply(loop.index())));
        }
        parts = List.copyOf(all);
    }

    RoomPart part(Loop loop) {
        return parts.get(loop.index());
    }

    /** Takes over the caller's reference to {@code message}. Called on the sender's loop. */
    void publish(Member sender, Message message) {
        if (loops.size() == 1) {
            try {
                parts.getFirst().deliver(message);
            } finally {
                message.release();
            }
            return;
        }
        sender.departed(message.lineBytes());
        Transit transit = new Transit(this, sender, message);
        if (sender.loop().index() == owner.index()) {
            transit.order(owner);
        } else {
            owner.execute(() -> transit.order(owner));
        }
    }

    List<Loop> loops() {
        return loops;
    }
}
