package chatlab.server.chat;

import java.util.Arrays;

/** The members of one room that live on one loop, and the way messages reach them. Confined to that loop. */
public final class RoomPart {
    private final Broadcaster broadcaster;
    private Membership[] members = new Membership[4];

    /** Read by the room's owner loop too, which skips loops without members. */
    private volatile int size;

    RoomPart(Broadcaster broadcaster) {
        this.broadcaster = broadcaster;
    }

    /** How many members there are. */
    public int size() {
        return size;
    }

    /**
     * Queues a message for one of them, from 0 to {@link #size} − 1; a failure ends that one alone. The places don't
     * change during a broadcast.
     */
    public void deliver(int place, Message message) {
        Recipient recipient = members[place].recipient;
        try {
            recipient.deliver(message);
        } catch (RuntimeException | Error e) {
            recipient.fail(e);
        }
    }

    /** Hands what is queued for one of them to its socket; a failure ends that one alone. */
    public void flush(int place) {
        Recipient recipient = members[place].recipient;
        try {
            recipient.flush();
        } catch (RuntimeException | Error e) {
            recipient.fail(e);
        }
    }

    void deliver(Message message) {
        if (size > 0) {
            broadcaster.broadcast(this, message);
        }
    }

    @SuppressWarnings("NonAtomicOperationOnVolatileField") // written by its own loop only
    void add(Membership member) {
        int place = size;
        if (place == members.length) {
            members = Arrays.copyOf(members, 2 * place);
        }
        members[place] = member;
        member.place = place;
        size = place + 1;
    }

    @SuppressWarnings("NullAway") // a place beyond the size is never read
    void remove(Membership member) {
        int last = size - 1;
        members[member.place] = members[last];
        members[member.place].place = member.place;
        members[last] = null;
        size = last;
    }
}
