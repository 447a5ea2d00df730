package chatlab.clients.ledger;

import java.util.concurrent.atomic.AtomicLong;

/** What went wrong so far on one event loop, for whoever watches the run. Written by that loop alone. */
public final class LoopCounts {
    private final AtomicLong duplicated = new AtomicLong();
    private final AtomicLong reordered = new AtomicLong();
    private final Faults faults = new Faults();

    void duplicated(int receiver, int sender, int sequence) {
        duplicated.lazySet(duplicated.getPlain() + 1);
        faults.note(Fault.Kind.DUPLICATED, receiver, sender, sequence);
    }

    void reordered(int receiver, int sender, int sequence) {
        reordered.lazySet(reordered.getPlain() + 1);
        faults.note(Fault.Kind.REORDERED, receiver, sender, sequence);
    }

    /** Messages received again so far. */
    public long duplicated() {
        return duplicated.get();
    }

    /** Messages received after a later one of their sender so far. */
    public long reordered() {
        return reordered.get();
    }

    Faults faults() {
        return faults;
    }
}
