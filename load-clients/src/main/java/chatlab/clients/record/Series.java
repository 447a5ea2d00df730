package chatlab.clients.record;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogWriter;
import org.jspecify.annotations.Nullable;

/**
 * One measured quantity over the run: an interval histogram for every tick, all loops merged, kept as a histogram log, and
 * their sum. Values are nanoseconds. May be ticked and read by any thread.
 *
 * <p>An interval of the log is a tick, but at least a {@value #SHARE_OF_RUN}th of the time so far: a log of 24 hours has less than
 * 4,000 intervals, of up to 10 KB each.
 */
public final class Series {
    private static final int SHARE_OF_RUN = 600;

    private final String tag;
    private final BiFunction<LoopRecorder, @Nullable Histogram, Histogram> interval;
    private final List<LoopRecorder> loops;
    private final List<@Nullable Histogram> recycled;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final HistogramLogWriter log = new HistogramLogWriter(bytes);
    private final Histogram total = LoopRecorder.histogram();
    /** What has been ticked and is not in the log yet. */
    private final Histogram unlogged = LoopRecorder.histogram();

    private final long startMillis;
    private long lastMillis;
    private long loggedMillis;

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
        this.tag = tag;
        this.interval = interval;
        this.loops = List.copyOf(loops);
        recycled = new ArrayList<>();
        loops.forEach(loop -> recycled.add(null));
        startMillis = nowMillis;
        lastMillis = nowMillis;
        loggedMillis = nowMillis;
        log.outputComment("nanoseconds; intervals by time of arrival");
        log.outputLogFormatVersion();
        log.outputStartTime(nowMillis);
        log.setBaseTime(nowMillis);
        log.outputLegend();
    }

    /**
     * Ends an interval.
     *
     * @param nowMillis wall-clock time
     * @return what was recorded in it
     */
    public synchronized Histogram tick(long nowMillis) {
        Histogram merged = merged();
        lastMillis = nowMillis;
        boolean due = lastMillis - loggedMillis >= (lastMillis - startMillis) / SHARE_OF_RUN;
        if (merged.getTotalCount() > 0) {
            total.add(merged);
            if (due && unlogged.getTotalCount() == 0) {
                write(merged); // as it is
            } else {
                unlogged.add(merged);
            }
        }
        if (due) {
            logInterval();
        }
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
        return merged == null ? LoopRecorder.histogram() : merged;
    }

    private void logInterval() {
        if (unlogged.getTotalCount() > 0) {
            write(unlogged);
            unlogged.reset();
        }
        loggedMillis = lastMillis;
    }

    private void write(Histogram histogram) {
        histogram.setTag(tag);
        histogram.setStartTimeStamp(loggedMillis);
        histogram.setEndTimeStamp(lastMillis);
        log.outputIntervalHistogram(histogram);
    }

    /** A copy of everything up to the last tick. */
    public synchronized Histogram total() {
        return total.copy();
    }

    /** The histogram log up to the last tick. */
    public synchronized byte[] log() {
        logInterval();
        return bytes.toByteArray();
    }
}
