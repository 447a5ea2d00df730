package chatlab.gatling;

import chatlab.gatling.observe.Course;
import chatlab.gatling.observe.Recordings;
import chatlab.gatling.simulation.Play;
import chatlab.generator.admin.Blame;
import chatlab.generator.admin.Failure;
import chatlab.generator.admin.Phase;
import chatlab.generator.admin.Watched;
import chatlab.generator.summary.Summary;
import chatlab.process.Cgroup;
import chatlab.process.ClockOffset;
import chatlab.process.Durations;
import chatlab.process.ExitCode;
import chatlab.process.StopSignal;
import chatlab.process.UnusableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** One run of a journey: Gatling plays it in a thread of its own; this watches, and draws up what came of it. Any thread may ask. */
final class JourneyRun implements Watched {
    static final String LATENCY = "latency.hlog";
    static final String SEND_LAG = "send-lag.hlog";
    static final List<String> LOGS = List.of(LATENCY, SEND_LAG);

    /** How often it is looked whether the window has begun, or is over. */
    private static final long LOOK_MS = 50;

    private final Play play;
    private final Engine engine;
    private final Cgroup cgroup;
    private final ClockOffset clockAtStart = ClockOffset.measure();
    private volatile @Nullable Failure failure;
    private volatile @Nullable Results results;
    private volatile boolean over;

    JourneyRun(Play play, Engine engine, Cgroup cgroup) {
        this.play = play;
        this.engine = engine;
        this.cgroup = cgroup;
    }

    /** What there was when it ended, by itself or because it was told to. */
    record Outcome(Verdict verdict, Recordings recordings, boolean ended) {}

    /** How Gatling ended; only when it has. */
    ExitCode gatlings() {
        return engine.exitCode();
    }

    /**
     * Plays it to the end, or until the program is asked to stop.
     *
     * @throws UnusableException if it waits for a start that can't come: not everybody could join, or nobody starts it
     */
    Outcome execute(StopSignal stop) throws InterruptedException {
        Recordings recordings = new Recordings(play.deliveries());
        boolean ended;
        SpanWatch.Watched watched;
        try (recordings) {
            engine.start();
            SpanWatch watch = new SpanWatch(play, cgroup);
            play.course().whenOver(watch::end);
            boolean isOnlyPlay = false;
            long giveUpNs = 0;
            ended = engine.await(LOOK_MS, TimeUnit.MILLISECONDS);
            while (!ended && !stop.isRaised()) {
                Course course = play.course();
                long nowNs = System.nanoTime();
                if (play.config().control().waitsForStart() && !course.hasBegun() && course.isDecided()) {
                    giveUpNs = giveUpNs == 0
                            ? nowNs + play.config().control().barrierTimeout().toNanos()
                            : giveUpNs;
                    requireThatItCanBegin(nowNs, giveUpNs);
                }
                if (!isOnlyPlay && hasSettled()) {
                    isOnlyPlay = true;
                    Background.giveWay();
                }
                watch.look();
                ended = engine.await(untilNextLookNs(course), TimeUnit.NANOSECONDS);
            }
            watched = watch.end();
        }
        return new Outcome(new Conclusion(play, recordings, watched, clockAtStart).verdict(ended), recordings, ended);
    }

    /** Whether there is nothing left to do but to play: all are there, or, where users come all the time, the first have set out. */
    private boolean hasSettled() {
        Course course = play.course();
        return play.config().talkers() > 0
                ? course.isDecided()
                : !course.loops().isEmpty();
    }

    /** Not later than the window begins or ends. */
    private static long untilNextLookNs(Course course) {
        long nowNs = System.nanoTime();
        long longestNs = TimeUnit.MILLISECONDS.toNanos(LOOK_MS);
        if (!course.hasBegun()) {
            return longestNs;
        }
        return LongStream.of(course.window().fromNs() - nowNs, course.window().toNs() - nowNs, longestNs)
                .filter(ns -> ns > 0)
                .min()
                .orElse(longestNs);
    }

    private void requireThatItCanBegin(long nowNs, long giveUpNs) {
        Course course = play.course();
        Failure why = null;
        if (course.present() < course.awaited()) {
            why = new Failure(
                    Blame.SERVER,
                    String.format(
                            Locale.ROOT,
                            "Of %,d users only %,d could join; Gatling's report says why.",
                            course.awaited(),
                            course.present()));
        } else if (!play.deliveries().closed().isEmpty()) {
            why = new Failure(
                    Blame.SERVER,
                    "The server ended connections while all waited for the start: "
                            + play.deliveries().closed() + ".");
        } else if (nowNs - giveUpNs >= 0) {
            why = new Failure(
                    Blame.GENERATOR,
                    "All " + course.awaited() + " users were ready, but nobody has sent POST /start for "
                            + Durations.format(play.config().control().barrierTimeout()) + " (BARRIER_TIMEOUT).");
        }
        if (why != null) {
            failure = why;
            throw new UnusableException(why.text());
        }
    }

    /**
     * Hands the results to who comes for them.
     *
     * @param report the files of Gatling's report, as they are called there
     */
    void publish(Outcome outcome, List<String> report) {
        @Nullable Summary summary = outcome.verdict().summary();
        if (summary != null) {
            List<String> files = new ArrayList<>(LOGS);
            files.addAll(report);
            results = new Results(
                    summary.withFiles(files),
                    Map.of(
                            LATENCY, outcome.recordings().latency().log(),
                            SEND_LAG, outcome.recordings().sendLag().log()));
        }
        over = true;
    }

    @Override
    public Status status() {
        Course course = play.course();
        boolean begun = course.hasBegun();
        return new Status(
                phase(),
                course.awaited(),
                course.present(),
                HexFormat.of().toHexDigits(play.run()),
                begun ? course.window().fromNs() : null,
                begun ? course.window().toNs() : null,
                failure);
    }

    private Phase phase() {
        Course course = play.course();
        if (over) {
            return Phase.DONE;
        }
        if (failure != null) {
            return Phase.FAILED;
        }
        if (!course.hasBegun()) {
            return course.isDecided() && course.present() == course.awaited() ? Phase.READY : Phase.CONNECTING;
        }
        if (!course.isWarm()) {
            return Phase.WARMUP;
        }
        return System.nanoTime() - course.window().toNs() < 0 ? Phase.MEASURING : Phase.DRAINING;
    }

    @Override
    public Duration headStart() {
        return Course.HEAD_START;
    }

    @Override
    public boolean start(long atNs) {
        return play.config().control().waitsForStart()
                && play.course().present() == play.course().awaited()
                && play.course().start(atNs);
    }

    @Override
    public @Nullable String sent() {
        return null;
    }

    @Override
    public boolean told(String lines) {
        return false;
    }

    @Override
    public @Nullable Results results() {
        return results;
    }
}
