package chatlab.server.chat;

import chatlab.protocol.ErrorCode;
import chatlab.protocol.FrameException;
import chatlab.protocol.ServerFrames;
import java.util.List;
import java.util.function.Supplier;

/**
 * What one connection asks about rooms, whether it is in them or not. Answers are frames for its {@link Outlet}, those to
 * {@link #members} and {@link #past} come from the rooms' owner loops. Confined to its loop.
 */
public final class Questions {
    /** How many may be unanswered: an answer may be long, and waits for its loop. */
    private static final int MAX_UNANSWERED = 8;

    private final MemberContext context;
    private final Member asker;
    private final Outlet outlet;
    private int unanswered;

    Questions(MemberContext context, Member asker, Outlet outlet) {
        this.context = context;
        this.asker = asker;
        this.outlet = outlet;
    }

    /** Which rooms there are. */
    public void rooms() {
        Cluster.Listing all = context.rooms().list();
        outlet.send(ServerFrames.rooms(all.rooms(), all.count()));
    }

    /**
     * Who is in a room; of one that only other servers have members of, how many.
     *
     * @throws FrameException if there is no such room, or too much is unanswered
     */
    public void members(String room) throws FrameException {
        int onlyElsewhere = context.rooms().membersOnlyElsewhere(room);
        if (onlyElsewhere > 0) {
            outlet.send(ServerFrames.members(room, List.of(), onlyElsewhere));
            return;
        }
        Presence presence = context.rooms().get(room).presence();
        ask();
        presence.tell(asker);
    }

    /**
     * What was said in a room last, at most so many messages.
     *
     * @throws FrameException as above
     */
    public void past(String room, int most) throws FrameException {
        Past past = context.rooms().get(room).past();
        ask();
        past.tell(asker, most);
    }

    private void ask() throws FrameException {
        if (unanswered == MAX_UNANSWERED) {
            throw new FrameException(
                    ErrorCode.TOO_FAST,
                    "Await the answers: " + MAX_UNANSWERED + " questions of this connection are not answered yet.");
        }
        unanswered++;
    }

    /** Hands the connection an answer. */
    void answer(Supplier<byte[]> answer) {
        unanswered--;
        try {
            outlet.send(answer.get());
            outlet.flushSoon();
        } catch (RuntimeException | Error e) {
            outlet.fail(e); // or it would wait for ever
        }
    }
}
