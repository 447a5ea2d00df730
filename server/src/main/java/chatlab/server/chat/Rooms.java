package chatlab.server.chat;

import chatlab.protocol.ErrorCode;
import chatlab.protocol.FrameException;
import chatlab.protocol.Names;
import chatlab.protocol.RedirectException;
import chatlab.protocol.RoomEntry;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * All rooms there are: {@code global} and other fixed ones, and those that have members, each of which comes into being with
 * its first member and is gone with its last. Thread-safe.
 */
public final class Rooms {
    /** How many rooms, or members of one, a list names at most. */
    static final int MAX_LISTED = 200;

    private final List<Loop> loops;
    private final List<Broadcaster> broadcasters;
    private final ConcurrentHashMap<String, Room> rooms = new ConcurrentHashMap<>();
    private final RoomOptions options;
    private final HistoryBudget history;
    private final List<Room> fixed;
    private final AtomicInteger count = new AtomicInteger();
    private final Cluster cluster;
    private final Shards shards;

    /** Those of a server that is alone. */
    public Rooms(List<? extends Loop> loops, Function<Loop, Broadcaster> broadcasters, RoomOptions options) {
        this(loops, broadcasters, options, Cluster.NONE, Shards.NONE);
    }

    /**
     * @param broadcasters makes the broadcaster of each loop
     * @param cluster the way to other servers
     * @param shards which of all rooms are this server's
     */
    public Rooms(
            List<? extends Loop> loops,
            Function<Loop, Broadcaster> broadcasters,
            RoomOptions options,
            Cluster cluster,
            Shards shards) {
        this.options = options;
        this.shards = shards;
        this.cluster = cluster;
        history = new HistoryBudget(options.history(), options.historyBytes());
        this.loops = List.copyOf(loops);
        List<Broadcaster> all = new ArrayList<>(loops.size());
        this.loops.forEach(loop -> all.add(broadcasters.apply(loop)));
        this.broadcasters = List.copyOf(all);
        for (FixedRoom room : options.fixed()) {
            rooms.put(room.name(), room(room.name(), room.description(), true));
        }
        rooms.computeIfAbsent(Names.GLOBAL, name -> room(name, "", true));
        fixed = List.copyOf(rooms.values());
        count.set(rooms.size());
        shards.onChange(this::redirectMembers);
    }

    /** Tells those who are in rooms that are another server's now; they are free to stay until then. */
    private void redirectMembers() {
        rooms.values().stream().filter(room -> room.members > 0).forEach(room -> {
            try {
                shards.requireHere(room.name);
            } catch (RedirectException e) {
                byte[] frame = e.frame();
                room.owner()
                        .execute(() ->
                                room.onAllLoops(loop -> room.forEachUpToDate(loop, member -> member.tell(frame))));
            }
        });
    }

    /**
     * Joins all of these rooms or none. Called on {@code loop}, where the recipient lives.
     *
     * @return the seats in the names' order
     * @throws FrameException if one of them is not there and may not come into being
     */
    List<Seat> join(List<String> names, Loop loop, Recipient recipient) throws FrameException {
        for (String name : names) {
            shards.requireHere(name);
        }
        // First the places, so that a recipient never hears anything of a room that it has to be taken out of again.
        List<Room> places = new ArrayList<>(names.size());
        for (String name : names) {
            @Nullable Room place = takePlace(name);
            if (place == null) {
                places.forEach(this::givePlaceUp);
                throw options.open() ? tooManyRooms() : noSuchRoom(name);
            }
            places.add(place);
        }
        return places.stream().map(room -> seat(room, loop, recipient)).toList();
    }

    private static Seat seat(Room room, Loop loop, Recipient recipient) {
        Seat seat = room.audience(loop).add(recipient);
        seat.isIn(room);
        room.habitation().add(loop);
        room.fromElsewhere().entered(loop, recipient);
        return seat;
    }

    /** Called on {@code loop}, where the recipient lives, and never during a broadcast. */
    void leave(Seat seat, Loop loop) {
        seat.leave();
        seat.room().habitation().remove(loop);
        givePlaceUp(seat.room());
    }

    /** How many rooms there are, fixed ones included. */
    public int count() {
        return count.get();
    }

    /**
     * The room of this name.
     *
     * @throws FrameException if there is none
     */
    Room get(String name) throws FrameException {
        @Nullable Room room = rooms.get(name);
        if (room == null || room.members == 0) {
            shards.requireHere(name);
        }
        if (room == null) {
            throw noSuchRoom(name);
        }
        return room;
    }

    /** How many connections other servers have in a room that nobody is in here; 0 if somebody is. */
    int membersOnlyElsewhere(String name) {
        @Nullable Room here = rooms.get(name);
        if (here != null && here.members > 0) {
            return 0;
        }
        return cluster.rooms().rooms().stream()
                .filter(room -> room.name().equals(name))
                .mapToInt(RoomEntry::members)
                .sum();
    }

    /** @throws RedirectException if the room is on another server */
    void requireHere(String name) throws RedirectException {
        shards.requireHere(name);
    }

    /** @throws FrameException if there is no room of this name, and none may come into being */
    void requirePossible(String name) throws FrameException {
        shards.requireHere(name);
        if (!options.open()) {
            get(name);
        }
    }

    /** Those of all servers: at most {@link #MAX_LISTED}, fixed ones above all, in the names' order. */
    Cluster.Listing list() {
        Map<String, RoomEntry> all = new LinkedHashMap<>();
        ownRooms().limit(MAX_LISTED).forEach(entry -> all.put(entry.name(), entry));
        Cluster.Listing elsewhere = cluster.rooms();
        int more = elsewhere.count() - elsewhere.rooms().size();
        for (RoomEntry entry : elsewhere.rooms()) {
            boolean isHere = rooms.containsKey(entry.name());
            more += isHere ? 0 : 1;
            if (!isHere || all.containsKey(entry.name())) {
                RoomEntry _ = all.merge(entry.name(), entry, RoomEntry::and);
            }
        }
        List<RoomEntry> listed = all.values().stream()
                .limit(MAX_LISTED)
                .sorted(Comparator.comparing(RoomEntry::name))
                .toList();
        return new Cluster.Listing(listed, count() + more);
    }

    /** This server's, as many. Thread-safe. */
    public Cluster.Listing own() {
        return new Cluster.Listing(ownRooms().limit(MAX_LISTED).toList(), count());
    }

    private Stream<RoomEntry> ownRooms() {
        return Stream.concat(fixed.stream(), rooms.values().stream().filter(room -> !room.isFixed))
                .map(room -> new RoomEntry(room.name, room.description, room.members));
    }

    private static FrameException tooManyRooms() {
        return new FrameException(
                ErrorCode.TOO_MANY_ROOMS,
                "One of these rooms would be new, and there are as many as this server takes.");
    }

    private static FrameException noSuchRoom(String name) {
        return new FrameException(
                ErrorCode.NO_SUCH_ROOM,
                "There is no room \"" + name + "\"; {\"type\":\"rooms\"} tells which there are.");
    }

    private Room room(String name, String description, boolean isFixed) {
        return new Room(
                name, description, isFixed, loops, broadcasters::get, options.announceBelow(), history, cluster);
    }

    // What is counted in a room is so under the lock of its entry in the table.
    @SuppressWarnings("NonAtomicVolatileUpdate")
    private @Nullable Room takePlace(String name) {
        return rooms.compute(name, (key, there) -> {
            if (there == null && !mayComeIntoBeing()) {
                return null;
            }
            Room room = there == null ? room(key, "", false) : there;
            if (room.members++ == 0) {
                room.link().open();
            }
            return room;
        });
    }

    /** Counts the room, if it is not too many. */
    private boolean mayComeIntoBeing() {
        int most = options.most();
        return options.open() && count.getAndUpdate(there -> Math.min(there + 1, most)) < most;
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // as above
    private void givePlaceUp(Room place) {
        rooms.computeIfPresent(place.name, (key, room) -> {
            if (--room.members > 0) {
                return room;
            }
            room.link().close();
            if (room.isFixed) {
                return room;
            }
            count.decrementAndGet();
            room.close();
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
