package chatlab.clients.record;

import java.util.concurrent.atomic.AtomicLong;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.SingleWriterRecorder;

/**
 * What one event loop measures. The loop alone writes; one reader at a time takes interval histograms out of it, without
 * ever making the loop wait.
 */
public final class LoopRecorder {
    /** Everything above counts as this much: one hour, in nanoseconds. */
    static final long HIGHEST_NS = 3_600_000_000_000L;

    static final int DIGITS = 3;

    private final SingleWriterRecorder latency = new SingleWriterRecorder(HIGHEST_NS, DIGITS);
    private final SingleWriterRecorder sendLag = new SingleWriterRecorder(HIGHEST_NS, DIGITS);
    private final SingleWriterRecorder connect = new SingleWriterRecorder(HIGHEST_NS, DIGITS);
    private final SingleWriterRecorder welcome = new SingleWriterRecorder(HIGHEST_NS, DIGITS);
    private final AtomicLong deliveries = new AtomicLong();
    private final AtomicLong deliveriesInWindow = new AtomicLong();

    /** A delivery of the window was made, this long after it was meant to be sent. */
    public void latency(long ns) {
        latency.recordValue(clamp(ns));
    }

    /** A message of the window was handed over this long after it was meant to be. */
    public void sendLag(long ns) {
        sendLag.recordValue(clamp(ns));
    }

    /** A connection was made this long after it was meant to be begun. */
    public void connected(long ns) {
        connect.recordValue(clamp(ns));
    }

    /** A client was welcomed this long after its connection was meant to be begun. */
    public void welcomed(long ns) {
        welcome.recordValue(clamp(ns));
    }

    /**
     * So many deliveries arrived in one read.
     *
     * @param all of whatever message
     * @param inWindow those that count for the window's rate: of this run, first of their message, to clients that read freely
     */
    public void arrived(int all, int inWindow) {
        deliveries.lazySet(deliveries.getPlain() + all);
        if (inWindow > 0) {
            deliveriesInWindow.lazySet(deliveriesInWindow.getPlain() + inWindow);
        }
    }

    /** Deliveries that have arrived so far. */
    public long deliveries() {
        return deliveries.get();
    }

    /** Those of them that arrived in the window and count for its rate. */
    public long deliveriesInWindow() {
        return deliveriesInWindow.get();
    }

    Histogram latencyInterval(Histogram recycle) {
        return latency.getIntervalHistogram(recycle);
    }

    Histogram sendLagInterval(Histogram recycle) {
        return sendLag.getIntervalHistogram(recycle);
    }

    Histogram connectInterval(Histogram recycle) {
        return connect.getIntervalHistogram(recycle);
    }

    Histogram welcomeInterval(Histogram recycle) {
        return welcome.getIntervalHistogram(recycle);
    }

    /** Clock readings of different cores may differ by some nanoseconds, so that a value may be just below 0. */
    private static long clamp(long ns) {
        return Math.min(HIGHEST_NS, Math.max(0, ns));
    }
}
