package chatlab.clients;

import chatlab.clients.admin.Phase;
import chatlab.clients.admin.Watched;
import chatlab.clients.connection.Fleet;
import chatlab.clients.connection.Joining;
import chatlab.clients.ledger.Ledger;
import chatlab.clients.record.LoopRecorder;
import chatlab.clients.record.Series;
import chatlab.clients.record.Window;
import chatlab.clients.schedule.ConstantSchedule;
import chatlab.clients.watch.SelfUsage;
import chatlab.clients.watch.SelfWatch;
import chatlab.process.Cgroup;
import chatlab.process.ClockOffset;
import chatlab.process.ProcessMetrics;
import chatlab.process.StopSignal;
import chatlab.process.UnusableException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.HexFormat;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.random.RandomGenerator;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * One run: connect, wait at the barrier, warm up, measure, drain, conclude. One thread runs it; any thread may watch it.
 */
final class LoadRun implements Watched, AutoCloseable {
    private static final long POLL_MILLIS = 10;
    private static final long START_DELAY_NS = TimeUnit.MILLISECONDS.toNanos(100);
    /** Beyond the ramp's own time, clients have this long to join. */
    private static final double JOIN_GRACE_SECONDS = 30;
    /** When everything has come, duplicates of the last messages may still be on their way. */
    private static final long LINGER_MILLIS = 50;

    private final LoadConfig config;
    private final StopSignal stop;
    private final int run = RandomGenerator.getDefault().nextInt();
    private final Ledger ledger;
    private final Fleet fleet;
    private final Series latency;
    private final Series sendLag;
    private final SelfWatch watch;
    private final ClockOffset clockAtStart = ClockOffset.measure();

    private final AtomicReference<Phase> phase = new AtomicReference<>(Phase.CONNECTING);
    private final CountDownLatch barrier = new CountDownLatch(1);
    private volatile @Nullable Window window;
    private volatile @Nullable String failure;
    private volatile @Nullable Results results;

    /** @throws UnusableException if the target's name can't be resolved */
    LoadRun(LoadConfig config, StopSignal stop, Cgroup cgroup) {
        this.config = config;
        this.stop = stop;
        ledger = new Ledger(config.cast(), run, config.eventLoops(), Ledger.DEFAULT_BUDGET);
        fleet = new Fleet(
                new Fleet.Setup(
                        resolve(config.target()),
                        config.cast(),
                        run,
                        config.messageBytes(),
                        config.slowReaderBytesPerSecond(),
                        config.eventLoops(),
                        config.io()),
                ledger);
        long nowMillis = System.currentTimeMillis();
        latency = Series.latency(fleet.recorders(), nowMillis);
        sendLag = Series.sendLag(fleet.recorders(), nowMillis);
        watch = new SelfWatch(fleet.threadIds(), cgroup);
    }

    private static InetSocketAddress resolve(LoadConfig.Target target) {
        try {
            return new InetSocketAddress(InetAddress.getByName(target.host()), target.port());
        } catch (UnknownHostException e) {
            throw new UnusableException(
                    "TARGET is '" + target + "', but the host " + target.host() + " can't be resolved.", e);
        }
    }

    /** Adds the run's metrics to the process's. */
    void register(ProcessMetrics metrics) {
        RunMetrics.register(metrics, fleet, ledger, latency, sendLag, () -> {
            Results done = results;
            return done == null ? 0 : done.summary().ledger().lost();
        });
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
            double connectSeconds = connect();
            if (stop.isRaised() || !awaitBarrier()) {
                return null;
            }
            Window measured = talk();
            SelfUsage self = measure(measured);
            drain(measured);
            return conclude(measured, connectSeconds, self);
        } catch (UnusableException e) {
            failure = e.getMessage();
            phase.set(Phase.FAILED);
            throw e;
        }
    }

    private double connect() throws InterruptedException {
        long startNs = System.nanoTime();
        int clients = config.cast().clients();
        int loops = config.eventLoops();
        fleet.connect(
                ConstantSchedule.once(config.connectRate(), clients, loops, client -> client % loops, config.seed()));
        double patience = clients / config.connectRate() + JOIN_GRACE_SECONDS;
        Joining joining = fleet.joining();
        while (joining.connected() < clients && !stop.await(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
            boolean nobodyThere = joining.failed() > 0 && joining.established() == 0;
            boolean allTried = joining.attempted() == clients && joining.joined() + joining.failed() == clients;
            boolean over = System.nanoTime() - startNs > patience * 1e9;
            if (nobodyThere || (allTried && joining.connected() < clients) || over) {
                throw notEverybody("after %.1f s".formatted((System.nanoTime() - startNs) / 1e9));
            }
        }
        return (System.nanoTime() - startNs) / 1e9;
    }

    private UnusableException notEverybody(String when) {
        Joining joining = fleet.joining();
        String first = joining.firstFailure();
        return new UnusableException("TARGET " + config.target() + " has " + joining.connected() + " of "
                + config.cast().clients() + " clients connected " + when
                + ", but all are needed before the first message"
                + (first == null
                        ? joining.closed().isEmpty() ? "." : "; connections ended: " + joining.closed() + "."
                        : "; the first that failed: " + first + "."));
    }

    /** @return false if the program was asked to stop instead */
    private boolean awaitBarrier() throws InterruptedException {
        phase.set(Phase.READY);
        switch (config.start()) {
            case NOW -> start();
            case BARRIER -> {
                while (!barrier.await(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
                    if (stop.isRaised()) {
                        return false;
                    }
                    if (fleet.joining().connected() < config.cast().clients()) {
                        throw notEverybody("at the barrier");
                    }
                }
            }
        }
        return true;
    }

    @Override
    public boolean start() {
        boolean waited = phase.compareAndSet(Phase.READY, Phase.WARMUP);
        if (waited) {
            barrier.countDown();
        }
        return waited;
    }

    private Window talk() {
        int loops = config.eventLoops();
        long startNs = System.nanoTime() + START_DELAY_NS;
        long fromNs = startNs + config.warmup().toNanos();
        Window measured = new Window(fromNs, fromNs + config.duration().toNanos());
        window = measured;
        fleet.talk(
                ConstantSchedule.repeating(
                        config.rate(),
                        config.cast().talkers(),
                        loops,
                        talker -> talker % loops,
                        measured.toNs() - startNs,
                        config.seed()),
                startNs,
                measured);
        return measured;
    }

    private SelfUsage measure(Window measured) throws InterruptedException {
        stop.await(measured.fromNs() - System.nanoTime(), TimeUnit.NANOSECONDS);
        phase.set(Phase.MEASURING);
        watch.begin();
        stop.await(measured.toNs() - System.nanoTime(), TimeUnit.NANOSECONDS);
        return watch.end();
    }

    private void drain(Window measured) throws InterruptedException {
        phase.set(Phase.DRAINING);
        fleet.readFreely();
        long endNs = measured.toNs() + config.drain().toNanos();
        while (!stop.isRaised() && System.nanoTime() - endNs < 0) {
            if (fleet.isScheduleOver() && fleet.isSettled()) {
                stop.await(LINGER_MILLIS, TimeUnit.MILLISECONDS);
                return;
            }
            stop.await(POLL_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private Results conclude(Window measured, double connectSeconds, SelfUsage self) {
        fleet.close();
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
                                fleet.joining(),
                                connectSeconds,
                                self,
                                clockAtStart)
                        .summary(),
                latency.log(),
                sendLag.log());
        results = concluded;
        phase.set(Phase.DONE);
        return concluded;
    }

    /** Ends the recorders' interval; answers where the run is now, for people. */
    StatusLine.Moment tick() {
        long nowMillis = System.currentTimeMillis();
        Histogram interval = latency.tick(nowMillis);
        Histogram lag = sendLag.tick(nowMillis);
        return new StatusLine.Moment(
                phase.get(),
                fleet.joining().connected(),
                config.cast().clients(),
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
                config.cast().clients(),
                fleet.joining().connected(),
                runText(),
                known == null ? null : (Long) known.fromNs(),
                known == null ? null : (Long) known.toNs(),
                failure);
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
