package chatlab.gatling.observe;

import chatlab.generator.recording.HistogramLog;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;
import org.jspecify.annotations.Nullable;

/** Writes what is measured into histogram logs, an interval a second. */
public final class Recordings implements AutoCloseable {
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("recordings").factory());
    private final Track latency;
    private final Track sendLag;

    /** One quantity. */
    private static final class Track {
        private final Recorder recorder;
        private final HistogramLog log;
        private @Nullable Histogram recycled;

        Track(Recorder recorder, String tag, long nowMillis) {
            this.recorder = recorder;
            log = new HistogramLog(tag, nowMillis);
        }

        void tick(long nowMillis) {
            Histogram interval = recorder.getIntervalHistogram(recycled);
            recycled = interval;
            log.add(interval, nowMillis);
        }
    }

    /** Begins to write. */
    public Recordings(Deliveries deliveries) {
        long nowMillis = System.currentTimeMillis();
        latency = new Track(deliveries.latency(), "latency", nowMillis);
        sendLag = new Track(deliveries.sendLag(), "send-lag", nowMillis);
        var _ = thread.scheduleAtFixedRate(this::tick, 1, 1, TimeUnit.SECONDS);
    }

    private synchronized void tick() {
        long nowMillis = System.currentTimeMillis();
        latency.tick(nowMillis);
        sendLag.tick(nowMillis);
    }

    /** Ends the last interval. */
    @Override
    public void close() {
        thread.shutdownNow();
        tick();
    }

    public HistogramLog latency() {
        return latency.log;
    }

    public HistogramLog sendLag() {
        return sendLag.log;
    }
}
