package chatlab.clients.ledger;

import chatlab.protocol.MessageHash;
import java.util.Arrays;

/**
 * Sums of the hashes of a talker's messages, any range in about the same time: what is asked for once is kept, at every
 * {@value #STEP}th message. Confined to an event loop while that runs.
 */
final class HashSums {
    private static final int STEP = 256;

    /** By talker: at k the sum of its first k steps. */
    private final long[][] sums;
    /** By talker: how many steps are known. */
    private final int[] known;

    HashSums(int talkers) {
        sums = new long[talkers][1];
        known = new int[talkers];
    }

    /** The sum over {@code [from, to)}, modulo 2⁶⁴. */
    long of(int talker, int from, int to) {
        return to - from <= STEP ? each(talker, from, to) : below(talker, to) - below(talker, from);
    }

    private long below(int talker, int sequence) {
        int steps = sequence / STEP;
        if (steps >= sums[talker].length) {
            sums[talker] = Arrays.copyOf(sums[talker], Math.max(steps + 1, 2 * sums[talker].length));
        }
        long[] mine = sums[talker];
        for (int step = known[talker]; step < steps; step++) {
            mine[step + 1] = mine[step] + each(talker, step * STEP, (step + 1) * STEP);
        }
        known[talker] = Math.max(known[talker], steps);
        return mine[steps] + each(talker, steps * STEP, sequence);
    }

    private static long each(int talker, int from, int to) {
        long sum = 0;
        for (int sequence = from; sequence < to; sequence++) {
            sum += MessageHash.of(talker, sequence);
        }
        return sum;
    }
}
