package chatlab.server.chat;

import chatlab.protocol.Names;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * All rooms that have members: one comes into being with its first member and is gone with its last. There may be so many at
 * once, of which {@code global} always counts as one. Thread-safe.
 */
public final class Rooms {
    private final List<Loop> loops;
    private final List<Broadcaster> broadcasters;
    private final ConcurrentHashMap<String, Room> rooms = new ConcurrentHashMap<>();
    private final int most;

    /** How many there are, {@code global} included whether it has members or not. */
    private final AtomicInteger count = new AtomicInteger(1);

    /**
     * @param broadcasters makes the broadcaster of each loop
     * @param most how many rooms there may be at once
     */
    public Rooms(List<? extends Loop> loops, Function<Loop, Broadcaster> broadcasters, int most) {
        this.most = most;
        this.loops = List.copyOf(loops);
        List<Broadcaster> all = new ArrayList<>(loops.size());
        this.loops.forEach(loop -> all.add(broadcasters.apply(loop)));
        this.broadcasters = List.copyOf(all);
    }

    /**
     * Joins all of these rooms or none. Called on {@code loop}, where the recipient lives.
     *
     * @return the seats in the names' order; null if one would have been a room too many
     */
    @Nullable
    List<Seat> join(List<String> names, Loop loop, Recipient recipient) {
        // First the places, so that a recipient never hears anything of a room that it has to be taken out of again.
        List<Room> places = new ArrayList<>(names.size());
        for (String name : names) {
            @Nullable Room place = takePlace(name);
            if (place == null) {
                places.forEach(this::givePlaceUp);
                return null;
            }
            places.add(place);
        }
        return places.stream().map(room -> seat(room, loop, recipient)).toList();
    }

    private static Seat seat(Room room, Loop loop, Recipient recipient) {
        Seat seat = room.audience(loop).add(recipient);
        seat.isIn(room);
        return seat;
    }

    /** Called on the loop where the recipient lives, and never during a broadcast. */
    void leave(Seat seat) {
        seat.leave();
        givePlaceUp(seat.room());
    }

    /** How many rooms there are, {@code global} included. */
    public int count() {
        return count.get();
    }

    private @Nullable Room takePlace(String name) {
        return rooms.compute(name, (key, there) -> {
            if (there == null && !mayComeIntoBeing(key)) {
                return null;
            }
            Room room = there == null ? new Room(key, loops, broadcasters::get) : there;
            room.members++;
            return room;
        });
    }

    /** Counts the room, if it is not too many. */
    private boolean mayComeIntoBeing(String name) {
        return name.equals(Names.GLOBAL) || count.getAndUpdate(there -> Math.min(there + 1, most)) < most;
    }

    private void givePlaceUp(Room place) {
        rooms.computeIfPresent(place.name, (key, room) -> {
            if (--room.members > 0) {
                return room;
            }
            if (!key.equals(Names.GLOBAL)) {
                count.decrementAndGet();
            }
            return null;
        });
    }

    /** How much memory is held for members that are behind, in bytes, beside what their connections hold. Thread-safe. */
    public long heldBytes() {
        return broadcasters.stream().mapToLong(Broadcaster::heldBytes).sum();
    }

    /** Runs {@code task} when what has been published on {@code loop} has been written. Called on it. */
    public void afterWrites(Loop loop, Runnable task) {
        broadcasters.get(loop.index()).afterWrites(task);
    }

    /** Frees what the loop's broadcaster holds. Called on that loop, when it has no members left. */
    public void close(Loop loop) {
        broadcasters.get(loop.index()).close();
    }
}
