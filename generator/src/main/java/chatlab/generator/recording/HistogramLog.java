package chatlab.generator.recording;

import java.io.ByteArrayOutputStream;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogWriter;

/**
 * One measured quantity over a run: a histogram for every interval of time, kept as a log in HdrHistogram's format, and their
 * sum. Values are nanoseconds. Thread-safe.
 *
 * <p>An interval of the log is what is added at a time, but at least a {@value #SHARE_OF_RUN}th of the time so far: a log of
 * 24 hours has less than 4,000 intervals, of up to 10 KB each.
 */
public final class HistogramLog {
    /** Everything above counts as this much: one hour, in nanoseconds. */
    public static final long HIGHEST_NS = 3_600_000_000_000L;

    /** So many significant digits are kept. */
    public static final int DIGITS = 3;

    private static final int SHARE_OF_RUN = 600;

    private final String tag;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final HistogramLogWriter log = new HistogramLogWriter(bytes);
    private final Histogram total = histogram();

    /** What has been added and is not in the log yet. */
    private final Histogram unlogged = histogram();

    private final long startMillis;
    private long lastMillis;
    private long loggedMillis;

    /**
     * @param tag what the intervals are called in the log
     * @param nowMillis wall-clock time
     */
    public HistogramLog(String tag, long nowMillis) {
        this.tag = tag;
        startMillis = nowMillis;
        lastMillis = nowMillis;
        loggedMillis = nowMillis;
        log.outputComment("nanoseconds; intervals by time of arrival");
        log.outputLogFormatVersion();
        log.outputStartTime(nowMillis);
        log.setBaseTime(nowMillis);
        log.outputLegend();
    }

    /** An empty histogram for what is kept here. It grows to its largest value: for an hour, it would take 278 KB from the start. */
    public static Histogram histogram() {
        return new Histogram(DIGITS);
    }

    /** Clock readings of different cores may differ by some nanoseconds, so that a value may be just below 0. */
    public static long clamp(long ns) {
        return Math.min(HIGHEST_NS, Math.max(0, ns));
    }

    /**
     * Ends an interval.
     *
     * @param interval what was recorded in it; may be given its tag and times
     * @param nowMillis wall-clock time
     */
    public synchronized void add(Histogram interval, long nowMillis) {
        lastMillis = nowMillis;
        boolean due = lastMillis - loggedMillis >= (lastMillis - startMillis) / SHARE_OF_RUN;
        if (interval.getTotalCount() > 0) {
            total.add(interval);
            if (due && unlogged.getTotalCount() == 0) {
                write(interval); // as it is
            } else {
                unlogged.add(interval);
            }
        }
        if (due) {
            logInterval();
        }
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

    /** A copy of everything that was added. */
    public synchronized Histogram total() {
        return total.copy();
    }

    /** The log of everything that was added. */
    public synchronized byte[] log() {
        logInterval();
        return bytes.toByteArray();
    }
}
