package chatlab.server.chat;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The rooms that a member is in, and those that it has left with something still to be handed to it. Confined to its loop. */
final class MemberRooms {
    private final MemberContext context;
    private final Recipient recipient;

    /** The first is home. */
    private List<Membership> rooms = List.of();

    private List<Membership> leaving = List.of();
    private boolean entered;

    MemberRooms(MemberContext context, Recipient recipient) {
        this.context = context;
        this.recipient = recipient;
    }

    /** Whether it has been in a room. */
    boolean isEntered() {
        return entered;
    }

    /** The room of messages that name none. */
    Membership home() {
        return rooms.getFirst();
    }

    /** The room whose name stands there; home if none does; null if it is in no such room. */
    @Nullable
    Membership named(byte[] bytes, int offset, int length) {
        if (length == 0) {
            return home();
        }
        for (Membership membership : rooms) {
            if (membership.room().isNamed(bytes, offset, length)) {
                return membership;
            }
        }
        return null;
    }

    /** The room of this name; null if it is in no such room. */
    @Nullable
    Membership named(String name) {
        return named(rooms, name);
    }

    private static @Nullable Membership named(List<Membership> among, String name) {
        for (Membership membership : among) {
            if (membership.room().name.equals(name)) {
                return membership;
            }
        }
        return null;
    }

    List<String> names() {
        return rooms.stream().map(membership -> membership.room().name).toList();
    }

    /**
     * Whether these rooms, together with those that it has left with something still to be handed to it, are no more than it
     * may be in; in any case if it is in all of them already.
     */
    boolean hasPlacesFor(List<String> wanted) {
        leaving = leaveIfDone(leaving);
        return wanted.size() + leaving.size() <= context.bounds().rooms()
                || wanted.stream().allMatch(name -> named(rooms, name) != null);
    }

    /**
     * Ends up in exactly these rooms, the first being home; rooms it stays in keep it without a break.
     *
     * @return false, and nothing has changed, if one of them would be a room too many
     */
    boolean moveTo(List<String> wanted) {
        List<Membership> before = rooms;
        List<String> missing =
                wanted.stream().filter(name -> named(before, name) == null).toList();
        @Nullable List<Membership> joined = context.rooms().join(missing, context.loop(), recipient);
        if (joined == null) {
            return false;
        }
        List<Membership> now = new ArrayList<>(wanted.size());
        for (String name : wanted) {
            @Nullable Membership kept = named(before, name);
            now.add(kept == null ? Objects.requireNonNull(named(joined, name)) : kept);
        }
        rooms = List.copyOf(now);
        entered = true;
        List<Membership> left = new ArrayList<>(leaving);
        for (Membership membership : before) {
            if (!now.contains(membership)) {
                membership.seat().finish();
                left.add(membership);
            }
        }
        if (!left.isEmpty()) {
            leaving = leaveIfDone(left);
        }
        return true;
    }

    /** See {@link Member#resume}. */
    void resume() {
        if (!leaving.isEmpty()) {
            for (Membership membership : leaving) {
                membership.seat().resume();
            }
            leaving = leaveIfDone(leaving);
        }
        for (Membership membership : rooms) {
            membership.seat().resume();
        }
    }

    /** See {@link Member#finish}. */
    void finish() {
        leaving.forEach(membership -> membership.seat().finish());
        rooms.forEach(membership -> membership.seat().finish());
    }

    /** See {@link Member#forsake}. */
    void forsake() {
        leaving.forEach(membership -> membership.seat().forsake());
        rooms.forEach(membership -> membership.seat().forsake());
    }

    /** See {@link Member#isDone}. */
    boolean isDone() {
        return leaving.stream().allMatch(membership -> membership.seat().isDone())
                && rooms.stream().allMatch(membership -> membership.seat().isDone());
    }

    /** Gives all places up. Never called during a broadcast. */
    void leave() {
        leaving.forEach(context.rooms()::leave);
        rooms.forEach(context.rooms()::leave);
        leaving = List.of();
        rooms = List.of();
    }

    /** Gives up the places of those who have been handed everything. Answers those that are left. */
    private List<Membership> leaveIfDone(List<Membership> memberships) {
        List<Membership> left = new ArrayList<>();
        for (Membership membership : memberships) {
            if (membership.seat().isDone()) {
                context.rooms().leave(membership);
            } else {
                left.add(membership);
            }
        }
        return List.copyOf(left);
    }
}
