package chatlab.clients;

import chatlab.clients.schedule.Span;
import chatlab.process.Settings;
import java.time.Duration;

/**
 * How long each phase lasts once everybody is connected.
 *
 * @param warmup talking before the window
 * @param duration the measured window
 * @param drain the longest wait for what is still to come
 * @param linger how long to stay connected after that
 */
record Timing(Duration warmup, Duration duration, Duration drain, Duration linger) {
    /** The schedule's: warm-up, then the window. */
    Span span() {
        return new Span(warmup.toNanos(), warmup.plus(duration).toNanos());
    }

    static Timing read(Settings settings) {
        Duration hour = Duration.ofHours(1);
        return new Timing(
                settings.duration(
                        "WARMUP", Duration.ofSeconds(5), Duration.ZERO, hour, "Talk this long before measuring."),
                settings.duration(
                        "DURATION",
                        Duration.ofSeconds(30),
                        Duration.ofMillis(1),
                        Duration.ofHours(24),
                        "Then measure this long."),
                settings.duration(
                        "DRAIN",
                        Duration.ofSeconds(10),
                        Duration.ZERO,
                        hour,
                        "Then wait at most this long for deliveries still under way."),
                settings.duration(
                        "LINGER",
                        Duration.ZERO,
                        Duration.ZERO,
                        hour,
                        "Then stay connected and read this long, for others that still talk and for a last scrape."));
    }
}
