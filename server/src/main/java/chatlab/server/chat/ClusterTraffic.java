package chatlab.server.chat;

import java.util.concurrent.atomic.LongAdder;

/** Counts what goes to other servers and comes from them. Written by all loops, read by whoever wants to know. */
public final class ClusterTraffic {
    private final LongAdder published = new LongAdder();
    private final LongAdder envelopes = new LongAdder();
    private final LongAdder dropped = new LongAdder();
    private final LongAdder received = new LongAdder();
    private final LongAdder skipped = new LongAdder();
    private final LongAdder missed = new LongAdder();
    private final LongAdder malformed = new LongAdder();

    /** So many messages of members here were handed to the cluster, in one of its own. */
    public void countPublished(int messages) {
        envelopes.increment();
        published.add(messages);
    }

    /** So many messages of members here were not sent. */
    public void countDropped(int messages) {
        dropped.add(messages);
    }

    /** A message of another server came. */
    public void countReceived() {
        received.increment();
    }

    /** What came at once was not taken, as too much waited already. */
    public void countSkipped() {
        skipped.increment();
    }

    /** So many messages of another server never came to a room here. */
    public void countMissed(long messages) {
        missed.add(messages);
    }

    /** Something came that no chat server has sent. */
    public void countMalformed() {
        malformed.increment();
    }

    /** Messages of members here that were handed on. */
    public long published() {
        return published.sum();
    }

    /** In how many pieces. */
    public long envelopes() {
        return envelopes.sum();
    }

    /** Messages that were not sent, as too much waited already. */
    public long dropped() {
        return dropped.sum();
    }

    /** Messages that came from other servers for rooms here. */
    public long received() {
        return received.sum();
    }

    /** Pieces that were not taken, as too many waited already; what stood in them is missed. */
    public long skipped() {
        return skipped.sum();
    }

    /** Messages of other servers that never came, once for each room here. */
    public long missed() {
        return missed.sum();
    }

    /** Pieces that no chat server has sent. */
    public long malformed() {
        return malformed.sum();
    }
}
