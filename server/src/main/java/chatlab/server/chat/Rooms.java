package chatlab.server.chat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** All rooms that have members: one comes into being with its first member and is gone with its last. Thread-safe. */
public final class Rooms {
    private final List<Loop> loops;
    private final List<Broadcaster> broadcasters;
    private final ConcurrentHashMap<String, Room> rooms = new ConcurrentHashMap<>();

    /** @param broadcasters makes the broadcaster of each loop */
    public Rooms(List<? extends Loop> loops, Function<Loop, Broadcaster> broadcasters) {
        this.loops = List.copyOf(loops);
        List<Broadcaster> all = new ArrayList<>(loops.size());
        this.loops.forEach(loop -> all.add(broadcasters.apply(loop)));
        this.broadcasters = List.copyOf(all);
    }

    /** Called on {@code loop}, where the recipient lives. */
    Membership join(String name, Loop loop, Recipient recipient) {
        Room joined = rooms.compute(name, (key, there) -> {
            Room room = there == null ? new Room(key, loops, broadcasters::get) : there;
            room.members++;
            return room;
        });
        return new Membership(joined, joined.audience(loop).add(recipient));
    }

    /** Called on the loop where the recipient lives, and never during a broadcast. */
    void leave(Membership membership) {
        membership.seat().leave();
        rooms.computeIfPresent(membership.room().name, (key, room) -> --room.members == 0 ? null : room);
    }

    /** How much memory is held for members that are behind, in bytes, beside what their connections hold. Thread-safe. */
    public long heldBytes() {
        return broadcasters.stream().mapToLong(Broadcaster::heldBytes).sum();
    }

    /** Frees what the loop's broadcaster holds. Called on that loop, when it has no members left. */
    public void close(Loop loop) {
        broadcasters.get(loop.index()).close();
    }
}
