package chatlab.lab.selftest;

import java.util.Arrays;
import java.util.List;
import java.util.function.IntToLongFunction;
import java.util.stream.IntStream;

/** What the latencies of messages have to be, as follows from when they were meant to be sent and when they are received. */
final class Theory {
    private final long[] sorted;

    private Theory(long[] sorted) {
        this.sorted = sorted;
    }

    /**
     * Of a server that delivers a constant time after messages came, while one of the two, the server or the generator, pauses.
     * Either way a message that is sent or comes during the pause does so at its end, and so does a delivery. All follows from
     * the intended times.
     *
     * @param intendedNs when the messages are meant to be sent
     * @param fromNs from when on they count
     * @param toNs until when they count
     */
    static Theory ofPause(long[] intendedNs, long fromNs, long toNs, long delayNs, Pause pause) {
        return of(intendedNs, k -> pause.after(pause.after(intendedNs[k]) + delayNs), fromNs, toNs);
    }

    private static Theory of(long[] intendedNs, IntToLongFunction receivedNs, long fromNs, long toNs) {
        return new Theory(IntStream.range(0, intendedNs.length)
                .filter(k -> intendedNs[k] - fromNs >= 0 && intendedNs[k] - toNs < 0)
                .mapToLong(k -> receivedNs.applyAsLong(k) - intendedNs[k])
                .sorted()
                .toArray());
    }

    /** Of all that these are of. */
    static Theory ofAll(List<Theory> parts) {
        return new Theory(parts.stream()
                .flatMapToLong(part -> Arrays.stream(part.sorted))
                .sorted()
                .toArray());
    }

    /** How many messages there are. */
    int count() {
        return sorted.length;
    }

    /** The shortest latency that so many percent are not above; 100 gives the longest. */
    double percentileMs(double percent) {
        int rank = (int) Math.ceil(percent / 100 * sorted.length);
        return sorted[Math.clamp(rank - 1, 0, sorted.length - 1)] / 1e6;
    }
}
