package chatlab.server.chat;

import java.util.ArrayList;
import java.util.List;

/** One message of a room on its way to the loops that have members of it. */
final class Transit {
    private final Room room;
    private final UnderWay underWay;
    private final boolean isForOthers;

    /**
     * Takes over the caller's reference to {@code message}. Called on the loop that it comes from.
     *
     * @param isForOthers whether other servers are to hear of it
     */
    Transit(Room room, Origin origin, Message message, boolean isForOthers) {
        this.room = room;
        this.isForOthers = isForOthers;
        underWay = new UnderWay(origin, message);
    }

    /** Gives the message its place in the room's order. Called on the owner loop. */
    void order(Loop owner) {
        room.past().keep(underWay.message());
        List<Hop> hops = new ArrayList<>(room.loops().size());
        for (Loop loop : room.loops()) {
            int generation = room.habitation().generation(loop);
            if (loop.index() != owner.index() && Habitation.isInhabited(generation)) {
                hops.add(new Hop(loop, generation));
            }
        }
        underWay.isFor(hops.size() + 1);
        for (Hop hop : hops) {
            hop.loop.execute(() -> deliver(hop));
        }
        try {
            if (isForOthers) {
                room.link().publish(underWay.message());
            }
        } finally {
            deliver(new Hop(owner, room.habitation().generation(owner)));
        }
    }

    private void deliver(Hop hop) {
        try {
            if (room.habitation().generation(hop.loop) == hop.generation) {
                room.deliver(hop.loop, underWay.message());
            }
        } finally {
            underWay.arrivedOn(hop.loop);
        }
    }

    /** To one loop, for those of its members that are there when the message is given its place. */
    private record Hop(Loop loop, int generation) {}
}
