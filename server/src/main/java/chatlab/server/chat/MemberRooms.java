package chatlab.server.chat;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The rooms that a member is in, and those that it has left with something still to be handed to it. Confined to its loop. */
final class MemberRooms {
    private final MemberContext context;
    private final Recipient recipient;

    /** What stands for its rooms before it has been in one. */
    private static final List<Seat> NOT_ENTERED = new ArrayList<>(0);

    /** The first is home. */
    private List<Seat> rooms = NOT_ENTERED;

    private List<Seat> leaving = List.of();

    MemberRooms(MemberContext context, Recipient recipient) {
        this.context = context;
        this.recipient = recipient;
    }

    /** Whether it has been in a room. */
    @SuppressWarnings("ReferenceEquality") // the list of one that has left is as empty
    boolean isEntered() {
        return rooms != NOT_ENTERED;
    }

    /** The room of messages that name none. */
    Seat home() {
        return rooms.getFirst();
    }

    /** The room whose name stands there; home if none does; null if it is in no such room. */
    @Nullable
    Seat named(byte[] bytes, int offset, int length) {
        if (length == 0) {
            return home();
        }
        for (Seat seat : rooms) {
            if (seat.room().isNamed(bytes, offset, length)) {
                return seat;
            }
        }
        return null;
    }

    /** The room of this name; null if it is in no such room. */
    @Nullable
    Seat named(String name) {
        return named(rooms, name);
    }

    private static @Nullable Seat named(List<Seat> among, String name) {
        for (Seat seat : among) {
            if (seat.room().name.equals(name)) {
                return seat;
            }
        }
        return null;
    }

    List<String> names() {
        return rooms.stream().map(seat -> seat.room().name).toList();
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
        List<Seat> before = rooms;
        List<String> missing =
                wanted.stream().filter(name -> named(before, name) == null).toList();
        @Nullable List<Seat> joined = context.rooms().join(missing, context.loop(), recipient);
        if (joined == null) {
            return false;
        }
        List<Seat> now = new ArrayList<>(wanted.size());
        for (String name : wanted) {
            @Nullable Seat kept = named(before, name);
            now.add(kept == null ? Objects.requireNonNull(named(joined, name)) : kept);
        }
        rooms = List.copyOf(now);
        List<Seat> left = new ArrayList<>(leaving);
        for (Seat seat : before) {
            if (!now.contains(seat)) {
                seat.finish();
                left.add(seat);
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
            for (Seat seat : leaving) {
                seat.resume();
            }
            leaving = leaveIfDone(leaving);
        }
        for (Seat seat : rooms) {
            seat.resume();
        }
    }

    /** See {@link Member#finish}. */
    void finish() {
        leaving.forEach(seat -> seat.finish());
        rooms.forEach(seat -> seat.finish());
    }

    /** See {@link Member#forsake}. */
    void forsake() {
        leaving.forEach(seat -> seat.forsake());
        rooms.forEach(seat -> seat.forsake());
    }

    /** See {@link Member#isDone}. */
    boolean isDone() {
        return leaving.stream().allMatch(seat -> seat.isDone())
                && rooms.stream().allMatch(seat -> seat.isDone());
    }

    /** Gives all places up. Never called during a broadcast. */
    void leave() {
        leaving.forEach(context.rooms()::leave);
        rooms.forEach(context.rooms()::leave);
        leaving = List.of();
        if (isEntered()) {
            rooms = List.of();
        }
    }

    /** Gives up the places of those who have been handed everything. Answers those that are left. */
    private List<Seat> leaveIfDone(List<Seat> seats) {
        List<Seat> left = new ArrayList<>();
        for (Seat seat : seats) {
            if (seat.isDone()) {
                context.rooms().leave(seat);
            } else {
                left.add(seat);
            }
        }
        return List.copyOf(left);
    }
}
