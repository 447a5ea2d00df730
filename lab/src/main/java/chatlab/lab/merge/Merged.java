package chatlab.lab.merge;

import chatlab.lab.result.HistogramLogs;
import chatlab.process.SettingException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * What several processes of load clients measured, as if it had been one: counts are added up, and so are the histograms,
 * of which the percentiles are taken then. Times are nanoseconds.
 *
 * @param overlapNs for how long all of them measured at the same time, negative if they never did; null if their clocks can't be
 *     compared
 * @param between what they got of each other
 * @param latency over the deliveries that all of them expected in their windows
 * @param invalid why one of them can't be trusted, a sentence each
 */
public record Merged(
        int processes,
        long clients,
        @Nullable Long overlapNs,
        Messages messages,
        Deliveries deliveries,
        Between between,
        Quantiles latency,
        Quantiles sendLag,
        List<String> invalid) {
    /** Messages that the schedules asked for, and of those the ones that a socket took. */
    public record Messages(long scheduled, long sent) {}

    /**
     * Deliveries of each process's messages to its own clients, and what was wrong with them.
     *
     * @param ofOtherRuns deliveries of other processes' messages, which came besides; see {@link Between}
     */
    public record Deliveries(
            boolean exact,
            long expected,
            long received,
            long lost,
            long duplicated,
            long reordered,
            long missedByGaps,
            long missedByCutOff,
            long damaged,
            long foreign,
            long ofOtherRuns) {}

    /**
     * Percentiles; null where one falls on what never came.
     *
     * @param count how many values there are
     * @param missing how many never came
     */
    public record Quantiles(
            long count,
            long missing,
            @Nullable Long p50,
            @Nullable Long p90,
            @Nullable Long p99,
            @Nullable Long p999,
            @Nullable Long max) {
        /**
         * Those of what was recorded.
         *
         * @param expected how many values there should be; what is missing stands at the end, infinitely late
         */
        public static Quantiles of(Histogram recorded, long expected) {
            long missing = Math.max(0, expected - recorded.getTotalCount());
            return new Quantiles(
                    recorded.getTotalCount(),
                    missing,
                    at(recorded, missing, 50),
                    at(recorded, missing, 90),
                    at(recorded, missing, 99),
                    at(recorded, missing, 99.9),
                    at(recorded, missing, 100));
        }

        /** What never came stands at the end, infinitely late. */
        private static @Nullable Long at(Histogram recorded, long missing, double percent) {
            long count = recorded.getTotalCount();
            double percentOfRecorded = percent * (count + missing) / Math.max(1, count);
            return count == 0 || percentOfRecorded > 100
                    ? null
                    : (Long) recorded.getValueAtPercentile(percentOfRecorded);
        }
    }

    /**
     * Reads the folders of all processes.
     *
     * @throws SettingException if one of them is none, or is given twice
     */
    public static Merged of(List<Path> folders) throws IOException {
        Set<Path> seen = new HashSet<>();
        List<ProcessResult> all = new ArrayList<>();
        for (Path folder : folders) {
            if (!seen.add(folder.toAbsolutePath().normalize())) {
                throw new SettingException(folder + " is given twice; its deliveries would count twice.");
            }
            all.add(ProcessResult.read(folder));
        }
        return new Merged(
                all.size(),
                sum(all, "/clients"),
                overlapNs(all),
                new Messages(sum(all, "/messages/scheduled"), sum(all, "/messages/sent")),
                new Deliveries(
                        all.stream()
                                .allMatch(each ->
                                        each.summary().at("/ledger/exact").asBoolean()),
                        sum(all, "/deliveries/expected"),
                        sum(all, "/deliveries/received"),
                        sum(all, "/ledger/lost"),
                        sum(all, "/ledger/duplicated"),
                        sum(all, "/ledger/reordered"),
                        sum(all, "/ledger/gaps/missed"),
                        sum(all, "/ledger/cutOff/missed"),
                        sum(all, "/ledger/damaged"),
                        sum(all, "/ledger/foreign"),
                        sum(all, "/ledger/ofOtherRuns")),
                Between.of(all),
                Quantiles.of(logs(all, "latency"), sum(all, "/deliveries/expectedInWindow")),
                Quantiles.of(logs(all, "send-lag"), 0),
                all.stream().flatMap(each -> reasons(each).stream()).toList());
    }

    /** Monotonic clocks of one boot of one machine are the same. */
    private static @Nullable Long overlapNs(List<ProcessResult> all) {
        if (all.stream()
                        .map(each -> each.summary().at("/clock/bootId").asText())
                        .distinct()
                        .count()
                > 1) {
            return null;
        }
        return all.stream().mapToLong(each -> each.number("/window/toNs")).min().orElse(0)
                - all.stream()
                        .mapToLong(each -> each.number("/window/fromNs"))
                        .max()
                        .orElse(0);
    }

    private static long sum(List<ProcessResult> all, String pointer) {
        return all.stream().mapToLong(each -> each.number(pointer)).sum();
    }

    private static Histogram logs(List<ProcessResult> all, String name) throws IOException {
        return HistogramLogs.sum(all.stream().map(each -> each.log(name)).toList());
    }

    private static List<String> reasons(ProcessResult process) {
        List<String> reasons = new ArrayList<>();
        process.summary()
                .path("invalid")
                .forEach(doubt -> reasons.add(
                        process.folder() + ": " + doubt.path("detail").asText() + " ("
                                + doubt.path("reason").asText() + ")"));
        return reasons;
    }

    /** Whether nothing speaks against it. */
    public boolean isValid() {
        return invalid.isEmpty();
    }
}
