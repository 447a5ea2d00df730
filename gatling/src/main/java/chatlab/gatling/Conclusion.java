package chatlab.gatling;

import chatlab.gatling.observe.Course;
import chatlab.gatling.observe.Deliveries;
import chatlab.gatling.observe.Recordings;
import chatlab.gatling.simulation.JourneyConfig;
import chatlab.gatling.simulation.Play;
import chatlab.generator.recording.ExpectedPercentiles;
import chatlab.generator.recording.HistogramLog;
import chatlab.generator.recording.Window;
import chatlab.generator.summary.Judge;
import chatlab.generator.summary.Summary;
import chatlab.process.ClockOffset;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;

/**
 * Draws up the summary of a chat in which everybody was there from the first message to the last, in the form of the load
 * clients'.
 *
 * @param watched what this process used in the window; where nobody talks, all the time
 */
record Conclusion(Play play, Recordings recordings, SpanWatch.Watched watched, ClockOffset clockAtStart) {
    /** Deliveries are told apart by message, not by receiver. */
    private static final String CLASSIFIED = "by message";

    /** A connection that the server, or somebody between, ended without a {@code bye}. */
    private static final String UNANNOUNCED = "unannounced";

    /** Reasons of a {@code bye} that comes instead of a welcome. */
    private static final Set<String> TURNED_AWAY = Set.of("full", "unauthenticated");

    private static final Summary.Quantiles NOT_MEASURED = Summary.Quantiles.of(HistogramLog.histogram());
    private static final Summary.MoveFigures NO_MOVES = new Summary.MoveFigures(0, 0, 0, 0, NOT_MEASURED);

    /**
     * What came of it.
     *
     * @param ended whether it has come to its end by itself
     */
    Verdict verdict(boolean ended) {
        JourneyConfig config = play.config();
        Course course = play.course();
        Histogram latency = recordings.latency().total();
        Histogram sendLag = recordings.sendLag().total();
        boolean isAccountable =
                ended && config.isAccountable() && course.hasBegun() && course.present() == course.awaited();
        if (!isAccountable) {
            ExpectedPercentiles came = new ExpectedPercentiles(latency, latency.getTotalCount());
            boolean isToBeJudged = ended && (config.talkers() == 0 || course.hasBegun());
            return new Verdict(
                    play, ended, null, isToBeJudged ? doubtsOf(came, sendLag) : List.of(), came, sendLag, watched);
        }
        Summary summary = summary();
        return new Verdict(
                play,
                true,
                summary,
                summary.invalid(),
                new ExpectedPercentiles(latency, summary.deliveries().expectedInWindow()),
                sendLag,
                watched);
    }

    private Summary summary() {
        JourneyConfig config = play.config();
        Course course = play.course();
        Deliveries deliveries = play.deliveries();
        Window window = course.window();
        Deliveries.Account account = deliveries.account();
        Histogram recorded = recordings.latency().total();
        ExpectedPercentiles percentiles = new ExpectedPercentiles(
                recorded, course.expectedInWindow(sender -> config.members(sender % config.rooms())));
        Summary.Latency latency = Summary.Latency.of(recorded, percentiles);
        Summary.Quantiles sendLag = Summary.Quantiles.of(recordings.sendLag().total());
        Summary.Clock clock = Summary.Clock.since(clockAtStart);
        return new Summary(
                Summary.FORMAT,
                Summary.versionOf(GatlingMain.class),
                HexFormat.of().toHexDigits(play.run()),
                config.resolved(),
                config.users(),
                config.talkers(),
                config.rooms(),
                new Summary.Span(window.fromNs(), window.toNs(), window.seconds()),
                new Summary.Messages(
                        config.messages(),
                        deliveries.sent(),
                        config.messages() - deliveries.sent(),
                        course.messagesInWindow(),
                        deliveries.sentInWindow()),
                new Summary.Deliveries(
                        account.expected(),
                        deliveries.received(),
                        percentiles.expected(),
                        recorded.getTotalCount(),
                        deliveries.arrivedInWindow(),
                        deliveries.arrivedInWindow() / window.seconds()),
                new Summary.LedgerFigures(
                        false,
                        course.present(),
                        Math.max(0, account.lacking() - deliveries.missed()),
                        account.duplicated(),
                        0,
                        new Summary.CutOff(0, 0),
                        new Summary.Gaps(deliveries.gaps(), deliveries.missed()),
                        0,
                        0,
                        deliveries.ofOtherRuns(),
                        0,
                        CLASSIFIED,
                        List.of()),
                new Summary.SharedRooms(List.of(), List.of(), 0),
                latency,
                NOT_MEASURED,
                sendLag,
                new Summary.Connects(
                        course.awaited(),
                        course.present(),
                        course.awaited() - course.present(),
                        0,
                        NOT_MEASURED,
                        NOT_MEASURED),
                new Summary.Moves(NO_MOVES, NO_MOVES, NO_MOVES, null),
                closed(play),
                deliveries.errors(),
                watched.self(),
                clock,
                doubts(sendLag, latency, clock),
                JourneyRun.LOGS);
    }

    /**
     * Why what was measured can't be believed.
     *
     * @param came the latencies of what came, where it is not known how much should have
     */
    private List<Summary.Invalid> doubtsOf(ExpectedPercentiles came, Histogram lag) {
        return doubts(
                Summary.Quantiles.of(lag),
                Summary.Latency.of(recordings.latency().total(), came),
                Summary.Clock.since(clockAtStart));
    }

    private List<Summary.Invalid> doubts(Summary.Quantiles sendLag, Summary.Latency latency, Summary.Clock clock) {
        JourneyConfig config = play.config();
        // All of them read as fast as they can.
        int slow = play.deliveries().closed().getOrDefault("slow_consumer", 0L).intValue();
        return new Judge(
                        sendLag,
                        latency,
                        watched.self(),
                        watched.seconds(),
                        clock,
                        slow,
                        null,
                        config.control().maxSendLag(),
                        config.drain())
                .doubts();
    }

    /** How many connections ended before their users left, by the reason that the server gave; some end without a word. */
    static Map<String, Long> closed(Play play) {
        Map<String, Long> closed = new TreeMap<>(play.deliveries().closed());
        long told = closed.entrySet().stream()
                .filter(each -> !TURNED_AWAY.contains(each.getKey()))
                .mapToLong(Map.Entry::getValue)
                .sum();
        if (play.course().cutOff() > told) {
            closed.put(UNANNOUNCED, play.course().cutOff() - told);
        }
        return closed;
    }
}
