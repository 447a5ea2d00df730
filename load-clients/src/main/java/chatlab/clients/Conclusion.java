package chatlab.clients;

import chatlab.clients.behaviour.Cast;
import chatlab.clients.connection.Joining;
import chatlab.clients.ledger.Ledger;
import chatlab.clients.ledger.LedgerReport;
import chatlab.clients.ledger.SentAccount;
import chatlab.clients.ledger.SharedRooms;
import chatlab.clients.record.LoopRecorder;
import chatlab.clients.record.Move;
import chatlab.clients.record.MoveRecorder;
import chatlab.generator.admin.Failure;
import chatlab.generator.recording.ExpectedPercentiles;
import chatlab.generator.recording.HistogramLog;
import chatlab.generator.recording.Window;
import chatlab.generator.summary.Judge;
import chatlab.generator.summary.Summary;
import chatlab.generator.watch.SelfUsage;
import chatlab.process.ClockOffset;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * Draws up a run's summary from what its parts measured, after the event loops have ended.
 *
 * @param unknownTalkers of how many talkers that other processes play nobody has told what they sent
 */
record Conclusion(
        LoadConfig config,
        String run,
        Window window,
        Ledger ledger,
        List<LoopRecorder> loops,
        Histogram latency,
        Histogram sendLag,
        Histogram connect,
        Histogram welcome,
        Joining joining,
        int unknownTalkers,
        double connectSeconds,
        SelfUsage self,
        ClockOffset clockAtStart) {
    static final List<String> FILES = List.of("latency.hlog", "send-lag.hlog", "connect.hlog", "welcome.hlog");

    Summary summary() {
        Cast cast = config.cast();
        LedgerReport report = ledger.close();
        long scheduled = sum(SentAccount::scheduled);
        long sent = sum(SentAccount::sent);
        ExpectedPercentiles percentiles = new ExpectedPercentiles(latency, expectedInWindow());
        long arrived =
                loops.stream().mapToLong(LoopRecorder::deliveriesInWindow).sum();
        Summary.Quantiles lag = Summary.Quantiles.of(sendLag);
        Summary.Latency latencies = Summary.Latency.of(latency, percentiles);
        @Nullable Failure failure = joining.firstFailureToReturn();
        Summary.Clock clock = Summary.Clock.since(clockAtStart);
        return new Summary(
                Summary.FORMAT,
                Summary.versionOf(LoadClientsMain.class),
                run,
                config.resolved(),
                cast.played(),
                cast.shard().of(cast.talkers()),
                cast.rooms().count(),
                new Summary.Span(window.fromNs(), window.toNs(), window.seconds()),
                new Summary.Messages(
                        scheduled,
                        sent,
                        scheduled - sent,
                        sum(SentAccount::scheduledInWindow),
                        sum(SentAccount::sentInWindow)),
                new Summary.Deliveries(
                        report.expected(),
                        report.received(),
                        percentiles.expected(),
                        latency.getTotalCount(),
                        arrived,
                        window.seconds() == 0 ? 0 : arrived / window.seconds()),
                figures(report),
                shared(report.shared()),
                latencies,
                Summary.Quantiles.of(uncorrected()),
                lag,
                new Summary.Connects(
                        joining.attempted(),
                        joining.established(),
                        joining.failed(),
                        connectSeconds,
                        Summary.Quantiles.of(connect),
                        Summary.Quantiles.of(welcome)),
                new Summary.Moves(
                        moves(Move.CHURN),
                        moves(Move.HOP),
                        moves(Move.RECONNECT),
                        failure == null ? null : failure.text()),
                joining.closed(),
                joining.errors(),
                self,
                clock,
                doubts(lag, latencies, clock),
                FILES);
    }

    private List<Summary.Invalid> doubts(Summary.Quantiles lag, Summary.Latency latencies, Summary.Clock clock) {
        @Nullable Failure ownFailure = joining.firstOwnFailureToReturn();
        List<Summary.Invalid> doubts = new ArrayList<>(new Judge(
                        lag,
                        latencies,
                        self,
                        window.seconds(),
                        clock,
                        joining.slowAgainstTheirWill(),
                        ownFailure == null ? null : ownFailure.text(),
                        config.maxSendLag(),
                        config.timing().drain())
                .doubts());
        if (unknownTalkers > 0) {
            doubts.add(new Summary.Invalid(
                    "shard",
                    String.format(
                            Locale.ROOT,
                            "nobody told what %,d talkers have sent that other processes of this run play (POST /sent): what is owed is not"
                                    + " known",
                            unknownTalkers)));
        }
        return doubts;
    }

    private Summary.MoveFigures moves(Move kind) {
        Histogram times = HistogramLog.histogram();
        List<MoveRecorder> all = loops.stream().map(loop -> loop.moves(kind)).toList();
        all.forEach(moves -> moves.addTimesTo(times));
        return new Summary.MoveFigures(
                all.stream().mapToLong(MoveRecorder::allDue).sum(),
                all.stream().mapToLong(MoveRecorder::allBegun).sum(),
                all.stream().mapToLong(MoveRecorder::allDone).sum(),
                all.stream().mapToLong(MoveRecorder::allFailed).sum(),
                Summary.Quantiles.of(times));
    }

    private Histogram uncorrected() {
        Histogram all = HistogramLog.histogram();
        loops.forEach(loop -> all.add(loop.uncorrected()));
        return all;
    }

    private static Summary.SharedRooms shared(SharedRooms shared) {
        HexFormat hex = HexFormat.of();
        return new Summary.SharedRooms(
                shared.rooms().stream()
                        .map(room -> new Summary.RoomFigures(
                                room.room(), room.members(), room.messages(), hex.toHexDigits(room.hashes())))
                        .toList(),
                shared.heard().stream()
                        .map(heard -> new Summary.Heard(
                                hex.toHexDigits(heard.run()),
                                heard.room(),
                                heard.messages(),
                                hex.toHexDigits(heard.hashes()),
                                heard.receivers()))
                        .toList(),
                shared.unlisted());
    }

    private static Summary.LedgerFigures figures(LedgerReport report) {
        return new Summary.LedgerFigures(
                report.exact(),
                report.receivers(),
                report.lost(),
                report.duplicated(),
                report.reordered(),
                new Summary.CutOff(report.cutOffReceivers(), report.cutOffMissed()),
                new Summary.Gaps(report.gapEvents(), report.gapsMissed()),
                report.damaged(),
                report.foreign(),
                report.ofOtherRuns(),
                report.silentStays(),
                report.classified(),
                report.examples());
    }

    /**
     * Every message that was due in the window, sent or not, of whatever process, to every member of its room that this one plays, that is there
     * all the time and reads at full speed: those whose latencies are the server's.
     */
    private long expectedInWindow() {
        Cast cast = config.cast();
        int[] promptMembers = new int[cast.rooms().count()];
        cast.shard()
                .among(cast.firstHopper())
                .forEach(client -> promptMembers[cast.rooms().of(client)]++);
        long expected = 0;
        for (int talker = 0; talker < cast.talkers(); talker++) {
            boolean deaf = !cast.hearThemselves() && cast.shard().plays(talker);
            expected += (long) ledger.sender(talker).scheduledInWindow()
                    * (promptMembers[cast.rooms().of(talker)] - (deaf ? 1 : 0));
        }
        return expected;
    }

    private long sum(ToLongFunction<SentAccount> figure) {
        return ledger.senders().stream().mapToLong(figure).sum();
    }
}
