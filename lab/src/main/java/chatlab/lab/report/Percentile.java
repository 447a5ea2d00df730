package chatlab.lab.report;

import chatlab.lab.result.Figures;
import chatlab.lab.result.Figures.Latency;
import org.jspecify.annotations.Nullable;

/** The percentiles that reports show. */
enum Percentile {
    P50("p50"),
    P99("p99"),
    P999("p99.9");

    final String label;

    Percentile(String label) {
        this.label = label;
    }

    /** Milliseconds; infinite if that many never came, null if nothing was to be delivered. */
    static @Nullable Double millis(Latency latency, @Nullable Long ns) {
        if (latency.count() + latency.missing() == 0) {
            return null;
        }
        return ns == null ? Double.POSITIVE_INFINITY : Double.valueOf(ns / 1e6);
    }

    /** Milliseconds; infinite if that many never came, null if nothing was to be delivered. */
    @Nullable
    Double of(Figures figures) {
        Latency latency = figures.latency();
        return switch (this) {
            case P50 -> millis(latency, latency.p50());
            case P99 -> millis(latency, latency.p99());
            case P999 -> millis(latency, latency.p999());
        };
    }

    /** For people, without unit. */
    static String text(@Nullable Double millis) {
        if (millis == null) {
            return Numbers.UNKNOWN;
        }
        return millis.isInfinite() ? Numbers.NEVER_CAME : Numbers.millis(millis * 1e6);
    }
}
