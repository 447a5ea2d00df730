package chatlab.generator.summary;

import chatlab.generator.summary.Summary.Clock;
import chatlab.generator.summary.Summary.Invalid;
import chatlab.generator.summary.Summary.Latency;
import chatlab.generator.summary.Summary.Quantiles;
import chatlab.generator.watch.SelfUsage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Says why a measurement can't be trusted. Only the generator, its machine and the clock are judged: what the server does badly
 * is the result.
 *
 * @param self what the generator used in the window
 * @param windowSeconds how long the window was
 * @param slowAgainstTheirWill how many clients were ended as slow consumers although they read as fast as they could
 * @param unableToReturn why the generator could not let a client come back; null if it was not its doing
 * @param maxSendLag the send lag that is believable whatever the latencies are
 * @param drain how long was waited for what never came
 */
public record Judge(
        Quantiles sendLag,
        Latency latency,
        SelfUsage self,
        double windowSeconds,
        Clock clock,
        int slowAgainstTheirWill,
        @Nullable String unableToReturn,
        Duration maxSendLag,
        Duration drain) {
    static final double MAX_THROTTLED_SHARE = 0.10;
    static final double MAX_LOOP_BUSY_SHARE = 0.90;
    static final double MAX_LOOP_WAITING_SHARE = 0.25;
    static final double MAX_LOOP_DEMAND_SHARE = 0.90;
    static final double MAX_GC_SHARE = 0.10;
    static final double MAX_STEAL_SHARE = 0.10;
    static final long MAX_DRIFT_NS = 100_000;

    /** The largest part of the latency's p99 that the send lag's may be beyond MAX_SEND_LAG. */
    private static final double NOTABLE_SHARE = 0.1;

    /** Every reason for not trusting the run; none if it can be trusted. */
    public List<Invalid> doubts() {
        List<Invalid> invalid = new ArrayList<>();
        lateness().ifPresent(invalid::add);
        if (slowAgainstTheirWill > 0 && sendLag.p99() > maxSendLag.toNanos()) {
            invalid.add(clientBound(String.format(
                    Locale.ROOT,
                    "%,d clients that read as fast as they could were ended as slow_consumer while the generator was late (send"
                            + " lag p99 was %s ms, at most MAX_SEND_LAG, %s ms, is believable then): it may have read too late",
                    slowAgainstTheirWill,
                    millis(sendLag.p99()),
                    millis(maxSendLag.toNanos()))));
        }
        if (unableToReturn != null) {
            invalid.add(clientBound("the generator could not let a client come back: " + unableToReturn));
        }
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
        if (self.loopWaitingShare() > MAX_LOOP_WAITING_SHARE) {
            invalid.add(clientBound(
                    "the generator waited for a CPU: an event loop was ready to run and did not for %s of the window, at most %s is believable"
                            .formatted(percent(self.loopWaitingShare()), percent(MAX_LOOP_WAITING_SHARE))));
        }
        // Others on its CPU, be they threads of its own process, may keep a loop from being busy and yet leave it no
        // time.
        if (hasNoTimeToSpare(self) && !isBusy(self) && self.loopWaitingShare() <= MAX_LOOP_WAITING_SHARE) {
            invalid.add(clientBound(
                    "the generator had no time to spare: an event loop was on the CPU or ready to run for %s of the window, at most %s is believable"
                            .formatted(percent(self.loopDemandShare()), percent(MAX_LOOP_DEMAND_SHARE))));
        }
        double gcShare = windowSeconds == 0 ? 0 : self.gcSeconds() / windowSeconds;
        if (gcShare > MAX_GC_SHARE) {
            invalid.add(clientBound("the generator collected garbage for %s of the window, at most %s is believable"
                    .formatted(percent(gcShare), percent(MAX_GC_SHARE))));
        }
        if (self.stealShare() > MAX_STEAL_SHARE) {
            invalid.add(new Invalid(
                    "host",
                    "the hypervisor gave %s of the machine's CPU time to others, at most %s is believable"
                            .formatted(percent(self.stealShare()), percent(MAX_STEAL_SHARE))));
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
    private Optional<Invalid> lateness() {
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

    /** Whether it had too little CPU to be quick enough for anything: the figures that say so, to follow "too little CPU". */
    public static Optional<String> shortageOfCpu(SelfUsage self) {
        return isThrottled(self) || isBusy(self) || hasNoTimeToSpare(self)
                ? Optional.of(
                        ("it ran into its CPU quota in %s of the quota periods, and its busiest event loop was on the CPU for %s"
                                        + " of the time, and that or ready to run for %s")
                                .formatted(
                                        percent(self.throttledShare()),
                                        percent(self.loopBusyShare()),
                                        percent(self.loopDemandShare())))
                : Optional.empty();
    }

    /** Whether the process was kept from running by its CPU quota so often that its measurements say little. */
    private static boolean isThrottled(SelfUsage self) {
        return self.throttledShare() > MAX_THROTTLED_SHARE;
    }

    /** Whether an event loop had hardly any time to spare. */
    private static boolean isBusy(SelfUsage self) {
        return self.loopBusyShare() > MAX_LOOP_BUSY_SHARE;
    }

    /** Whether an event loop was nearly always on the CPU or ready to be. */
    private static boolean hasNoTimeToSpare(SelfUsage self) {
        return self.loopDemandShare() > MAX_LOOP_DEMAND_SHARE;
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

    private static String percent(double share) {
        return Math.round(share * 100) + "%";
    }
}
