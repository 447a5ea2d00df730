package chatlab.clients;

import chatlab.clients.summary.Summary.Clock;
import chatlab.clients.summary.Summary.Invalid;
import chatlab.clients.summary.Summary.Latency;
import chatlab.clients.summary.Summary.SendLag;
import chatlab.clients.watch.SelfUsage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Says why a measurement can't be trusted. Only the generator and the clock are judged: what the server does badly is the
 * result.
 */
final class Judge {
    static final double MAX_THROTTLED_SHARE = 0.10;
    static final double MAX_LOOP_BUSY_SHARE = 0.90;
    static final long MAX_DRIFT_NS = 100_000;

    /** The largest part of the latency's p99 that the send lag's may be beyond MAX_SEND_LAG. */
    private static final double NOTABLE_SHARE = 0.1;

    private Judge() {}

    /**
     * Judges a run.
     *
     * @param maxSendLag the send lag that is believable whatever the latencies are
     * @param drain how long was waited for what never came
     */
    static List<Invalid> judge(
            SendLag sendLag, Latency latency, SelfUsage self, Clock clock, Duration maxSendLag, Duration drain) {
        List<Invalid> invalid = new ArrayList<>();
        lateness(sendLag, latency, maxSendLag, drain).ifPresent(invalid::add);
        if (isThrottled(self)) {
            invalid.add(clientBound(
                    ("the generator was throttled: it ran into its CPU quota in %s of the quota periods, at most %s"
                                    + " is believable")
                            .formatted(percent(self.throttledShare()), percent(MAX_THROTTLED_SHARE))));
        }
        if (isBusy(self)) {
            invalid.add(clientBound(
                    "the generator was busy: an event loop was on the CPU for %s of the window, at most %s is believable"
                            .formatted(percent(self.loopBusyShare()), percent(MAX_LOOP_BUSY_SHARE))));
        }
        if (Math.abs(clock.driftNs()) > MAX_DRIFT_NS) {
            invalid.add(new Invalid(
                    "clock",
                    "the wall clock moved by %s ms against the monotonic clock, at most %s ms is believable"
                            .formatted(millis(clock.driftNs()), millis(MAX_DRIFT_NS))));
        }
        return invalid;
    }

    /**
     * Latencies count from the intended time, so that the generator's own lag is part of every one of them. It spoils them when
     * it is a notable part. A p99 that falls on deliveries that never came is at least as late as they were waited for.
     */
    private static Optional<Invalid> lateness(SendLag sendLag, Latency latency, Duration maxSendLag, Duration drain) {
        @Nullable Long p99 = latency.p99();
        boolean neverCame = p99 == null && latency.missing() > 0;
        long latencyNs = p99 != null ? p99 : neverCame ? drain.toNanos() : 0;
        long tenthNs = Math.round(latencyNs * NOTABLE_SHARE);
        long believableNs = Math.max(maxSendLag.toNanos(), tenthNs);
        if (sendLag.p99() <= believableNs) {
            return Optional.empty();
        }
        String why = tenthNs <= maxSendLag.toNanos()
                ? "MAX_SEND_LAG"
                : neverCame
                        ? "a tenth of DRAIN, as deliveries at the p99 never came"
                        : "a tenth of the latency's p99, which was " + millis(latencyNs) + " ms";
        return Optional.of(
                clientBound("the generator was late: send lag p99 was %s ms, at most %s ms is believable (%s)"
                        .formatted(millis(sendLag.p99()), millis(believableNs), why)));
    }

    /** Whether the process was kept from running by its CPU quota so often that its measurements say little. */
    static boolean isThrottled(SelfUsage self) {
        return self.throttledShare() > MAX_THROTTLED_SHARE;
    }

    /** Whether an event loop had hardly any time to spare. */
    static boolean isBusy(SelfUsage self) {
        return self.loopBusyShare() > MAX_LOOP_BUSY_SHARE;
    }

    private static Invalid clientBound(String detail) {
        return new Invalid("client-bound", detail);
    }

    private static String millis(long ns) {
        double ms = ns / 1e6;
        return Math.abs(ms) >= 10
                ? String.format(Locale.ROOT, "%,d", Math.round(ms))
                : String.format(Locale.ROOT, "%.1f", ms);
    }

    static String percent(double share) {
        return Math.round(share * 100) + "%";
    }
}
