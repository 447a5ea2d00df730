package chatlab.clients.ledger;

import java.util.Arrays;

/** What one receiver got of other runs' messages: by run how many, and the sum of their hashes. Confined to its event loop. */
final class OtherRuns {
    /** Of more runs it only counts. */
    static final int MOST = 16;

    private int[] runs = {};
    private long[] counts = {};
    private long[] sums = {};

    void receive(int run, long hash) {
        int at = 0;
        while (at < runs.length && runs[at] != run) {
            at++;
        }
        if (at == MOST) {
            return;
        }
        if (at == runs.length) {
            runs = Arrays.copyOf(runs, at + 1);
            counts = Arrays.copyOf(counts, at + 1);
            sums = Arrays.copyOf(sums, at + 1);
            runs[at] = run;
        }
        counts[at]++;
        sums[at] += hash;
    }

    int count() {
        return runs.length;
    }

    int run(int at) {
        return runs[at];
    }

    /** How many messages of that run. */
    long messages(int at) {
        return counts[at];
    }

    /** The sum of their hashes, modulo 2⁶⁴. */
    long hashes(int at) {
        return sums[at];
    }
}
