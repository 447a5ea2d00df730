package chatlab.clients.ledger;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What it takes to account for several processes in the same rooms, once all of them have ended: what the members of each room are owed of
 * this run, and what they got of others. Who comes and goes is left out.
 *
 * @param rooms this run's
 * @param heard what was got of other runs
 * @param unlisted how many receivers have got something that {@code heard} has no place for
 */
public record SharedRooms(List<Room> rooms, List<Heard> heard, long unlisted) {
    private static final int MOST_ROOMS = 1_000;
    private static final int MOST_HEARD = 10_000;

    /**
     * A room.
     *
     * @param members its members that were there all the time, of this process
     * @param messages what each member of it, of whatever process, is owed of this run
     * @param hashes the sum of these messages' hashes, modulo 2⁶⁴
     */
    public record Room(String room, int members, long messages, long hashes) {}

    /**
     * What some members of a room got of another run.
     *
     * @param messages how many each of them got
     * @param hashes the sum of these messages' hashes, modulo 2⁶⁴
     * @param receivers how many members of this room got exactly this
     */
    public record Heard(int run, String room, long messages, long hashes, long receivers) {}

    public SharedRooms {
        rooms = List.copyOf(rooms);
        heard = List.copyOf(heard);
    }

    /** Gathers one. */
    static final class Builder {
        private record Key(int run, String room, long messages, long hashes) {}

        private final List<Room> rooms = new ArrayList<>();
        private final Map<Key, Long> heard = new HashMap<>();
        private long unlisted;

        /** @param accounts the room's members' */
        void room(String name, List<ReceiverAccount> accounts, Owed owed) {
            List<ReceiverAccount> staying =
                    accounts.stream().filter(account -> account.stays() == null).toList();
            if (rooms.size() < MOST_ROOMS) {
                rooms.add(new Room(name, staying.size(), owed.count(), owed.sum()));
            }
            staying.forEach(account -> receiver(name, account));
        }

        private void receiver(String room, ReceiverAccount account) {
            OtherRuns others = account.otherRuns();
            if (others == null) {
                return;
            }
            boolean listed = others.count() < OtherRuns.MOST;
            for (int i = 0; i < others.count(); i++) {
                Key key = new Key(others.run(i), room, others.messages(i), others.hashes(i));
                if (heard.size() < MOST_HEARD || heard.containsKey(key)) {
                    heard.merge(key, 1L, Long::sum);
                } else {
                    listed = false;
                }
            }
            unlisted += listed ? 0 : 1;
        }

        SharedRooms build() {
            return new SharedRooms(
                    rooms,
                    heard.entrySet().stream()
                            .map(each -> new Heard(
                                    each.getKey().run,
                                    each.getKey().room,
                                    each.getKey().messages,
                                    each.getKey().hashes,
                                    each.getValue()))
                            .toList(),
                    unlisted);
        }
    }
}
