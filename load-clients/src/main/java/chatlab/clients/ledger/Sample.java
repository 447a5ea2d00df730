package chatlab.clients.ledger;

import chatlab.clients.behaviour.Cast;
import chatlab.clients.behaviour.Rooms;
import java.util.BitSet;

/**
 * Which receivers are classified. Everybody, if the budget of (receiver, sender) pairs allows it; else all hoppers and churners, whom the
 * settings keep within it, of every room one receiver as far as the budget goes, and what is left of it is spread evenly over the
 * rooms and over each room's members.
 */
final class Sample {
    private Sample() {}

    static BitSet draw(Cast cast, long budget) {
        BitSet classified = new BitSet(cast.clients());
        Rooms rooms = cast.rooms();
        long pairs = 0;
        for (int room = 0; room < rooms.count(); room++) {
            pairs += (long) rooms.members(room) * cast.talkersIn(room);
        }
        long left = budget - pairsOfThoseWhoMove(cast);
        if (pairs <= budget && (cast.parts().hoppers() == 0 || left >= pairs)) {
            classified.set(0, cast.clients());
            return classified;
        }
        classified.set(
                cast.firstHopper(),
                cast.firstHopper() + cast.parts().hoppers() + cast.parts().churners());
        // One receiver of every room costs each talker one pair.
        long rest = Math.max(0, left - cast.talkers());
        long restPairs = pairs - cast.talkers();
        for (int room = 0; room < rooms.count(); room++) {
            int members = rooms.members(room);
            long count = Math.min(members, 1 + (restPairs == 0 ? 0 : (members - 1) * rest / restPairs));
            left -= count * cast.talkersIn(room);
            if (left >= 0 || classified.isEmpty()) {
                spread(classified, rooms, room, members, count);
            }
        }
        return classified;
    }

    /** How many (receiver, sender) pairs the accounts of hoppers, who may hear every talker, and of churners take. */
    static long pairsOfThoseWhoMove(Cast cast) {
        long pairs = (long) cast.parts().hoppers() * cast.talkers();
        for (int client = cast.firstChurner();
                client < cast.firstChurner() + cast.parts().churners();
                client++) {
            pairs += cast.talkersIn(cast.rooms().of(client));
        }
        return pairs;
    }

    /** The middle member of each of {@code count} equal parts of the room. */
    private static void spread(BitSet classified, Rooms rooms, int room, int members, long count) {
        for (int part = 0; part < count; part++) {
            int place = (int) ((2L * part + 1) * members / (2 * count));
            classified.set(rooms.member(room, place));
        }
    }
}
