package chatlab.clients.ledger;

import chatlab.clients.behaviour.Cast;
import java.util.BitSet;

/**
 * Which receivers are classified. Everybody, if the budget of (receiver, sender) pairs allows it; else of every room one
 * receiver as far as the budget goes, and what is left of it is spread evenly over the rooms and over each room's members.
 */
final class Sample {
    private Sample() {}

    static BitSet draw(Cast cast, long budget) {
        BitSet classified = new BitSet(cast.clients());
        long pairs = 0;
        for (int room = 0; room < cast.rooms(); room++) {
            pairs += (long) cast.members(room) * cast.talkersIn(room);
        }
        if (pairs <= budget) {
            classified.set(0, cast.clients());
            return classified;
        }
        // One receiver of every room costs each talker one pair.
        long rest = Math.max(0, budget - cast.talkers());
        long restPairs = pairs - cast.talkers();
        long left = budget;
        for (int room = 0; room < cast.rooms(); room++) {
            int members = cast.members(room);
            long count = Math.min(members, 1 + (restPairs == 0 ? 0 : (members - 1) * rest / restPairs));
            left -= count * cast.talkersIn(room);
            if (left >= 0 || classified.isEmpty()) {
                spread(classified, cast, room, members, count);
            }
        }
        return classified;
    }

    /** The middle member of each of {@code count} equal parts of the room. */
    private static void spread(BitSet classified, Cast cast, int room, int members, long count) {
        for (int part = 0; part < count; part++) {
            int member = (int) ((2L * part + 1) * members / (2 * count));
            classified.set(member * cast.rooms() + room);
        }
    }
}
