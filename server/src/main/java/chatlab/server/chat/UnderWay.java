package chatlab.server.chat;

import java.util.concurrent.atomic.AtomicInteger;

/** One message on its way between loops; tells where it comes from when every loop has handed it on, and is released then. */
final class UnderWay {
    private final Origin origin;
    private final Message message;
    private final int bytes;
    private final AtomicInteger outstanding = new AtomicInteger();

    /** Takes over the caller's reference to {@code message}. Called on the loop that it comes from, if it comes from one. */
    UnderWay(Origin origin, Message message) {
        this.origin = origin;
        this.message = message.kept();
        bytes = message.lineBytes();
        origin.departed(bytes);
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
            origin.arrived(bytes, loop);
        }
    }
}
