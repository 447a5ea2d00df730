package chatlab.generator.summary;

import chatlab.generator.recording.ExpectedPercentiles;
import chatlab.generator.watch.SelfUsage;
import chatlab.process.ClockOffset;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * The result of a run, in the order and with the names of its JSON form. Times are nanoseconds of the host's monotonic
 * clock unless their name says otherwise. Deliveries and the ledger are as {@code docs/ledger.md} defines them.
 *
 * @param format {@link #FORMAT}
 * @param run eight hexadecimal digits, as in the stamps
 * @param configuration every setting as it was read
 * @param clients those that this process plays, as are the talkers and the ledger's receivers
 * @param uncorrectedNs what the latency would have been taken for by who starts a clock when a message is really sent: of the
 *     window's messages that came back to their own senders
 * @param closed how many connections the server ended, by reason
 * @param errors how many errors the server told, by code
 * @param invalid why the measurement can't be trusted; empty if it can
 * @param files raw files beside the summary
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
public record Summary(
        String format,
        String version,
        String run,
        Map<String, String> configuration,
        int clients,
        int talkers,
        int rooms,
        Span window,
        Messages messages,
        Deliveries deliveries,
        LedgerFigures ledger,
        SharedRooms sharedRooms,
        Latency latencyNs,
        Quantiles uncorrectedNs,
        Quantiles sendLagNs,
        Connects connects,
        Moves moves,
        Map<String, Long> closed,
        Map<String, Long> errors,
        SelfUsage self,
        Clock clock,
        List<Invalid> invalid,
        List<String> files) {
    /** The form's name and version. */
    public static final String FORMAT = "chatlab-clients-summary/1";

    /** What a program's package says of its version. */
    public static String versionOf(Class<?> program) {
        String version = program.getPackage().getImplementationVersion();
        return version == null ? "unpackaged" : version;
    }

    /** The same with other raw files beside it. */
    public Summary withFiles(List<String> others) {
        return new Summary(
                format,
                version,
                run,
                configuration,
                clients,
                talkers,
                rooms,
                window,
                messages,
                deliveries,
                ledger,
                sharedRooms,
                latencyNs,
                uncorrectedNs,
                sendLagNs,
                connects,
                moves,
                closed,
                errors,
                self,
                clock,
                invalid,
                List.copyOf(others));
    }

    /** The measured window. */
    public record Span(long fromNs, long toNs, double seconds) {}

    /** Messages that the schedule asked for; sent are those that a socket took. */
    public record Messages(long scheduled, long sent, long unsent, long scheduledInWindow, long sentInWindow) {}

    /**
     * Deliveries.
     *
     * @param expected of everything sent, to every receiver
     * @param received of this run's messages, duplicates included
     * @param expectedInWindow of all messages scheduled in the window, sent or not, to every receiver that is not a slow reader
     * @param recordedInWindow those of them that came, whenever they came
     * @param arrivedInWindow deliveries of this run, whenever due, that arrived while the window lasted at receivers that are
     *     not slow readers; duplicates are left out as far as they are known
     */
    public record Deliveries(
            long expected,
            long received,
            long expectedInWindow,
            long recordedInWindow,
            long arrivedInWindow,
            double arrivedPerSecond) {}

    /** A number of receivers and of the messages they missed. */
    public record CutOff(int receivers, long missed) {}

    /** How often receivers were told of a gap, and of how many messages. */
    public record Gaps(long events, long missed) {}

    /** The ledger. */
    public record LedgerFigures(
            boolean exact,
            int receivers,
            long lost,
            long duplicated,
            long reordered,
            CutOff cutOff,
            Gaps gaps,
            long damaged,
            long foreign,
            long ofOtherRuns,
            long silentStays,
            String classified,
            List<String> examples) {}

    /**
     * What it takes to account for several processes in the same rooms; {@code docs/ledger.md} says how.
     *
     * @param unlisted how many receivers have got something that {@code heard} has no place for
     */
    public record SharedRooms(List<RoomFigures> rooms, List<Heard> heard, long unlisted) {}

    /**
     * A room.
     *
     * @param members of this process, there all the time
     * @param messages what each member, of whatever process, is owed of this run
     * @param hashes the sum of these messages' hashes, 16 hexadecimal digits
     */
    public record RoomFigures(String room, int members, long messages, String hashes) {}

    /** So many receivers in a room got exactly so many messages of another run, with that sum of hashes. */
    public record Heard(String run, String room, long messages, String hashes, long receivers) {}

    /** Latencies over the deliveries expected in the window; a percentile that falls on a missing one is null. */
    public record Latency(
            long count,
            long missing,
            @Nullable Long p50,
            @Nullable Long p90,
            @Nullable Long p99,
            @Nullable Long p999,
            @Nullable Long max,
            double mean) {
        /**
         * Those of what was recorded.
         *
         * @param percentiles over what was expected
         */
        public static Latency of(Histogram recorded, ExpectedPercentiles percentiles) {
            long count = recorded.getTotalCount();
            return new Latency(
                    count,
                    percentiles.missing(),
                    percentiles.at(50),
                    percentiles.at(90),
                    percentiles.at(99),
                    percentiles.at(99.9),
                    percentiles.max(),
                    count == 0 ? 0 : recorded.getMean());
        }
    }

    /** Of something that is late: messages of the window that were handed over, connections, welcomes. */
    public record Quantiles(long count, long p50, long p99, long p999, long max) {
        /** Those of what was recorded. */
        public static Quantiles of(Histogram recorded) {
            return new Quantiles(
                    recorded.getTotalCount(),
                    recorded.getValueAtPercentile(50),
                    recorded.getValueAtPercentile(99),
                    recorded.getValueAtPercentile(99.9),
                    recorded.getMaxValue());
        }
    }

    /**
     * The connects. Their times count from the moment at which a client was meant to begin to connect.
     *
     * @param seconds how long it took until everybody was in
     * @param connectNs until the connection was made
     * @param welcomeNs until the server had welcomed the client
     */
    public record Connects(
            int attempted, int established, int failed, double seconds, Quantiles connectNs, Quantiles welcomeNs) {}

    /**
     * How clients moved while they were measured, over the whole run.
     *
     * @param firstFailureToReturn why the first attempt to come back that failed did, as a sentence; null if none has
     */
    public record Moves(
            MoveFigures churn,
            MoveFigures hops,
            MoveFigures reconnects,
            @Nullable String firstFailureToReturn) {}

    /**
     * Moves of one kind.
     *
     * @param due how many were due; as to reconnects, how many connections the server ended
     * @param begun those that were begun: a client that is in the middle of one leaves the next one out
     * @param done those that ended with a welcome
     * @param failed attempts without a welcome
     * @param ns from when a move was due to its welcome
     */
    public record MoveFigures(long due, long begun, long done, long failed, Quantiles ns) {}

    /** The wall clock's distance from the monotonic clock. */
    public record Clock(String bootId, long startOffsetNs, long endOffsetNs, long driftNs) {
        private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");

        /** From when it was measured at the start until now. */
        public static Clock since(ClockOffset start) {
            ClockOffset end = ClockOffset.measure();
            return new Clock(readBootId(), start.offsetNs(), end.offsetNs(), end.driftSince(start));
        }

        private static String readBootId() {
            try {
                return Files.readString(BOOT_ID).strip();
            } catch (IOException e) {
                return ""; // not a Linux machine
            }
        }
    }

    /**
     * Why the measurement can't be trusted.
     *
     * @param reason {@code client-bound}, {@code host} (its machine), {@code clock}, or {@code shard} (nobody told what others sent)
     * @param detail a sentence with the figures
     */
    public record Invalid(String reason, String detail) {}
}
