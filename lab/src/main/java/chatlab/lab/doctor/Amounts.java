package chatlab.lab.doctor;

import java.util.Locale;

/** Numbers as people read them. */
final class Amounts {
    private Amounts() {}

    /** A number with commas between its thousands. */
    static String count(long number) {
        return number == Long.MAX_VALUE ? "unlimited" : String.format(Locale.ROOT, "%,d", number);
    }

    /** Bytes in GiB: with a decimal below ten. */
    static String gibibytes(long bytes) {
        double gibibytes = bytes / (double) (1L << 30);
        return String.format(Locale.ROOT, gibibytes < 10 ? "%.1f GiB" : "%.0f GiB", gibibytes);
    }
}
