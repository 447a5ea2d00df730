package chatlab.lab.result;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One run of one trial.
 *
 * @param number counts from 1
 * @param folder where its raw files are, relative to the run's folder
 * @param reasons sentences: why it is invalid, or what was missed and by how much; empty if met
 * @param notices sentences worth knowing that change nothing about the status
 * @param figures null if it did not come as far as its measurement
 * @param limits asked for and read back
 * @param files the names of the raw files in {@code folder}
 */
public record Repetition(
        int number,
        String folder,
        Instant started,
        double seconds,
        Status status,
        List<Reason> reasons,
        List<String> notices,
        @Nullable Figures figures,
        List<Limit> limits,
        List<String> files) {
    public Repetition {
        reasons = List.copyOf(reasons);
        notices = List.copyOf(notices);
        limits = List.copyOf(limits);
        files = List.copyOf(files);
    }

    /**
     * Why.
     *
     * @param code one word: {@code client-bound}, {@code clock}, {@code scrape-gap}, {@code limit}, {@code host}, {@code host-bound}, {@code failed}, or the
     *     objective that was missed, such as {@code p99 < 100ms}
     * @param detail one sentence with the figures
     */
    public record Reason(String code, String detail) {
        /** The code of a repetition whose server ended before it was asked to. */
        public static final String SERVER_SURVIVES = "server survives";
    }

    /**
     * A limit of the server, or of each of several.
     *
     * @param name {@code cpus} (cores) or {@code memory} (bytes)
     * @param asked what was asked for
     * @param readBack what the server's own control group says, null if it knows of none
     */
    public record Limit(String name, double asked, @Nullable Double readBack) {
        /** Whether the limit was really in force. */
        public boolean bound() {
            return readBack != null && Math.abs(readBack - asked) <= asked * 1e-6;
        }
    }
}
