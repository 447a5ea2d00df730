package chatlab.server.chat;

import chatlab.protocol.ServerFrames;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was said in a room. Its owner loop keeps it, in the room's order; whoever enters is told the last messages before the
 * first that it hears itself, none twice and none left out.
 */
final class Past {
    private final Room room;

    /** Null if nothing is kept. Confined to the owner loop. */
    private final @Nullable History history;

    /** By loop, each confined to it: who waits there to be told. Null on a single loop, where nobody waits. */
    private final @Nullable List<PastRequest>[] waiting;

    Past(Room room, HistoryBudget budget) {
        this.room = room;
        history = budget.messages() == 0 ? null : new History(budget);
        waiting = newArray(room.loops().size());
    }

    @SuppressWarnings("unchecked") // an array of a generic type can't be made otherwise
    private static @Nullable List<PastRequest>[] newArray(int loops) {
        return (List<PastRequest>[]) new List<?>[loops];
    }

    /** Keeps a message, if that is wanted. Called on the owner loop, in the room's order. */
    void keep(Message message) {
        if (history != null) {
            message.number = history.add(message);
        }
    }

    /** The members that the loop has are given a message. Called on that loop. */
    void heard(Loop loop, Message message) {
        @Nullable List<PastRequest> there = waiting[loop.index()];
        if (there != null) {
            there.forEach(request -> request.heard(message.number));
        }
    }

    /** Tells {@code asker} the last messages, at most so many, soon. Called on its loop. */
    void tell(Member asker, int most) {
        Loop loop = asker.loop();
        PastRequest request = new PastRequest();
        wait(loop, request);
        room.onOwner(asker, () -> {
            room.owner().aboutToWrite(); // what was said a moment ago is told, too
            List<byte[]> last = history == null ? List.of() : history.last(most);
            long lastNumber = history == null ? 0 : history.lastNumber();
            room.answer(asker, () -> {
                waitNoMore(loop, request);
                return ServerFrames.history(room.name, request.past(last, lastNumber));
            });
        });
    }

    /** Forgets everything, for good: the room is gone. May be called by any thread. */
    void close(Loop owner) {
        if (history != null) {
            owner.execute(history::close);
        }
    }

    private void wait(Loop loop, PastRequest request) {
        @Nullable List<PastRequest> there = waiting[loop.index()];
        if (there == null) {
            there = new ArrayList<>(1);
            waiting[loop.index()] = there;
        }
        there.add(request);
    }

    private void waitNoMore(Loop loop, PastRequest request) {
        @Nullable List<PastRequest> there = waiting[loop.index()];
        if (there != null && there.remove(request) && there.isEmpty()) {
            waiting[loop.index()] = null;
        }
    }
}
