package chatlab.clients.behaviour;

import java.util.SplittableRandom;

/**
 * Reads whatever comes and moves to another room when the schedule says so, the larger ones more often: where somebody is who is drawn
 * by seed. Confined to its client's event loop.
 */
public final class Hopper implements Behaviour {
    private final Rooms rooms;
    private final SplittableRandom random;

    /** @param rooms two at least */
    public Hopper(int client, Rooms rooms, long seed) {
        this.rooms = rooms;
        random = new SplittableRandom(seed ^ ((long) client << 32));
    }

    /** Where it moves from that room. */
    public int next(int from) {
        int drawn = rooms.of(random.nextInt(rooms.clients()));
        return drawn == from ? (from + 1) % rooms.count() : drawn;
    }
}
