package chatlab.lab.report;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Numbers as people write them: {@code 1,000}, {@code 12.3}, {@code 61 %}. Units stand beside them, not in them, unless said so. */
final class Numbers {
    static final String NEVER_CAME = "never came";
    static final String UNKNOWN = "–";

    private Numbers() {}

    /** Whole from 100 up, else as many decimals as it has, three significant digits at most. */
    static String plain(double value) {
        double magnitude = Math.abs(value);
        if (magnitude >= 99.95 || value == Math.rint(value)) {
            return String.format(Locale.ROOT, "%,.0f", value);
        }
        int decimals = magnitude >= 9.995 ? 1 : magnitude >= 0.9995 ? 2 : 3;
        return trimmed(String.format(Locale.ROOT, "%." + decimals + "f", value));
    }

    static String count(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    /** The value of an axis as written, with thousands separated if it is a number. */
    static String axisValue(String written) {
        try {
            double value = Double.parseDouble(written);
            return value == Math.rint(value) && Math.abs(value) < 1e15
                    ? String.format(Locale.ROOT, "%,.0f", value)
                    : written;
        } catch (NumberFormatException notANumber) {
            return written;
        }
    }

    /** Milliseconds of nanoseconds, one decimal below 100, two below 1. */
    static String millis(double ns) {
        double ms = ns / 1e6;
        return String.format(Locale.ROOT, ms >= 99.95 ? "%,.0f" : ms >= 0.995 ? "%.1f" : "%.2f", ms);
    }

    static String cores(@Nullable Double cores) {
        return cores == null ? UNKNOWN : String.format(Locale.ROOT, "%.2f", cores);
    }

    /** Percent with its sign. */
    static String share(@Nullable Double share) {
        if (share == null) {
            return UNKNOWN;
        }
        double percent = share * 100;
        return percent == 0
                ? "0 %"
                : percent < 0.1
                        ? "< 0.1 %"
                        : String.format(Locale.ROOT, percent >= 9.95 ? "%.0f %%" : "%.1f %%", percent);
    }

    /** Bytes with the largest binary unit that keeps them above one. */
    static String bytes(double bytes) {
        double mib = bytes / (1 << 20);
        return mib >= 1024 ? plain(mib / 1024) + " GiB" : plain(mib) + " MiB";
    }

    /** Seconds with their unit: {@code 42 s}, {@code 5 min 39 s}. */
    static String duration(long seconds) {
        if (seconds < 60) {
            return seconds + " s";
        }
        return seconds < 3600
                ? "%d min %d s".formatted(seconds / 60, seconds % 60)
                : "%d h %d min".formatted(seconds / 3600, seconds % 3600 / 60);
    }

    private static String trimmed(String decimals) {
        return decimals.replaceFirst("\\.?0+$", "");
    }
}
