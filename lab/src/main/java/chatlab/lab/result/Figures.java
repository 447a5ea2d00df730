package chatlab.lab.result;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What was measured in one repetition's window. Times are in nanoseconds, counted from the intended time; a percentile is
 * over everything that should have been delivered and null where that many never came.
 *
 * @param windowSeconds the window's length
 * @param members clients in all
 * @param offeredPerSecond messages per second that were scheduled
 * @param sentPerSecond messages per second that were sent
 * @param deliveriesPerSecond messages received per second, counted by the receivers
 * @param messages what became of the messages
 * @param latency from intended time to receipt
 * @param sendLag from intended time to the generator's own hand-over: its lateness
 * @param server what the server used
 * @param generator what the generator used
 * @param closed connections that ended before the run's end, by reason
 * @param serverCounters the server's own counters at the end of the run, by metric name
 * @param joining how clients came in; null in results of before it was kept
 * @param parts what each of those used that serve, {@code server-1}, {@code server-2} …, {@code redis}, {@code haproxy}; null where a
 *     server is alone. {@code server} is then of all servers: their CPU added up, of all else the largest
 */
public record Figures(
        double windowSeconds,
        int members,
        double offeredPerSecond,
        double sentPerSecond,
        double deliveriesPerSecond,
        Messages messages,
        Latency latency,
        Latency sendLag,
        Resources server,
        Resources generator,
        Map<String, Long> closed,
        Map<String, Double> serverCounters,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Joining joining,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Map<String, Resources> parts) {
    /** What the parts that are servers are called, before their number. */
    public static final String SERVER = "server-";

    public Figures {
        closed = Collections.unmodifiableMap(new TreeMap<>(closed));
        serverCounters = Collections.unmodifiableMap(new TreeMap<>(serverCounters));
        parts = parts == null ? null : Collections.unmodifiableMap(new LinkedHashMap<>(parts));
    }

    /** Of each server by itself. */
    public List<Resources> servers() {
        return parts == null
                ? List.of(server)
                : parts.entrySet().stream()
                        .filter(part -> part.getKey().startsWith(SERVER))
                        .map(Map.Entry::getValue)
                        .toList();
    }

    /**
     * The account of the whole run, warm-up and drain included.
     *
     * @param scheduled messages that should have been sent
     * @param sent those that were
     * @param unsent those that the server's side of the connection took no more of
     * @param expected deliveries of what was sent
     * @param received deliveries
     * @param lost deliveries that never came, and nobody was told
     * @param duplicated deliveries that came more than once
     * @param reordered deliveries that came after a later one of the same sender
     * @param told deliveries that never came, and the receiver was told so by a {@code bye} or a {@code gap}
     * @param ledgerExact whether count and hash of every receiver are equal to what was sent
     */
    public record Messages(
            long scheduled,
            long sent,
            long unsent,
            long expected,
            long received,
            long lost,
            long duplicated,
            long reordered,
            long told,
            boolean ledgerExact) {}

    /** A distribution's percentiles, in nanoseconds; {@code missing} of {@code count + missing} never came. */
    public record Latency(
            long count,
            long missing,
            @Nullable Long p50,
            @Nullable Long p90,
            @Nullable Long p99,
            @Nullable Long p999,
            @Nullable Long max) {}

    /**
     * How clients came in, over the whole run.
     *
     * @param failed connections that could not be had
     * @param welcome from the beginning of a client's first connection to its welcome
     * @param returned from a churner's leaving to its next welcome
     */
    public record Joining(long failed, Times welcome, Times returned) {}

    /** How long something took, in nanoseconds; null without a value. */
    public record Times(
            long count,
            @Nullable Long p50,
            @Nullable Long p99,
            @Nullable Long max) {}

    /**
     * What a process used in the window.
     *
     * @param cpuCores mean CPU use, null if unknown
     * @param throttledShare share of the quota periods in which it ran into its quota; null without a quota
     * @param memoryBytes the most memory seen, null if unknown
     * @param busyShare how busy the busiest event loop was, null if unknown
     */
    public record Resources(
            @Nullable Double cpuCores,
            @Nullable Double throttledShare,
            @Nullable Long memoryBytes,
            @Nullable Double busyShare) {}
}
