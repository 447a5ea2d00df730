package chatlab.server.chat;

import chatlab.protocol.Names;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/**
 * A room. Its owner loop decides the order of its messages: a message of a member elsewhere hops to the owner and from
 * there to every loop that has members, and as tasks from one thread to another keep their order, all members see the same
 * one. With one loop everything is a direct call.
 */
final class Room {
    private static final byte[] NOTHING = {};

    final String name;

    /** What messages from a home room say in addition, so that receivers in several rooms can tell; empty for global. */
    final byte[] splice;

    private final List<Loop> loops;
    private final Loop owner;
    private final List<Audience> audiences;

    /** How many members it has on all loops; guarded by the table of {@link Rooms}. */
    int members;

    Room(String name, List<Loop> loops, IntFunction<Broadcaster> broadcasters) {
        this.name = name;
        this.loops = loops;
        splice =
                name.equals(Names.GLOBAL) ? NOTHING : (",\"room\":\"" + name + '"').getBytes(StandardCharsets.US_ASCII);
        owner = loops.get(Math.floorMod(name.hashCode(), loops.size()));
        List<Audience> all = new ArrayList<>(loops.size());
        for (Loop loop : loops) {
            all.add(broadcasters.apply(loop.index()).audience(name));
        }
        audiences = List.copyOf(all);
    }

    /** Whether this is its name; names of rooms are ASCII. */
    boolean isNamed(byte[] bytes, int offset, int length) {
        if (length != name.length()) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (name.charAt(i) != bytes[offset + i]) {
                return false;
            }
        }
        return true;
    }

    Audience audience(Loop loop) {
        return audiences.get(loop.index());
    }

    /** Gives the message to the members that the loop has. Called on the loop. */
    void deliver(Loop loop, Message message) {
        Audience audience = audience(loop);
        if (audience.size() > 0) {
            audience.broadcast(message);
        }
    }

    /** Takes over the caller's reference to {@code message}. Called on the sender's loop. */
    void publish(Member sender, Message message) {
        if (loops.size() == 1) {
            try {
                deliver(owner, message);
            } finally {
                message.release();
            }
            return;
        }
        Transit transit = new Transit(this, sender, message.kept());
        sender.departed(message.lineBytes());
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
