package chatlab.clients.record;

import chatlab.generator.recording.HistogramLog;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * One measured quantity over the run: an interval for every tick, all loops merged, kept as a histogram log, and their sum.
 * Values are nanoseconds. May be ticked and read by any thread.
 */
public final class Series {
    private final BiFunction<LoopRecorder, @Nullable Histogram, Histogram> interval;
    private final List<LoopRecorder> loops;
    private final List<@Nullable Histogram> recycled;
    private final HistogramLog log;

    /** Latencies of the window's deliveries. */
    public static Series latency(List<LoopRecorder> loops, long nowMillis) {
        return new Series("latency", LoopRecorder::latencyInterval, loops, nowMillis);
    }

    /** How late the window's messages were handed over. */
    public static Series sendLag(List<LoopRecorder> loops, long nowMillis) {
        return new Series("send-lag", LoopRecorder::sendLagInterval, loops, nowMillis);
    }

    /** How long connections took to be made. */
    public static Series connect(List<LoopRecorder> loops, long nowMillis) {
        return new Series("connect", LoopRecorder::connectInterval, loops, nowMillis);
    }

    /** How long clients took to be welcomed. */
    public static Series welcome(List<LoopRecorder> loops, long nowMillis) {
        return new Series("welcome", LoopRecorder::welcomeInterval, loops, nowMillis);
    }

    private Series(
            String tag,
            BiFunction<LoopRecorder, @Nullable Histogram, Histogram> interval,
            List<LoopRecorder> loops,
            long nowMillis) {
        this.interval = interval;
        this.loops = List.copyOf(loops);
        recycled = new ArrayList<>();
        loops.forEach(loop -> recycled.add(null));
        log = new HistogramLog(tag, nowMillis);
    }

    /**
     * Ends an interval.
     *
     * @param nowMillis wall-clock time
     * @return what was recorded in it
     */
    public synchronized Histogram tick(long nowMillis) {
        Histogram merged = merged();
        log.add(merged, nowMillis);
        return merged;
    }

    /** Adding looks at every count there could be, on a core that event loops may want: it is not done in vain. */
    private Histogram merged() {
        @Nullable Histogram merged = null;
        for (int i = 0; i < loops.size(); i++) {
            Histogram part = interval.apply(loops.get(i), recycled.get(i));
            recycled.set(i, part);
            if (part.getTotalCount() > 0) {
                if (merged == null) {
                    merged = part.copy();
                } else {
                    merged.add(part);
                }
            }
        }
        return merged == null ? HistogramLog.histogram() : merged;
    }

    /** A copy of everything up to the last tick. */
    public Histogram total() {
        return log.total();
    }

    /** The histogram log up to the last tick. */
    public byte[] log() {
        return log.log();
    }
}
