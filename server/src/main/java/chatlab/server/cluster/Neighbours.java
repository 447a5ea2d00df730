package chatlab.server.cluster;

import chatlab.protocol.RoomEntry;
import chatlab.server.chat.Cluster.Listing;
import chatlab.server.cluster.Envelope.Kind;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The other servers: which rooms they have, as they tell when that changes, and whether they are there. A server whose channel
 * nobody listens to for two looks in a row is gone, however it has ended. Thread-safe, but for {@link #look}.
 */
final class Neighbours {
    private static final int MOST = 256;
    private static final int VAIN_LOOKS = 2;

    /** Who was there before is given so long to come back, when Redis is back. */
    private static final Duration TO_COME_BACK = Duration.ofSeconds(3);

    private final long self;
    private final LongConsumer gone;
    private final Map<Long, Neighbour> all = new ConcurrentHashMap<>();

    private volatile Listing rooms = Listing.NONE;

    /** Whether somebody wants to know what rooms there are here. */
    private volatile boolean isAsked;

    /** Confined to who looks, as the next: with whom it was talked last. */
    private @Nullable RedisSession session;

    private long sinceNs;
    private Listing told = Listing.NONE;

    private static final class Neighbour {
        volatile Listing rooms = Listing.NONE;

        /** Confined to who looks. */
        int vainLooks;
    }

    /** @param gone is told the origin of each server that has gone */
    Neighbours(long self, LongConsumer gone) {
        this.self = self;
        this.gone = gone;
    }

    /** Something came from there. */
    void heard(long origin) {
        if (!all.containsKey(origin) && all.size() < MOST) {
            Neighbour _ = all.putIfAbsent(origin, new Neighbour());
        }
    }

    /** Something came on the channel of all servers. Answers whether it belongs there. */
    boolean came(Envelope envelope) {
        heard(envelope.origin());
        switch (envelope.kind()) {
            case ASK -> isAsked = true;
            case ROOMS -> {
                @Nullable Neighbour from = all.get(envelope.origin());
                Optional<Listing> listing = listing(envelope);
                if (from != null && listing.isPresent()) {
                    from.rooms = listing.get();
                    rooms = together();
                }
                return listing.isPresent();
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    /** What rooms they have, in one list. */
    Listing rooms() {
        return rooms;
    }

    private Listing together() {
        Map<String, RoomEntry> rooms = new LinkedHashMap<>();
        int unlisted = 0;
        for (Neighbour each : all.values()) {
            Listing listing = each.rooms;
            unlisted += listing.count() - listing.rooms().size();
            listing.rooms().forEach(room -> {
                RoomEntry _ = rooms.merge(room.name(), room, RoomEntry::and);
            });
        }
        return new Listing(List.copyOf(rooms.values()), rooms.size() + unlisted);
    }

    /** Sees who is still there, and tells what has changed here. Called now and then, while there is a connection. */
    @SuppressWarnings("ReferenceEquality") // this connection, not one like it
    void look(RedisSession now, Listing own, Duration within) throws InterruptedException {
        if (now != session) {
            session = now;
            sinceNs = System.nanoTime();
            isAsked = true;
            tell(now, Envelope.empty(Kind.ASK, self, 0, 0));
        }
        if (isAsked || !own.equals(told)) {
            isAsked = false;
            told = own;
            tell(now, written(own));
        }
        Set<Long> origins = Set.copyOf(all.keySet());
        if (!origins.isEmpty() && System.nanoTime() - sinceNs >= TO_COME_BACK.toNanos()) {
            Set<String> channels = origins.stream().map(Channels::ofServer).collect(Collectors.toSet());
            now.heard(channels, within)
                    .ifPresent(heard -> origins.forEach(origin -> {
                        if (heard.contains(Channels.ofServer(origin))) {
                            seen(origin);
                        } else {
                            notSeen(origin);
                        }
                    }));
        }
    }

    private static void tell(RedisSession now, byte[] letter) {
        now.publish(Channels.bytes(Channels.SERVERS), letter, outcome -> {}); // told again if something changes
    }

    private void seen(long origin) {
        @Nullable Neighbour there = all.get(origin);
        if (there != null) {
            there.vainLooks = 0;
        }
    }

    private void notSeen(long origin) {
        @Nullable Neighbour there = all.get(origin);
        if (there != null && ++there.vainLooks == VAIN_LOOKS) {
            Neighbour _ = all.remove(origin);
            rooms = together();
            gone.accept(origin);
        }
    }

    /** The number of rooms stands where that of the first message does otherwise, and each room is a message. */
    private byte[] written(Listing own) {
        List<byte[]> items = own.rooms().stream()
                .map(room -> (room.members() + " " + room.name() + " " + room.description())
                        .getBytes(StandardCharsets.UTF_8))
                .toList();
        return Envelope.of(Kind.ROOMS, self, 0, own.count(), items);
    }

    private static Optional<Listing> listing(Envelope envelope) {
        List<RoomEntry> rooms = new ArrayList<>();
        boolean[] isSound = {true};
        envelope.forEachFrom(envelope.first(), (bytes, offset, length) -> {
            String[] parts = new String(bytes, offset, length, StandardCharsets.UTF_8).split(" ", 3);
            if (parts.length == 3 && parts[0].matches("[0-9]{1,9}")) {
                rooms.add(new RoomEntry(parts[1], parts[2], Integer.parseInt(parts[0])));
            } else {
                isSound[0] = false;
            }
        });
        return isSound[0] && envelope.first() <= Integer.MAX_VALUE
                ? Optional.of(new Listing(rooms, Math.max((int) envelope.first(), rooms.size())))
                : Optional.empty();
    }
}
