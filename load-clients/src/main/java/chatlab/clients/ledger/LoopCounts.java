package chatlab.clients.ledger;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;

/** What went wrong so far on one event loop, for whoever watches the run. Written by that loop alone. */
public final class LoopCounts {
    private final AtomicLong duplicated = new AtomicLong();
    private final AtomicLong reordered = new AtomicLong();
    private final Faults faults = new Faults();
    private final int[] highest;
    private final HashSums hashes;

    LoopCounts(int talkers) {
        highest = new int[talkers];
        Arrays.fill(highest, -1);
        hashes = new HashSums(talkers);
    }

    /** Somebody received this message of a talker's. */
    void received(int talker, int sequence) {
        if (sequence > highest[talker]) {
            highest[talker] = sequence;
        }
    }

    void duplicated(int receiver, int sender, int sequence) {
        duplicated.lazySet(duplicated.getPlain() + 1);
        faults.note(Fault.Kind.DUPLICATED, receiver, sender, sequence);
    }

    void reordered(int receiver, int sender, int sequence) {
        reordered.lazySet(reordered.getPlain() + 1);
        faults.note(Fault.Kind.REORDERED, receiver, sender, sequence);
    }

    void damaged(int receiver, int sender, int sequence) {
        faults.note(Fault.Kind.DAMAGED, receiver, sender, sequence);
    }

    /** Messages received again so far. */
    public long duplicated() {
        return duplicated.get();
    }

    /** Messages received after a later one of their sender so far. */
    public long reordered() {
        return reordered.get();
    }

    /** The highest sequence of a talker that anybody of this loop received, −1 for none. On the loop, or when it has ended. */
    int highest(int talker) {
        return highest[talker];
    }

    /** For the accounts of this loop's clients. */
    HashSums hashes() {
        return hashes;
    }

    Faults faults() {
        return faults;
    }
}
