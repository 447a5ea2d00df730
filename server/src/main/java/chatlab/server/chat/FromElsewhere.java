package chatlab.server.chat;

import chatlab.protocol.ServerFrames;
import io.netty.buffer.ByteBufAllocator;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;

/** What comes to a room from those of its name on other servers. */
final class FromElsewhere implements Cluster.Counterpart {
    private static final byte[] NO_SPLICE = {};

    private final Room room;

    /** By loop, each confined to it: whether its members know that others can't be reached. */
    private final boolean[] cutOff;

    private volatile int members;

    FromElsewhere(Room room) {
        this.room = room;
        cutOff = new boolean[room.loops().size()];
    }

    @Override
    public String name() {
        return room.name;
    }

    @Override
    public Loop owner() {
        return room.owner();
    }

    @Override
    public void heard(byte[] bytes, int offset, int length, Origin origin) {
        room.repeat(origin, Message.of(ByteBufAllocator.DEFAULT, bytes, offset, length, NO_SPLICE));
    }

    /** Behind what was published before, and however much waits for a member: what it missed nobody else can tell. */
    @Override
    public void missed(long messages) {
        room.onInhabitedLoops(loop -> room.forEachUpToDate(loop, member -> {
            member.missed(room.name, messages);
            member.flush();
        }));
    }

    /** Loops without members have to know, too: one may be on its way in. */
    @Override
    public void connected(boolean isConnected) {
        byte[] frame = isConnected ? ServerFrames.restored(room.name) : ServerFrames.degraded(room.name);
        room.onAllLoops(loop -> {
            cutOff[loop.index()] = !isConnected;
            room.forEachUpToDate(loop, member -> member.announce(frame));
        });
    }

    @Override
    public Set<String> namesHere() {
        return room.presence().names();
    }

    @Override
    public void enteredElsewhere(String clientId) {
        room.presence().enteredElsewhere(clientId);
    }

    @Override
    public void leftElsewhere(String clientId) {
        room.presence().leftElsewhere(clientId);
    }

    @Override
    public void countedElsewhere(int names) {
        members = names;
    }

    /** How many are in the room there. Thread-safe. */
    int members() {
        return members;
    }

    /**
     * Somebody has entered the room, and is told so only when others are heard there: what they say after that is not to be
     * missing. Called on its loop.
     */
    void entered(Loop loop, Recipient member) {
        if (room.link().awaitsOthers(() -> handOnSoon(loop, member))) {
            member.withhold();
        }
        tellIfCutOff(loop, member);
    }

    private static void handOnSoon(Loop loop, Recipient member) {
        try {
            loop.execute(() -> {
                try {
                    member.handOn();
                } catch (RuntimeException | Error e) {
                    member.fail(e); // or it would wait for ever
                }
            });
        } catch (RejectedExecutionException e) {
            // The server has ended.
        }
    }

    /** Called on the member's loop. */
    void tellIfCutOff(Loop loop, Recipient member) {
        if (cutOff[loop.index()]) {
            member.announce(ServerFrames.degraded(room.name));
        }
    }
}
