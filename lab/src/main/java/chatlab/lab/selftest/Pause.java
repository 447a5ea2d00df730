package chatlab.lab.selftest;

/** A stretch of time in which somebody did nothing, on the clock of {@link System#nanoTime}. */
record Pause(long fromNs, long toNs) {
    static final Pause NONE = new Pause(0, 0);

    long lengthNs() {
        return toNs - fromNs;
    }

    /** When something happens that would have happened then. */
    long after(long ns) {
        return ns - fromNs >= 0 && ns - toNs < 0 ? toNs : ns;
    }
}
