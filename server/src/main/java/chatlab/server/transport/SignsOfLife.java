package chatlab.server.transport;

/** When a connection was last known to be alive, and whether it has been asked since. Times in ns. Confined to its loop. */
final class SignsOfLife {
    private final long idleNs;
    private long lastNs;
    private boolean asked;

    /** @param idleNs how long there may be none */
    SignsOfLife(long idleNs, long nowNs) {
        this.idleNs = idleNs;
        lastNs = nowNs;
    }

    /** There is one. */
    void seen(long nowNs) {
        lastNs = nowNs;
        asked = false;
    }

    /** Whether there has been none for too long. */
    boolean areMissing(long nowNs) {
        return nowNs - lastNs >= idleNs;
    }

    /** Whether half of that time is over, told once. */
    boolean areToBeAskedFor(long nowNs) {
        if (asked || nowNs - lastNs < idleNs / 2) {
            return false;
        }
        asked = true;
        return true;
    }
}
