package chatlab.server.metrics;

import chatlab.server.chat.EndReason;
import chatlab.server.chat.Traffic;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs every ten seconds what has happened, if anything has. */
public final class TrafficLog implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(TrafficLog.class);
    private static final long INTERVAL_SECONDS = 10;

    private final Traffic traffic;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("traffic-log").factory());
    private Snapshot last;
    private long lastNs = System.nanoTime();

    /** The counts at one moment. */
    record Snapshot(long opened, Map<EndReason, Long> closed, long messages, long deliveries) {
        static Snapshot of(Traffic traffic) {
            Map<EndReason, Long> closed = new EnumMap<>(EndReason.class);
            for (EndReason reason : EndReason.values()) {
                closed.put(reason, traffic.closed(reason));
            }
            // What was opened is read last: every connection that counts as closed counts as opened then.
            return new Snapshot(traffic.opened(), closed, traffic.messagesReceived(), traffic.deliveries());
        }

        /** How many were open; never less than none. */
        long connections() {
            return opened - closed.values().stream().mapToLong(Long::longValue).sum();
        }
    }

    /** Begins to log. */
    public TrafficLog(Traffic traffic) {
        this.traffic = traffic;
        last = Snapshot.of(traffic);
        var _ = thread.scheduleAtFixedRate(this::report, INTERVAL_SECONDS, INTERVAL_SECONDS, TimeUnit.SECONDS);
    }

    private synchronized void report() {
        Snapshot now = Snapshot.of(traffic);
        long nowNs = System.nanoTime();
        double seconds = Math.max(1e-3, (nowNs - lastNs) / 1e9);
        if (!now.equals(last)) {
            StringJoiner closed = new StringJoiner(" ");
            now.closed.forEach((reason, count) -> {
                long more = count - last.closed.getOrDefault(reason, 0L);
                if (more > 0) {
                    closed.add(reason.label() + "=" + more);
                }
            });
            log.info(
                    "connections={} opened={} closed={{}} messages/s={} deliveries/s={}",
                    now.connections(),
                    now.opened - last.opened,
                    closed,
                    perSecond(now.messages - last.messages, seconds),
                    perSecond(now.deliveries - last.deliveries, seconds));
        }
        last = now;
        lastNs = nowNs;
    }

    private static String perSecond(long count, double seconds) {
        return String.format(Locale.ROOT, "%.1f", count / seconds);
    }

    /** Tells of what happened since the last line, how the last connections ended included. */
    @Override
    public void close() {
        thread.shutdownNow();
        report();
    }
}
