package chatlab.clients;

import chatlab.clients.behaviour.Shard;
import chatlab.clients.connection.Fleet;
import chatlab.clients.ledger.Ledger;
import chatlab.clients.record.LoopRecorder;
import chatlab.clients.record.Series;
import chatlab.clients.schedule.Schedule;
import chatlab.generator.admin.Blame;
import chatlab.generator.admin.Failure;
import chatlab.generator.admin.Phase;
import chatlab.generator.admin.Watched;
import chatlab.generator.recording.Window;
import chatlab.generator.watch.SelfUsage;
import chatlab.generator.watch.SelfWatch;
import chatlab.process.Cgroup;
import chatlab.process.ClockOffset;
import chatlab.process.Durations;
import chatlab.process.ProcessMetrics;
import chatlab.process.StopSignal;
import chatlab.process.UnusableException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.random.RandomGenerator;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * One run: connect, wait at the barrier, warm up, measure, drain, linger, conclude. One thread runs it; any thread may watch it.
 */
final class LoadRun implements Watched, AutoCloseable {
    private static final long POLL_MILLIS = 10;
    /** While nothing but an end before its time is waited for. */
    private static final long WATCH_NS = TimeUnit.MILLISECONDS.toNanos(100);

    private static final long START_DELAY_NS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final Duration GRACE = Duration.ofSeconds(30);
    /** When everything has come, duplicates of the last messages may still be on their way. */
    private static final long STRAGGLERS_MILLIS = 50;

    private final LoadConfig config;
    private final StopSignal stop;
    private final Duration grace;
    private final int run;
    private final Ledger ledger;
    private final Fleet fleet;
    private final Siblings siblings;
    private final Series latency;
    private final Series sendLag;
    private final Series connect;
    private final Series welcome;
    private final SelfWatch watch;
    private final Gathering gathering;
    private final ClockOffset clockAtStart = ClockOffset.measure();

    private final AtomicReference<Phase> phase = new AtomicReference<>(Phase.CONNECTING);
    private final CountDownLatch barrier = new CountDownLatch(1);
    /** When the schedule's time 0 is; known once the barrier is open. */
    private volatile long startNs;

    private volatile @Nullable Window window;
    private volatile boolean abandoned;
    private volatile boolean deserted;
    private volatile @Nullable Failure failure;
    private volatile @Nullable Results results;
    /** Deliveries that are known to be lost, for the metrics. */
    private final AtomicLong lost = new AtomicLong();

    LoadRun(LoadConfig config, StopSignal stop, Cgroup cgroup) {
        this(config, stop, cgroup, GRACE);
    }

    /**
     * @param grace how long clients have to join beyond the time in which they begin to connect, and after the end the other processes of this
     *     run to tell what they have sent
     */
    LoadRun(LoadConfig config, StopSignal stop, Cgroup cgroup, Duration grace) {
        this.config = config;
        this.stop = stop;
        this.grace = grace;
        run = config.runId() == null ? RandomGenerator.getDefault().nextInt() : config.runId();
        ledger = new Ledger(config.cast(), run, config.eventLoops(), Ledger.DEFAULT_BUDGET);
        fleet = new Fleet(
                new Fleet.Setup(
                        config.targets(),
                        config.dialect(),
                        config.cast(),
                        run,
                        config.traffic().sizes(),
                        config.traffic().slowReaderBytesPerSecond(),
                        config.traffic().reconnects(),
                        config.sources(),
                        config.traffic().seed(),
                        config.eventLoops(),
                        config.io()),
                ledger);
        siblings = new Siblings(config.cast(), ledger);
        long nowMillis = System.currentTimeMillis();
        latency = Series.latency(fleet.recorders(), nowMillis);
        sendLag = Series.sendLag(fleet.recorders(), nowMillis);
        connect = Series.connect(fleet.recorders(), nowMillis);
        welcome = Series.welcome(fleet.recorders(), nowMillis);
        watch = new SelfWatch(fleet.threads(), cgroup);
        gathering = new Gathering(config, stop, fleet, watch, grace);
    }

    /** Adds the run's metrics to the process's. */
    void register(ProcessMetrics metrics) {
        RunMetrics.register(metrics, phase::get, fleet, ledger, latency, sendLag, connect, welcome, lost::get);
    }

    /**
     * Runs to the end, or until the program is asked to stop.
     *
     * @return what there is; null if the program was asked to stop before the schedule began
     * @throws UnusableException if not everybody could join
     */
    @Nullable
    Results execute() throws InterruptedException {
        try {
            double connectSeconds = gathering.connect();
            // Before the start is set: for many clients they take their time.
            List<Schedule> schedules = schedules();
            if (stop.isRaised() || !awaitBarrier()) {
                return null;
            }
            Window measured = play(schedules);
            SelfUsage self = measure(measured);
            // Shorter than planned if the program was asked to stop, or the server ended all connections.
            Window over = measured.until(System.nanoTime());
            window = over;
            drain(over);
            linger();
            return conclude(over, connectSeconds, self);
        } catch (FailedException e) {
            fleet.close(); // whoever asks why may need the file descriptors to do so
            failure = e.failure();
            phase.set(Phase.FAILED);
            throw new UnusableException(e.failure().text(), e);
        }
    }

    /** @return false if the program was asked to stop instead */
    private boolean awaitBarrier() throws InterruptedException {
        phase.set(Phase.READY);
        switch (config.start()) {
            case NOW -> {
                var _ = start();
            }
            case BARRIER -> {
                long endNs = System.nanoTime() + config.barrierTimeout().toNanos();
                while (!barrier.await(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
                    if (stop.isRaised()) {
                        return false;
                    }
                    gathering.requireAllPresent();
                    if (System.nanoTime() - endNs >= 0 && phase.compareAndSet(Phase.READY, Phase.FAILED)) {
                        abandoned = true;
                        throw new FailedException(new Failure(
                                Blame.GENERATOR,
                                "All " + config.cast().played()
                                        + " clients were ready, but nobody has sent POST /start for "
                                        + Durations.format(config.barrierTimeout()) + " (BARRIER_TIMEOUT)."));
                    }
                }
            }
        }
        return true;
    }

    /** Whether nobody came to start the run, so that nobody will come for its outcome. */
    boolean isAbandoned() {
        return abandoned;
    }

    /** Opens the barrier, for a schedule that starts soon. */
    boolean start() {
        return start(System.nanoTime() + START_DELAY_NS);
    }

    @Override
    public Duration headStart() {
        return Duration.ofNanos(START_DELAY_NS);
    }

    @Override
    public boolean start(long atNs) {
        boolean waited = phase.compareAndSet(Phase.READY, Phase.WARMUP);
        if (waited) {
            startNs = atNs;
            barrier.countDown();
        }
        return waited;
    }

    private List<Schedule> schedules() {
        int loops = config.eventLoops();
        Shard shard = config.cast().shard();
        return shard.own(config.traffic()
                .streams(config.cast())
                .schedules(
                        config.timing().span(),
                        shard.allLoops(loops),
                        client -> shard.amongAllLoops(client, loops),
                        config.traffic().seed()));
    }

    private Window play(List<Schedule> schedules) {
        long fromNs = startNs + config.timing().warmup().toNanos();
        Window measured = new Window(fromNs, fromNs + config.timing().duration().toNanos());
        window = measured;
        fleet.play(schedules, startNs, measured);
        return measured;
    }

    private SelfUsage measure(Window measured) throws InterruptedException {
        awaitUntil(measured.fromNs());
        phase.set(Phase.MEASURING);
        watch.begin();
        awaitUntil(measured.toNs());
        return watch.end();
    }

    private void drain(Window measured) throws InterruptedException {
        phase.set(Phase.DRAINING);
        fleet.readFreely();
        long endNs = measured.toNs() + config.timing().drain().toNanos();
        while (!stop.isRaised() && !isDeserted() && System.nanoTime() - endNs < 0) {
            if (fleet.isScheduleOver() && isAllSaid() && fleet.isSettled()) {
                stop.await(STRAGGLERS_MILLIS, TimeUnit.MILLISECONDS);
                return;
            }
            stop.await(POLL_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    /** Whether it is known what everybody has sent, the talkers of other processes of this run included. */
    private boolean isAllSaid() {
        if (!config.cast().shard().isWhole() && fleet.isFlushed()) {
            siblings.publish();
        }
        return siblings.haveTold();
    }

    /** When nothing is sent any more: what the other processes tell now at the latest belongs to the account. */
    private void awaitSiblings() throws InterruptedException {
        siblings.publish();
        long endNs = System.nanoTime() + grace.toNanos();
        while (!siblings.haveTold() && System.nanoTime() - endNs < 0 && !stop.isRaised()) {
            stop.await(POLL_MILLIS, TimeUnit.MILLISECONDS);
        }
        siblings.close();
    }

    /** Nobody hangs up while other processes in the same rooms may still talk. */
    private void linger() throws InterruptedException {
        if (config.timing().linger().isPositive()) {
            // Known before the phase is, so that the scrapes that it leaves time for find it.
            lost.set(fleet.whileStill(ledger::close).lost());
            phase.set(Phase.LINGERING);
            awaitUntil(System.nanoTime() + config.timing().linger().toNanos());
        }
    }

    /** Waits for that moment, at most until the program is asked to stop or nobody is connected any more. */
    private void awaitUntil(long ns) throws InterruptedException {
        long leftNs = ns - System.nanoTime();
        while (leftNs > 0 && !isDeserted() && !stop.await(Math.min(leftNs, WATCH_NS), TimeUnit.NANOSECONDS)) {
            leftNs = ns - System.nanoTime();
        }
    }

    /**
     * Whether the server has ended every connection, so that nothing is left to measure. Who opened the barrier counts on the
     * phases' times, and has the run go on.
     */
    private boolean isDeserted() {
        if (config.start() == LoadConfig.Start.NOW
                && !config.traffic().reconnects()
                && fleet.joining().isDeserted()) {
            deserted = true;
        }
        return deserted;
    }

    /** Why the run ended before its time, as a sentence: the server had ended all its connections. Null if it did not. */
    @Nullable
    String desertion() {
        return deserted
                ? "TARGET " + config.targets() + ": all connections were ended by the server ("
                        + Essentials.byName(fleet.joining().closed()) + "), the run ended early."
                : null;
    }

    private Results conclude(Window measured, double connectSeconds, SelfUsage self) throws InterruptedException {
        fleet.close();
        awaitSiblings();
        tick();
        Results concluded = new Results(
                new Conclusion(
                                config,
                                runText(),
                                measured,
                                ledger,
                                fleet.recorders(),
                                latency.total(),
                                sendLag.total(),
                                connect.total(),
                                welcome.total(),
                                fleet.joining(),
                                siblings.unknown(),
                                connectSeconds,
                                self,
                                clockAtStart)
                        .summary(),
                Map.of(
                        "latency.hlog", latency.log(),
                        "send-lag.hlog", sendLag.log(),
                        "connect.hlog", connect.log(),
                        "welcome.hlog", welcome.log()));
        // A counter never decreases: what came while the run lingered came too late.
        lost.accumulateAndGet(concluded.summary().ledger().lost(), Math::max);
        results = concluded;
        phase.set(Phase.DONE);
        return concluded;
    }

    /** Ends the recorders' interval; answers where the run is now, for people. */
    StatusLine.Moment tick() {
        long nowMillis = System.currentTimeMillis();
        Histogram interval = latency.tick(nowMillis);
        Histogram lag = sendLag.tick(nowMillis);
        connect.tick(nowMillis);
        welcome.tick(nowMillis);
        return new StatusLine.Moment(
                phase.get(),
                fleet.joining().connected(),
                config.cast().played(),
                ledger.senders().stream()
                        .mapToLong(sender -> sender.scheduled())
                        .sum(),
                ledger.senders().stream().mapToLong(sender -> sender.sent()).sum(),
                fleet.recorders().stream().mapToLong(LoopRecorder::deliveries).sum(),
                interval.getTotalCount() == 0 ? null : (Long) interval.getValueAtPercentile(50),
                interval.getTotalCount() == 0 ? null : (Long) interval.getValueAtPercentile(99),
                lag.getTotalCount() == 0 ? null : (Long) lag.getValueAtPercentile(99));
    }

    private String runText() {
        return HexFormat.of().toHexDigits(run);
    }

    @Override
    public Status status() {
        Window known = window;
        return new Status(
                phase.get(),
                config.cast().played(),
                fleet.joining().connected(),
                runText(),
                known == null ? null : (Long) known.fromNs(),
                known == null ? null : (Long) known.toNs(),
                failure);
    }

    @Override
    public @Nullable String sent() {
        return siblings.own();
    }

    @Override
    public boolean told(String lines) {
        return siblings.take(lines);
    }

    @Override
    public @Nullable Results results() {
        return results;
    }

    @Override
    public void close() {
        fleet.close();
    }
}
