package chatlab.server.transport;

import java.util.concurrent.TimeUnit;

/** Who may come in. Keeps the number of sockets below the process's file limit. Thread-safe. */
final class Admission {
    /** How many refused connections may stay for long enough to be told so. */
    static final int MAX_REFUSED = 64;

    enum Decision {
        SERVED,
        /** Told that the server is full, then closed. */
        REFUSED,
        /** Closed at once. */
        TURNED_AWAY
    }

    private final int maxServed;
    private int served;
    private int refused;

    Admission(int maxServed) {
        this.maxServed = maxServed;
    }

    synchronized Decision enter() {
        if (served < maxServed) {
            served++;
            return Decision.SERVED;
        }
        if (refused < MAX_REFUSED) {
            refused++;
            return Decision.REFUSED;
        }
        return Decision.TURNED_AWAY;
    }

    /** One that entered is gone. */
    synchronized void leave(Decision decision) {
        switch (decision) {
            case SERVED -> served--;
            case REFUSED -> refused--;
            case TURNED_AWAY -> {}
        }
        if (served + refused == 0) {
            notifyAll();
        }
    }

    /** How many are served. */
    synchronized int served() {
        return served;
    }

    /** Waits until nobody is left, or the time is over. */
    synchronized void awaitEmpty(long deadlineNs) throws InterruptedException {
        long leftNs = deadlineNs - System.nanoTime();
        while (served + refused > 0 && leftNs > 0) {
            TimeUnit.NANOSECONDS.timedWait(this, leftNs);
            leftNs = deadlineNs - System.nanoTime();
        }
    }
}
