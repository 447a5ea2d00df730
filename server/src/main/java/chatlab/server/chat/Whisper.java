package chatlab.server.chat;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One private message on its way to the connections that it is for, on whatever loops they are. */
final class Whisper {
    private final UnderWay underWay;
    private final Map<Loop, List<Member>> receivers;

    private Whisper(Origin origin, Message message, List<Member> receivers) {
        underWay = new UnderWay(origin, message);
        this.receivers = receivers.stream().collect(Collectors.groupingBy(Member::loop));
    }

    /** Takes over the caller's reference to {@code message}. Called on the sender's loop. */
    static void send(Member sender, Message message, List<Member> receivers) {
        if (receivers.isEmpty()) {
            message.release(); // even the sender has gone meanwhile
            return;
        }
        new Whisper(sender, message, receivers).send(sender.loop());
    }

    /** The same of one that comes from another server, for somebody at least. Any thread but the loops. */
    static void repeat(Origin origin, Message message, List<Member> receivers) {
        new Whisper(origin, message, receivers).send(null);
    }

    /** @param here the loop that this is called on, if it is one */
    private void send(@Nullable Loop here) {
        underWay.isFor(receivers.size());
        receivers.forEach((loop, members) -> {
            if (here != null && loop.index() == here.index()) {
                deliver(loop, members);
            } else {
                loop.execute(() -> deliver(loop, members));
            }
        });
    }

    private void deliver(Loop loop, List<Member> members) {
        try {
            members.forEach(member -> member.hear(underWay.message()));
        } finally {
            underWay.arrivedOn(loop);
        }
    }
}
