package chatlab.clients.record;

import chatlab.generator.recording.HistogramLog;
import java.util.concurrent.atomic.AtomicLong;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/** The moves of one kind that the clients of one event loop make. The loop alone writes; any thread may read the counts. */
public final class MoveRecorder {
    private final AtomicLong due = new AtomicLong();
    private final AtomicLong begun = new AtomicLong();
    private final AtomicLong done = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();
    /** Most runs have no moves. */
    private @Nullable Histogram times;

    /** A move was due. */
    public void due() {
        increment(due);
    }

    /** It was begun: the client was not still in the middle of its last one. */
    public void begun() {
        increment(begun);
    }

    /** One that was begun is done: the server has welcomed the client, this long after the move was due. */
    public void done(long ns) {
        increment(done);
        if (times == null) {
            times = HistogramLog.histogram();
        }
        times.recordValue(HistogramLog.clamp(ns));
    }

    /** An attempt failed: no connection, none that was welcomed, or a refusal. */
    public void failed() {
        increment(failed);
    }

    /** Moves that were due. */
    public long allDue() {
        return due.get();
    }

    /** Those of them that were begun. */
    public long allBegun() {
        return begun.get();
    }

    /** Those of them that are done. */
    public long allDone() {
        return done.get();
    }

    /** Attempts that failed. */
    public long allFailed() {
        return failed.get();
    }

    /** How long those that are done took, added to {@code sum}. Only after the loop has ended. */
    public void addTimesTo(Histogram sum) {
        if (times != null) {
            sum.add(times);
        }
    }

    private static void increment(AtomicLong counter) {
        counter.lazySet(counter.getPlain() + 1);
    }
}
