package chatlab.server.transport;

import chatlab.server.chat.EndReason;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Who may come in. Keeps the number of sockets below the process's file limit. Thread-safe. */
final class Admission {
    private final int maxServed;
    private final int maxServedOfAddress;

    /** How many are served of every address that has some; kept only if that may be fewer than are served at all. */
    private final Map<InetAddress, Integer> servedOfAddress = new HashMap<>();

    private int served;
    private int refused;

    Admission(int maxServed, int maxServedOfAddress) {
        this.maxServed = maxServed;
        this.maxServedOfAddress = maxServedOfAddress;
    }

    /**
     * One has come. It has to leave in the same way, {@link #leave} or {@link #leaveRefused}.
     *
     * @return why it is refused; null if it is served
     */
    synchronized @Nullable EndReason enter(InetAddress address) {
        if (served >= maxServed) {
            refused++;
            return EndReason.FULL;
        }
        if (maxServedOfAddress < maxServed) {
            int sameAddress = servedOfAddress.getOrDefault(address, 0);
            if (sameAddress >= maxServedOfAddress) {
                refused++;
                return EndReason.FULL_ADDRESS;
            }
            servedOfAddress.put(address, sameAddress + 1);
        }
        served++;
        return null;
    }

    /** One has come that can't be served in any case. */
    synchronized void enterRefused() {
        refused++;
    }

    /** One that was served is gone. */
    synchronized void leave(InetAddress address) {
        served--;
        servedOfAddress.computeIfPresent(address, (same, count) -> count == 1 ? null : count - 1);
        tellIfEmpty();
    }

    /** One that was refused is gone. */
    synchronized void leaveRefused() {
        refused--;
        tellIfEmpty();
    }

    /** How many are served. */
    synchronized int served() {
        return served;
    }

    private void tellIfEmpty() {
        if (served + refused == 0) {
            notifyAll();
        }
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
