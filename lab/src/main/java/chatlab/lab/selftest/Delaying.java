package chatlab.lab.selftest;

import chatlab.lab.selftest.KnownServer.Conduct;
import chatlab.lab.selftest.KnownServer.Member;
import chatlab.protocol.StampScanner;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** Delivers every message to everybody, a constant time after it came; may stop doing anything at all for a while, once. */
final class Delaying implements Conduct {
    private record Due(byte[] line, long ns) {}

    private final long delayNs;
    private final int freezeAt;
    private final long freezeNs;
    private final Queue<Due> due = new ArrayDeque<>();
    private long[] intendedNs = new long[1024];
    private int[] runs = new int[1024];
    private volatile int count;
    private long lastNs;
    private Pause frozen = Pause.NONE;
    private Pause longestSilence = Pause.NONE;

    private Delaying(long delayNs, int freezeAt, long freezeNs) {
        this.delayNs = delayNs;
        this.freezeAt = freezeAt;
        this.freezeNs = freezeNs;
    }

    /** Delays and nothing else. */
    static Delaying by(long delayNs) {
        return new Delaying(delayNs, Integer.MAX_VALUE, 0);
    }

    /** Delays, and when so many messages have come does nothing for that long. */
    static Delaying freezing(long delayNs, int messages, long freezeNs) {
        return new Delaying(delayNs, messages, freezeNs);
    }

    @Override
    public void message(byte[] line, long nowNs, List<Member> members) {
        StampScanner.scan(line, 0, line.length, (run, sender, sequence, intended) -> came(run, intended));
        if (count > 1 && nowNs - lastNs > longestSilence.lengthNs()) {
            longestSilence = new Pause(lastNs, nowNs);
        }
        lastNs = nowNs;
        due.add(new Due(line, nowNs + delayNs));
    }

    @SuppressWarnings({"NonAtomicOperationOnVolatileField", "NonAtomicVolatileUpdate"
    }) // the server's thread alone writes
    private void came(int run, long intended) {
        if (count == intendedNs.length) {
            intendedNs = Arrays.copyOf(intendedNs, 2 * count);
            runs = Arrays.copyOf(runs, 2 * count);
        }
        intendedNs[count] = intended;
        runs[count] = run;
        count++;
    }

    @Override
    public long turn(List<Member> members) {
        if (count >= freezeAt && frozen.lengthNs() == 0) {
            frozen = freeze();
        }
        long nowNs = System.nanoTime();
        for (Due next = due.peek(); next != null && next.ns - nowNs <= 0; next = due.peek()) {
            for (Member member : members) {
                member.send(next.line);
            }
            due.remove();
        }
        Due next = due.peek();
        return next == null ? KnownServer.WHENEVER : next.ns;
    }

    private Pause freeze() {
        long fromNs = System.nanoTime();
        try {
            TimeUnit.NANOSECONDS.sleep(freezeNs);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return new Pause(fromNs, System.nanoTime());
    }

    /** How many messages have come. Thread-safe. */
    int count() {
        return count;
    }

    /** When it did nothing. */
    Pause frozen() {
        return frozen;
    }

    /** The longest time in which nothing came, once something had. */
    Pause longestSilence() {
        return longestSilence;
    }

    /** When the messages were meant to be sent, in no order. */
    long[] intendedNs() {
        return Arrays.copyOf(intendedNs, count);
    }

    /** When those of one run were meant to be sent, in no order. */
    long[] intendedNs(int run) {
        return IntStream.range(0, count)
                .filter(k -> runs[k] == run)
                .mapToLong(k -> intendedNs[k])
                .toArray();
    }
}
