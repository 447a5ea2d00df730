package chatlab.clients.record;

import chatlab.generator.recording.HistogramLog;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.SingleWriterRecorder;
import org.jspecify.annotations.Nullable;

/**
 * What one event loop measures. The loop alone writes; one reader at a time takes interval histograms out of it, without
 * ever making the loop wait.
 */
public final class LoopRecorder {
    private static final int MOST_PENDING = 1024;

    private final BatchRecorder latency = new BatchRecorder();
    private final long[] pending = new long[MOST_PENDING];
    private int pendingCount;
    private final SingleWriterRecorder sendLag = new SingleWriterRecorder(HistogramLog.DIGITS);
    private final SingleWriterRecorder connect = new SingleWriterRecorder(HistogramLog.DIGITS);
    private final SingleWriterRecorder welcome = new SingleWriterRecorder(HistogramLog.DIGITS);
    private final Histogram uncorrected = HistogramLog.histogram();
    private final Map<Move, MoveRecorder> moves = new EnumMap<>(Move.class);
    private final AtomicLong deliveries = new AtomicLong();
    private final AtomicLong deliveriesInWindow = new AtomicLong();

    /** Measures nothing yet. */
    public LoopRecorder() {
        for (Move move : Move.values()) {
            moves.put(move, new MoveRecorder());
        }
    }

    /** The moves of one kind. */
    public MoveRecorder moves(Move kind) {
        return Objects.requireNonNull(moves.get(kind));
    }

    /** A delivery of the window was made, this long after it was meant to be sent. It is entered by {@link #arrived} at the latest. */
    public void latency(long ns) {
        if (pendingCount == MOST_PENDING) {
            enterPending();
        }
        pending[pendingCount] = HistogramLog.clamp(ns);
        pendingCount++;
    }

    private void enterPending() {
        latency.record(pending, pendingCount);
        pendingCount = 0;
    }

    /** A message of the window came back to its sender this long after it had really been handed over. */
    public void uncorrected(long ns) {
        uncorrected.recordValue(HistogramLog.clamp(ns));
    }

    /** All of these; only after the loop has ended. */
    public Histogram uncorrected() {
        return uncorrected;
    }

    /** A message of the window was handed over this long after it was meant to be. */
    public void sendLag(long ns) {
        sendLag.recordValue(HistogramLog.clamp(ns));
    }

    /** A connection was made this long after it was meant to be begun. */
    public void connected(long ns) {
        connect.recordValue(HistogramLog.clamp(ns));
    }

    /** A client was welcomed this long after its connection was meant to be begun. */
    public void welcomed(long ns) {
        welcome.recordValue(HistogramLog.clamp(ns));
    }

    /**
     * So many deliveries arrived in one read, which has ended.
     *
     * @param all of whatever message
     * @param inWindow those that count for the window's rate: of this run, first of their message, to clients that read freely
     */
    public void arrived(int all, int inWindow) {
        if (pendingCount > 0) {
            enterPending();
        }
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

    Histogram latencyInterval(@Nullable Histogram recycle) {
        return latency.interval(recycle);
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
}
