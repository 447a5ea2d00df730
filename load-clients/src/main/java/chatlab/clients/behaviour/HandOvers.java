package chatlab.clients.behaviour;

import java.util.Arrays;

/**
 * When a talker's messages were really handed over, of those that have not come back to it. When more are under way than it may
 * remember, it forgets the oldest. Confined to its client's event loop.
 */
final class HandOvers {
    private static final int FEWEST = 16;
    private static final long NOT_THERE = Long.MIN_VALUE;

    private final int most;
    /** By sequence modulo the length. */
    private long[] atNs;

    private int next;

    /** @param most how many it may remember, a power of two */
    HandOvers(int most) {
        this.most = most;
        atNs = new long[Math.min(FEWEST, most)];
    }

    /** How many each of so many talkers may remember, so that all of them remember a million at most. */
    static int mostOf(int talkers) {
        return Math.clamp(Integer.highestOneBit(1_000_000 / Math.max(1, talkers)), 1, 4096);
    }

    /** The message with the next sequence is handed over. */
    void add(int sequence, long nowNs) {
        if (sequence >= atNs.length && atNs[slot(sequence)] != NOT_THERE && atNs.length < most) {
            grow(sequence);
        }
        atNs[slot(sequence)] = nowNs;
        next = sequence + 1;
    }

    private void grow(int sequence) {
        long[] before = atNs;
        atNs = new long[2 * before.length];
        Arrays.fill(atNs, NOT_THERE);
        for (int earlier = sequence - before.length; earlier < sequence; earlier++) {
            atNs[slot(earlier)] = before[earlier % before.length];
        }
    }

    /** A message has come back: when it was handed over, or {@code orElse} if that is not remembered. */
    long take(int sequence, long orElse) {
        if (sequence >= next || sequence < next - atNs.length || atNs[slot(sequence)] == NOT_THERE) {
            return orElse;
        }
        long at = atNs[slot(sequence)];
        atNs[slot(sequence)] = NOT_THERE;
        return at;
    }

    private int slot(int sequence) {
        return sequence % atNs.length;
    }
}
