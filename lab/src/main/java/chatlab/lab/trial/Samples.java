package chatlab.lab.trial;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The scrapes of one process in the order of their time, which is the process's own: its host's monotonic clock. */
final class Samples {
    /** By which name a scrape tells its time, in seconds. */
    static final String TIME = "chatlab_process_monotonic_seconds";

    private static final double NS = 1e-9;

    /** One scrape. */
    record Sample(double seconds, MetricsPage page) {}

    private final List<Sample> samples = new ArrayList<>();

    void add(MetricsPage page) {
        OptionalDouble seconds = page.value(TIME);
        if (seconds.isPresent()) {
            samples.add(new Sample(seconds.getAsDouble(), page));
        }
    }

    @Nullable
    MetricsPage last() {
        return samples.isEmpty() ? null : samples.getLast().page;
    }

    /** When the last scrape was, in nanoseconds; the least there is without one. */
    long lastNs() {
        return samples.isEmpty() ? Long.MIN_VALUE : (long) (samples.getLast().seconds / NS);
    }

    /** By how much a counter grew between two times; between scrapes it is taken to grow evenly. */
    OptionalDouble growth(String name, long fromNs, long toNs) {
        OptionalDouble from = at(name, fromNs * NS);
        OptionalDouble to = at(name, toNs * NS);
        return from.isPresent() && to.isPresent()
                ? OptionalDouble.of(to.getAsDouble() - from.getAsDouble())
                : OptionalDouble.empty();
    }

    /** The greatest value of a gauge in a stretch of time. */
    OptionalDouble max(String name, long fromNs, long toNs) {
        return samples.stream()
                .filter(s -> s.seconds >= fromNs * NS && s.seconds <= toNs * NS)
                .flatMapToDouble(s -> s.page.value(name).stream())
                .max();
    }

    /** The longest time without a scrape that touches a stretch of time, in seconds; infinite if it is not covered. */
    double longestGapSeconds(long fromNs, long toNs) {
        double longest = 0;
        double previous = Double.NEGATIVE_INFINITY;
        for (Sample sample : samples) {
            if (sample.seconds >= fromNs * NS && previous <= toNs * NS) {
                longest = Math.max(longest, sample.seconds - previous);
            }
            previous = sample.seconds;
        }
        return previous < toNs * NS ? Double.POSITIVE_INFINITY : longest;
    }

    /** The figures over time, a row per scrape. */
    String csv(List<String> names) {
        return samples.stream()
                .map(sample -> names.stream()
                        .map(name -> sample.page.value(name).isPresent()
                                ? Double.toString(sample.page.value(name).getAsDouble())
                                : "")
                        .collect(Collectors.joining(",", sample.seconds + ",", "\n")))
                .collect(Collectors.joining("", "monotonic_seconds," + String.join(",", names) + "\n", ""));
    }

    /**
     * Of several processes of one machine, added up at the times of the first one's scrapes, but of lags the largest; between scrapes
     * figures are taken to change evenly.
     */
    static String sum(List<Samples> all, List<String> names) {
        return all.getFirst().samples.stream()
                .map(sample -> names.stream()
                        .map(name -> all.stream()
                                .flatMapToDouble(each -> each.at(name, sample.seconds).stream())
                                .reduce(name.contains("_lag_") ? Math::max : Double::sum))
                        .map(sum -> sum.isPresent() ? Double.toString(sum.getAsDouble()) : "")
                        .collect(Collectors.joining(",", sample.seconds + ",", "\n")))
                .collect(Collectors.joining("", "monotonic_seconds," + String.join(",", names) + "\n", ""));
    }

    private OptionalDouble at(String name, double seconds) {
        @Nullable Sample before = null;
        for (Sample after : samples) {
            if (after.seconds >= seconds) {
                OptionalDouble right = after.page.value(name);
                OptionalDouble left = before == null ? OptionalDouble.empty() : before.page.value(name);
                if (before == null || left.isEmpty() || right.isEmpty()) {
                    return right;
                }
                double share = (seconds - before.seconds) / (after.seconds - before.seconds);
                return OptionalDouble.of(left.getAsDouble() + share * (right.getAsDouble() - left.getAsDouble()));
            }
            before = after;
        }
        return before == null ? OptionalDouble.empty() : before.page.value(name);
    }
}
