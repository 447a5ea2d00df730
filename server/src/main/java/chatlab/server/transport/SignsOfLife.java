package chatlab.server.transport;

/** When a connection was last known to be alive, and whether it has been asked since. Times in ns. Confined to its loop. */
final class SignsOfLife {
    private static final long ASKED = 1;

    /** Its lowest bit says whether it was asked: as a field of its own that would cost every connection 8 bytes. */
    private long lastNs;

    SignsOfLife(long nowNs) {
        seen(nowNs);
    }

    /** There is one. */
    void seen(long nowNs) {
        lastNs = nowNs & ~ASKED;
    }

    /** Whether there has been none for too long, which is {@code idleNs}. */
    boolean areMissing(long idleNs, long nowNs) {
        return nowNs - lastNs >= idleNs;
    }

    /** Whether half of that time is over, told once. */
    boolean areToBeAskedFor(long idleNs, long nowNs) {
        if ((lastNs & ASKED) != 0 || nowNs - lastNs < idleNs / 2) {
            return false;
        }
        lastNs |= ASKED;
        return true;
    }
}
