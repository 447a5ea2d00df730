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
        Histogram merged = LoopRecorder.histogram();
        for (int i = 0; i < loops.size(); i++) {
            Histogram part = interval.apply(loops.get(i), recycled.get(i));
            if (part.getTotalCount()
                    > 0) { // adding looks at every count there could be, which takes a starved process long
                merged.add(part);
            }
            recycled.set(i, part);
        }
        lastMillis = nowMillis;
        if (merged.getTotalCount() > 0) {
            unlogged.add(merged);
            total.add(merged);
        }
        if (lastMillis - loggedMillis >= (lastMillis - startMillis) / SHARE_OF_RUN) {
            logInterval();
        }
        return merged;
    }

    private void logInterval() {
        if (unlogged.getTotalCount() > 0) {
            unlogged.setTag(tag);
            unlogged.setStartTimeStamp(loggedMillis);
            unlogged.setEndTimeStamp(lastMillis);
            log.outputIntervalHistogram(unlogged);
            unlogged.reset();
        }
        loggedMillis = lastMillis;
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
