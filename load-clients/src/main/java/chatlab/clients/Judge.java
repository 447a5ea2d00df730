package chatlab.clients;

import chatlab.clients.summary.Summary.Clock;
import chatlab.clients.summary.Summary.Invalid;
import chatlab.clients.summary.Summary.SendLag;
import chatlab.clients.watch.SelfUsage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Says why a measurement can't be trusted. Only the generator and the clock are judged: what the server does badly is the
 * result.
 */
final class Judge {
    static final double MAX_THROTTLED_SHARE = 0.10;
    static final double MAX_LOOP_BUSY_SHARE = 0.90;
    static final long MAX_DRIFT_NS = 100_000;

    private Judge() {}

    static List<Invalid> judge(SendLag sendLag, SelfUsage self, Clock clock, Duration maxSendLag) {
        List<Invalid> invalid = new ArrayList<>();
        if (sendLag.p99() > maxSendLag.toNanos()) {
            invalid.add(clientBound("the generator was late: send lag p99 was %s ms, at most %s ms is believable"
                    .formatted(millis(sendLag.p99()), millis(maxSendLag.toNanos()))));
        }
        if (self.throttledShare() > MAX_THROTTLED_SHARE) {
            invalid.add(clientBound(
                    ("the generator was throttled: it ran into its CPU quota in %s of the quota periods, at most %s"
                                    + " is believable")
                            .formatted(percent(self.throttledShare()), percent(MAX_THROTTLED_SHARE))));
        }
        if (self.loopBusyShare() > MAX_LOOP_BUSY_SHARE) {
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

    private static Invalid clientBound(String detail) {
        return new Invalid("client-bound", detail);
    }

    private static String millis(long ns) {
        double ms = ns / 1e6;
        return Math.abs(ms) >= 10 ? Long.toString(Math.round(ms)) : String.format(Locale.ROOT, "%.1f", ms);
    }

    private static String percent(double share) {
        return Math.round(share * 100) + "%";
    }
}
