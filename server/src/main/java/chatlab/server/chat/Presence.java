package chatlab.server.chat;

import chatlab.protocol.ServerFrames;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Who is in a room, by name: a user with several devices is there once. Known to the room's owner loop; in a room with few
 * members the others are told of the first device that comes, and of the last one that goes, over all servers.
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
            if (enter(clientId, member) && isAnnouncing && !isElsewhere(clientId)) {
                announce(ServerFrames.joined(room.name, clientId), member.outlet());
            }
        });
    }

    /** It is not any more. As above. */
    void left(String clientId, Member member) {
        boolean isAnnouncing = isAnnouncing();
        room.onOwner(member, () -> {
            if (leave(clientId, member) && isAnnouncing && !isElsewhere(clientId)) {
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
                    some.add(name(member));
                }
            });
            int count = names + room.link().unnamedElsewhere();
            for (String name : room.link().elsewhere()) {
                if (!members.contains(name)) {
                    count++;
                    if (some.size() < Rooms.MAX_LISTED) {
                        some.add(name);
                    }
                }
            }
            byte[] answer = ServerFrames.members(room.name, some, count);
            room.answer(asker, () -> answer);
        });
    }

    /** Who is in the room here. Called on the owner loop, as the next. */
    Set<String> names() {
        Set<String> all = HashSet.newHashSet(names);
        members.forEach(member -> all.add(name(member)));
        return all;
    }

    /** Somebody of this name is in the room on another server, and was on none. */
    void enteredElsewhere(String clientId) {
        if (isAnnouncing() && !members.contains(clientId)) {
            announce(ServerFrames.joined(room.name, clientId), null);
        }
    }

    /** Nobody of this name is on any other server any more. */
    void leftElsewhere(String clientId) {
        if (isAnnouncing() && !members.contains(clientId)) {
            announce(ServerFrames.left(room.name, clientId), null);
        }
    }

    private boolean isElsewhere(String clientId) {
        return room.link().elsewhere().contains(clientId);
    }

    private static String name(Member member) {
        return Objects.requireNonNull(member.clientId());
    }

    /** Whether it is the first connection of this name. */
    private boolean enter(String clientId, Member member) {
        boolean isFirst = !members.contains(clientId);
        members.add(member);
        if (isFirst) {
            names++;
            room.link().entered(clientId);
        }
        return isFirst;
    }

    /** Whether it was the last connection of this name. */
    private boolean leave(String clientId, Member member) {
        boolean isLast = members.remove(member) && !members.contains(clientId);
        if (isLast) {
            names--;
            room.link().left(clientId);
        }
        return isLast;
    }

    /** Asked while the one that comes or goes is counted. */
    private boolean isAnnouncing() {
        return room.members + room.fromElsewhere().members() < announceBelow;
    }

    /** As a message that is published now takes the same way, this comes behind all that have been before. */
    private void announce(byte[] frame, @Nullable Recipient except) {
        room.onInhabitedLoops(loop -> room.forEachUpToDate(loop, member -> {
            if (isOther(member, except)) {
                member.announce(frame);
            }
        }));
    }

    @SuppressWarnings("ReferenceEquality") // one connection, not one like it
    private static boolean isOther(Recipient member, @Nullable Recipient than) {
        return member != than;
    }
}
