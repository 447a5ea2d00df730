package chatlab.lab.report;

import chatlab.lab.result.Figures;
import chatlab.lab.result.Figures.Joining;
import org.jspecify.annotations.Nullable;

/** How long clients took to come in, at p99, in milliseconds; null if nobody did, or it was not kept. */
final class JoiningTimes {
    private JoiningTimes() {}

    static @Nullable Double welcomeMillis(Figures figures) {
        @Nullable Joining joining = figures.joining();
        return joining == null ? null : millis(joining.welcome().p99());
    }

    static @Nullable Double returnedMillis(Figures figures) {
        @Nullable Joining joining = figures.joining();
        return joining == null ? null : millis(joining.returned().p99());
    }

    private static @Nullable Double millis(@Nullable Long ns) {
        return ns == null ? null : Double.valueOf(ns / 1e6);
    }
}
