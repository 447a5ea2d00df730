package chatlab.server.chat;

import java.util.concurrent.atomic.AtomicInteger;

/** One message on its way between loops; tells its sender when every loop has handed it on, and is released then. */
final class UnderWay {
    private final Member sender;
    private final Message message;
    private final int bytes;
    private final AtomicInteger outstanding = new AtomicInteger();

    /** Takes over the caller's reference to {@code message}. Called on the sender's loop. */
    UnderWay(Member sender, Message message) {
        this.sender = sender;
        this.message = message.kept();
        bytes = message.lineBytes();
        sender.departures().departed(bytes);
    }

    Message message() {
        return message;
    }

    /** So many loops will hand it on. Called once, before the first of them does. */
    void isFor(int loops) {
        outstanding.set(loops);
    }

    /** This loop has handed it on. Called on it. */
    void arrivedOn(Loop loop) {
        if (outstanding.decrementAndGet() == 0) {
            message.release();
            if (sender.loop().index() == loop.index()) {
                sender.departures().arrived(bytes);
            } else {
                sender.loop().execute(() -> sender.departures().arrived(bytes));
            }
        }
    }
}
