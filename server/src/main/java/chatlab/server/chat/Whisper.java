package chatlab.server.chat;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** One private message on its way to the connections that it is for, on whatever loops they are. */
final class Whisper {
    private final UnderWay underWay;
    private final Map<Loop, List<Member>> receivers;

    private Whisper(Member sender, Message message, List<Member> receivers) {
        underWay = new UnderWay(sender, message);
        this.receivers = receivers.stream().collect(Collectors.groupingBy(Member::loop));
    }

    /** Takes over the caller's reference to {@code message}. Called on the sender's loop. */
    static void send(Member sender, Message message, List<Member> receivers) {
        new Whisper(sender, message, receivers).send(sender.loop());
    }

    private void send(Loop here) {
        underWay.isFor(receivers.size());
        receivers.forEach((loop, members) -> {
            if (loop.index() == here.index()) {
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
