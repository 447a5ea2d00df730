package chatlab.clients.ledger;

import java.util.concurrent.atomic.AtomicInteger;

/** What one talker sent. Written by the talker's event loop alone; the counts may be read by anybody. */
public final class SentAccount {
    private final AtomicInteger scheduled = new AtomicInteger();
    private final AtomicInteger scheduledInWindow = new AtomicInteger();
    private final AtomicInteger handedOver = new AtomicInteger();
    private final AtomicInteger sent = new AtomicInteger();
    private final AtomicInteger sentInWindow = new AtomicInteger();
    private volatile boolean ended;
    private volatile long accepted = Long.MAX_VALUE;

    /** The schedule asked for a message. */
    public void scheduled(boolean inWindow) {
        increment(scheduled);
        if (inWindow) {
            increment(scheduledInWindow);
        }
    }

    /** A message goes to the send queue; answers its sequence. */
    public int handOver() {
        int sequence = handedOver.getPlain();
        increment(handedOver);
        return sequence;
    }

    /** The socket took the oldest message of the send queue whole. */
    public void sent(boolean inWindow) {
        increment(sent);
        if (inWindow) {
            increment(sentInWindow);
        }
    }

    /** The server ended the connection. */
    public void ended() {
        ended = true;
    }

    /** Whether the server has ended the connection: there are no more messages. */
    public boolean hasEnded() {
        return ended;
    }

    /** The server said how many messages it had accepted when it ended the connection. */
    public void accepted(long count) {
        accepted = count;
    }

    /**
     * What another process tells of a talker that it plays, once that has sent its last message; nothing of it is written here.
     *
     * @param newAccepted −1 if the server has not said how many it accepted
     */
    void told(int newScheduledInWindow, int newSent, boolean hasEnded, long newAccepted) {
        scheduledInWindow.set(newScheduledInWindow);
        handedOver.set(newSent);
        sent.set(newSent);
        ended = hasEnded;
        accepted = newAccepted < 0 ? Long.MAX_VALUE : newAccepted;
    }

    /** How many messages the server said that it had accepted; −1 if it has not said that. */
    long accepted() {
        return accepted == Long.MAX_VALUE ? -1 : accepted;
    }

    /** Messages that the schedule asked for. */
    public int scheduled() {
        return scheduled.get();
    }

    /** Those of them that were due in the measured window. */
    public int scheduledInWindow() {
        return scheduledInWindow.get();
    }

    /** Messages that went to the send queue. */
    int handedOver() {
        return handedOver.get();
    }

    /** Messages that the socket took. */
    public int sent() {
        return sent.get();
    }

    /** Those of them that were due in the measured window. */
    public int sentInWindow() {
        return sentInWindow.get();
    }

    /** Whether nothing waits in the send queue for the socket. */
    public boolean isFlushed() {
        return ended || sent.get() == handedOver.get();
    }

    /**
     * How many of the messages every member of the room is owed.
     *
     * @param highestReceived the highest sequence anybody is known to have received, −1 for none
     */
    int owed(int highestReceived) {
        int atMost = sent.get();
        if (accepted != Long.MAX_VALUE) {
            return (int) Math.min(atMost, Math.max(accepted, highestReceived + 1L));
        }
        return ended ? Math.min(atMost, highestReceived + 1) : atMost;
    }

    private static void increment(AtomicInteger counter) {
        counter.lazySet(counter.getPlain() + 1);
    }
}
