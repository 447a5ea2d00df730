package chatlab.lab.trial;

import chatlab.lab.result.Figures.Resources;
import chatlab.lab.result.Repetition.Limit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a server used in the window, from its scrapes.
 *
 * @param resources null members are unknown
 * @param counters its own counters at the end of the run, by metric name
 * @param longestGapSeconds the longest time without a scrape that touches the window
 */
record ServerUse(Resources resources, Map<String, Double> counters, double longestGapSeconds) {
    private static final double NS = 1e-9;
    private static final String CPU_USAGE = "chatlab_cgroup_cpu_usage_seconds_total";
    private static final String PROCESS_CPU = "chatlab_process_cpu_seconds_total";
    private static final String THROTTLED_PERIODS = "chatlab_cgroup_cpu_throttled_periods_total";
    private static final String PERIODS = "chatlab_cgroup_cpu_periods_total";
    private static final String MEMORY = "chatlab_cgroup_memory_bytes";

    /**
     * Of a server that may have ended before the window did: then its use is that of the part it lived through.
     *
     * @param limits where one does not bind, the group whose figures the server gives is shared with others
     */
    static ServerUse of(Samples samples, List<Limit> limits, long fromNs, long windowEndNs) {
        long toNs = Math.min(windowEndNs, samples.lastNs());
        boolean cpuBound = isBound(limits, "cpus");
        double seconds = (toNs - fromNs) * NS;
        OptionalDouble cpu = samples.growth(cpuBound ? CPU_USAGE : PROCESS_CPU, fromNs, toNs);
        OptionalDouble periods = samples.growth(PERIODS, fromNs, toNs);
        OptionalDouble throttled = samples.growth(THROTTLED_PERIODS, fromNs, toNs);
        OptionalDouble memory = samples.max(MEMORY, fromNs, toNs);
        return new ServerUse(
                new Resources(
                        seconds > 0 && cpu.isPresent() ? cpu.getAsDouble() / seconds : null,
                        cpuBound && throttled.isPresent() && periods.orElse(0) > 0
                                ? throttled.getAsDouble() / periods.getAsDouble()
                                : null,
                        isBound(limits, "memory") && memory.isPresent() ? (long) memory.getAsDouble() : null,
                        null),
                counters(samples.last()),
                samples.longestGapSeconds(fromNs, windowEndNs));
    }

    /** Of several servers: their CPU and their counters added up, of all else the largest. */
    static ServerUse sum(List<ServerUse> all) {
        if (all.size() == 1) {
            return all.getFirst();
        }
        Map<String, Double> counters = new LinkedHashMap<>();
        all.forEach(each -> each.counters.forEach((name, value) -> counters.merge(name, value, Double::sum)));
        List<Resources> resources = all.stream().map(ServerUse::resources).toList();
        return new ServerUse(
                new Resources(
                        known(resources, Resources::cpuCores)
                                .reduce(Double::sum)
                                .orElse(null),
                        known(resources, Resources::throttledShare)
                                .reduce(Math::max)
                                .orElse(null),
                        known(resources, Resources::memoryBytes)
                                .reduce(Math::max)
                                .orElse(null),
                        null),
                counters,
                all.stream().mapToDouble(ServerUse::longestGapSeconds).max().orElse(0));
    }

    /** None if one of them is unknown. */
    private static <T> Stream<T> known(List<Resources> all, Function<Resources, @Nullable T> figure) {
        List<T> known = all.stream()
                .flatMap(each -> Stream.ofNullable(figure.apply(each)))
                .toList();
        return known.size() == all.size() ? known.stream() : Stream.empty();
    }

    private static boolean isBound(List<Limit> limits, String name) {
        return limits.stream().anyMatch(limit -> limit.name().equals(name) && limit.bound());
    }

    private static Map<String, Double> counters(@Nullable MetricsPage page) {
        Map<String, Double> counters = new LinkedHashMap<>();
        if (page != null) {
            page.samples().forEach((name, value) -> {
                if (name.startsWith("chatlab_server_") && name.contains("_total")) {
                    counters.put(name, value);
                }
            });
        }
        return counters;
    }
}
