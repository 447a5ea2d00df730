package chatlab.server.chat;

import chatlab.protocol.FrameException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The rooms that a member is in, and those that it has left with something still to be handed to it. Confined to its loop. */
final class MemberRooms {
    private final MemberContext context;
    private final Member member;
    private @Nullable String clientId;

    /** What stands for its rooms before it has been in one. */
    private static final List<Seat> NOT_ENTERED = new ArrayList<>(0);

    /** The first is home. */
    private List<Seat> rooms = NOT_ENTERED;

    private List<Seat> leaving = List.of();

    MemberRooms(MemberContext context, Member member) {
        this.context = context;
        this.member = member;
    }

    /** The name that the member is known by; null while it has none. */
    @Nullable
    String clientId() {
        return clientId;
    }

    /** From now on the member has this name. */
    void name(String name) {
        clientId = name;
    }

    /** Those in its rooms may hear of it, now that it has a name. */
    void introduce() {
        rooms.forEach(this::entered);
    }

    /** Tells it which of its rooms others can't be heard in, where it could not be told when it entered. */
    void tellCutOff() {
        rooms.forEach(seat -> seat.room().fromElsewhere().tellIfCutOff(context.loop(), member.outlet()));
    }

    /** Whether it has been in a room. */
    @SuppressWarnings("ReferenceEquality") // the list of one that has left is as empty
    boolean isEntered() {
        return rooms != NOT_ENTERED;
    }

    /** The room of messages that name none; null if it is in no room. */
    @Nullable
    Seat home() {
        return rooms.isEmpty() ? null : rooms.getFirst();
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
     * Enters one more room, which it is not in.
     *
     * @throws FrameException if there is no place for it
     */
    void join(String name) throws FrameException {
        List<String> wanted = new ArrayList<>(names());
        wanted.add(name);
        moveTo(wanted);
    }

    /** Leaves one of its rooms; it may be left with none. */
    void leave(Seat seat) {
        List<Seat> staying = new ArrayList<>(rooms);
        staying.remove(seat);
        rooms = List.copyOf(staying);
        leaveSoon(List.of(seat));
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
     * @throws FrameException if there is no place for one of them; nothing has changed then
     */
    void moveTo(List<String> wanted) throws FrameException {
        List<Seat> before = rooms;
        List<String> missing =
                wanted.stream().filter(name -> named(before, name) == null).toList();
        List<Seat> joined = context.rooms().join(missing, context.loop(), member.outlet());
        List<Seat> now = new ArrayList<>(wanted.size());
        for (String name : wanted) {
            @Nullable Seat kept = named(before, name);
            now.add(kept == null ? Objects.requireNonNull(named(joined, name)) : kept);
        }
        rooms = List.copyOf(now);
        joined.forEach(this::entered);
        leaveSoon(before.stream().filter(seat -> !now.contains(seat)).toList());
    }

    /** Gives these places up as soon as what was said there until now has been handed over. */
    private void leaveSoon(List<Seat> seats) {
        if (seats.isEmpty()) {
            return;
        }
        seats.forEach(this::left);
        seats.forEach(seat -> seat.finish());
        List<Seat> all =
                new ArrayList<>(leaving); // only now: what was written may have emptied the socket, and others be done
        all.addAll(seats);
        leaving = leaveIfDone(all);
    }

    private void entered(Seat seat) {
        if (clientId != null) {
            seat.room().presence().entered(clientId, member);
        }
    }

    private void left(Seat seat) {
        if (clientId != null) {
            seat.room().presence().left(clientId, member);
        }
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
        rooms.forEach(this::left);
        leaving.forEach(this::giveUp);
        rooms.forEach(this::giveUp);
        leaving = List.of();
        rooms = List.of();
    }

    private void giveUp(Seat seat) {
        context.rooms().leave(seat, context.loop());
    }

    /** Gives up the places of those who have been handed everything. Answers those that are left. */
    private List<Seat> leaveIfDone(List<Seat> seats) {
        List<Seat> left = new ArrayList<>();
        for (Seat seat : seats) {
            if (seat.isDone()) {
                giveUp(seat);
            } else {
                left.add(seat);
            }
        }
        return List.copyOf(left);
    }
}
