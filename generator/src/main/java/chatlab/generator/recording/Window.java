package chatlab.generator.recording;

/**
 * The measured window on the monotonic clock, in nanoseconds: from {@code fromNs} to just before {@code toNs}.
 */
public record Window(long fromNs, long toNs) {
    /** Whether a moment lies in it. */
    public boolean contains(long ns) {
        return ns - fromNs >= 0 && ns - toNs < 0;
    }

    /** The part of it that was over at that moment: all of it, or less if the moment lies in it or before it. */
    public Window until(long ns) {
        return ns - toNs >= 0 ? this : new Window(fromNs, ns - fromNs >= 0 ? ns : fromNs);
    }

    /** Its length in seconds. */
    public double seconds() {
        return (toNs - fromNs) / 1e9;
    }
}
