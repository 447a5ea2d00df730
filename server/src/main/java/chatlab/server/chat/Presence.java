package chatlab.server.chat;

import chatlab.protocol.ServerFrames;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * Who is in a room, by name: a user with several devices is there once. Known to the room's owner loop; in a room with few
 * members the others are told of the first device that comes, and of the last one that goes.
 */
final class Presence {
    private final Room room;
    private final int announceBelow;

    /** Confined to the owner loop, as the next. */
    private final MemberTable members = new MemberTable();

    /** How many names there are among them. */
    private int names;

    /** @param announceBelow with fewer members everyone is told who comes and goes */
    Presence(Room room, int announceBelow) {
        this.room = room;
        this.announceBelow = announceBelow;
    }

    /** The member, of this name, is in the room now. Called on its loop, and never during a broadcast. */
    void entered(String clientId, Member member) {
        boolean isAnnouncing = isAnnouncing();
        room.onOwner(member, () -> {
            if (enter(clientId, member) && isAnnouncing) {
                announce(ServerFrames.joined(room.name, clientId), member.outlet());
            }
        });
    }

    /** It is not any more. As above. */
    void left(String clientId, Member member) {
        boolean isAnnouncing = isAnnouncing();
        room.onOwner(member, () -> {
            if (leave(clientId, member) && isAnnouncing) {
                announce(ServerFrames.left(room.name, clientId), member.outlet());
            }
        });
    }

    /** Tells {@code asker} who is in the room, soon. Called on its loop. */
    void tell(Member asker) {
        room.onOwner(asker, () -> {
            Set<String> some = new TreeSet<>();
            members.forEach(member -> {
                if (some.size() < Rooms.MAX_LISTED) {
                    some.add(Objects.requireNonNull(member.clientId()));
                }
            });
            byte[] answer = ServerFrames.members(room.name, some, names);
            room.answer(asker, () -> answer);
        });
    }

    /** Whether it is the first connection of this name. */
    private boolean enter(String clientId, Member member) {
        boolean isFirst = !members.contains(clientId);
        members.add(member);
        names += isFirst ? 1 : 0;
        return isFirst;
    }

    /** Whether it was the last connection of this name. */
    private boolean leave(String clientId, Member member) {
        boolean isLast = members.remove(member) && !members.contains(clientId);
        names -= isLast ? 1 : 0;
        return isLast;
    }

    /** Asked while the one that comes or goes is counted. */
    private boolean isAnnouncing() {
        return room.members < announceBelow;
    }

    /** As a message that is published now takes the same way, this comes behind all that have been before. */
    private void announce(byte[] frame, Recipient except) {
        room.onInhabitedLoops(loop -> room.forEachUpToDate(loop, member -> {
            if (isOther(member, except)) {
                member.announce(frame);
            }
        }));
    }

    @SuppressWarnings("ReferenceEquality") // one connection, not one like it
    private static boolean isOther(Recipient member, Recipient than) {
        return member != than;
    }
}
