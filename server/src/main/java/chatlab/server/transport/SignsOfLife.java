package chatlab.server.transport;

/** When a connection was last known to be alive, and whether it has been asked since. Times in ns. Confined to its loop. */
final class SignsOfLife {
    private long lastNs;
    private boolean asked;

    SignsOfLife(long nowNs) {
        lastNs = nowNs;
    }

    /** There is one. */
    void seen(long nowNs) {
        lastNs = nowNs;
        asked = false;
    }

    /** Whether there has been none for too long, which is {@code idleNs}. */
    boolean areMissing(long idleNs, long nowNs) {
        return nowNs - lastNs >= idleNs;
    }

    /** Whether half of that time is over, told once. */
    boolean areToBeAskedFor(long idleNs, long nowNs) {
        if (asked || nowNs - lastNs < idleNs / 2) {
            return false;
        }
        asked = true;
        return true;
    }
}
