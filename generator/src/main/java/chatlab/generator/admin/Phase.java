package chatlab.generator.admin;

import java.util.Locale;

/** Where a run is. */
public enum Phase {
    CONNECTING,
    READY,
    WARMUP,
    MEASURING,
    DRAINING,
    LINGERING,
    DONE,
    FAILED;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
