package chatlab.lab.result;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.NoSuchElementException;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.HdrHistogram.EncodableHistogram;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogReader;
import org.HdrHistogram.HistogramLogWriter;

/** The histogram logs of load clients ({@code *.hlog}): intervals that add up to all that was recorded, in nanoseconds. */
public final class HistogramLogs {
    /** Those of the logs' own histograms. */
    private static final int SIGNIFICANT_DIGITS = 3;

    private static final String NO_LOG = "is no histogram log that load clients wrote";

    private HistogramLogs() {}

    /**
     * What several processes recorded, as if it had been one.
     *
     * @throws ResultFormatException if one of the files is no such log
     * @throws IOException if one can't be read
     */
    public static Histogram sum(List<Path> logs) throws IOException {
        Histogram sum = new Histogram(SIGNIFICANT_DIGITS);
        for (Path log : logs) {
            read(log, sum::add);
        }
        return sum;
    }

    /**
     * One interval of a log.
     *
     * @param startSeconds on the wall's clock, since 1970
     * @param seconds how long it is
     */
    public record Interval(double startSeconds, double seconds, Histogram histogram) {}

    /**
     * The intervals of one log, in their order.
     *
     * @throws ResultFormatException if it is no such log
     * @throws IOException if it can't be read
     */
    public static List<Interval> intervals(Path log) throws IOException {
        List<Interval> intervals = new ArrayList<>();
        read(
                log,
                interval -> intervals.add(new Interval(
                        interval.getStartTimeStamp() / 1e3,
                        (interval.getEndTimeStamp() - interval.getStartTimeStamp()) / 1e3,
                        interval)));
        return intervals;
    }

    /**
     * Writes one log of what several processes recorded at the same time: an interval for each second, or for as long as theirs are, of all that
     * began in it.
     *
     * @throws ResultFormatException if one of the files is no such log
     * @throws IOException if one can't be read, or the new one can't be written
     */
    public static void merge(List<Path> logs, Path target) throws IOException {
        NavigableMap<Long, Histogram> bySecond = new TreeMap<>();
        String tag = "";
        for (Path log : logs) {
            for (Interval interval : intervals(log)) {
                Histogram sum = bySecond.computeIfAbsent(begin(interval), second -> {
                    Histogram fresh = new Histogram(SIGNIFICANT_DIGITS);
                    fresh.setStartTimeStamp(Long.MAX_VALUE);
                    return fresh;
                });
                tag = interval.histogram.getTag();
                sum.add(interval.histogram); // widens its time to the interval's
            }
        }
        try (PrintStream out = new PrintStream(Files.newOutputStream(target), false, StandardCharsets.UTF_8)) {
            HistogramLogWriter writer = new HistogramLogWriter(out);
            long startMillis =
                    bySecond.isEmpty() ? 0 : bySecond.firstEntry().getValue().getStartTimeStamp();
            writer.outputComment("nanoseconds; intervals by time of arrival; the sum of " + logs.size() + " processes");
            writer.outputLogFormatVersion();
            writer.outputStartTime(startMillis);
            writer.outputBaseTime(startMillis);
            writer.setBaseTime(startMillis);
            writer.outputLegend();
            for (Histogram sum : bySecond.values()) {
                sum.setTag(tag);
                writer.outputIntervalHistogram(sum);
            }
            if (out.checkError()) {
                throw new IOException(target + " can't be written");
            }
        }
    }

    private static long begin(Interval interval) {
        long seconds = Math.max(1, Math.round(interval.seconds));
        return (long) interval.startSeconds / seconds * seconds;
    }

    private static void read(Path log, Consumer<Histogram> each) throws IOException {
        long left = count(log);
        try (InputStream in = Files.newInputStream(log);
                HistogramLogReader reader = new HistogramLogReader(in)) {
            for (EncodableHistogram next = reader.nextIntervalHistogram();
                    next instanceof Histogram interval;
                    next = reader.nextIntervalHistogram()) {
                each.accept(interval);
                left--;
            }
            if (left != 0) {
                throw new ResultFormatException(log, NO_LOG);
            }
        } catch (IllegalArgumentException | IndexOutOfBoundsException | NoSuchElementException e) {
            throw new ResultFormatException(log, NO_LOG, e);
        }
    }

    /** How many it has to have: the reader takes any text for a log that ends there. */
    private static long count(Path log) throws IOException {
        List<String> lines;
        try {
            lines = Files.readAllLines(log);
        } catch (CharacterCodingException e) {
            throw new ResultFormatException(log, NO_LOG, e);
        }
        if (lines.stream().noneMatch(line -> line.startsWith("#[Histogram log format version"))) {
            throw new ResultFormatException(log, NO_LOG);
        }
        return lines.stream()
                .filter(line -> !line.startsWith("#") && !line.startsWith("\"StartTimestamp\""))
                .count();
    }
}
