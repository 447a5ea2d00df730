package chatlab.clients.ledger;

import chatlab.protocol.MessageHash;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What one client received. Written by the client's event loop alone; read by others after that has ended, or on it.
 */
public final class ReceiverAccount {
    private final int client;
    private final Senders senders;
    /** Whether its own messages are foreign to it. */
    private final boolean deaf;

    private final int run;
    private final @Nullable Windows windows;
    private final LoopCounts counts;

    /** Null while it has been in its room all the time. */
    private @Nullable Stays stays;

    /** Null while there is nothing of another run. */
    private @Nullable OtherRuns otherRuns;

    private long received;
    private long sum;
    private long duplicated;
    private long duplicatedSum;
    private long reordered;
    private long damaged;
    private long foreign;
    private long ofOtherRuns;
    private long gapEvents;
    private long gapMissed;
    private boolean cutOff;

    /**
     * @param senders whose messages it may get
     * @param hearsItself whether its own are among them
     */
    ReceiverAccount(int client, Senders senders, boolean hearsItself, int run, boolean classified, LoopCounts counts) {
        this.client = client;
        this.senders = senders;
        deaf = !hearsItself;
        this.run = run;
        this.counts = counts;
        windows = classified ? new Windows(client, senders, counts.faults()) : null;
    }

    /** It comes and goes, and is in that room at the start. Only for one that is classified, before anything was received. */
    void comesAndGoes(int room) {
        if (windows != null) {
            stays = new Stays(senders, windows, counts, room);
        }
    }

    /**
     * Enters one stamp.
     *
     * @param whole whether its line is as long as the room's messages have to be
     * @return whether it is a delivery whose latency counts: this run's, of this room, and as far as is known the first of its message
     */
    public boolean receive(int stampRun, int sender, int sequence, boolean whole) {
        if (stampRun != run) {
            ofOtherRuns++;
            if (otherRuns == null) {
                otherRuns = new OtherRuns();
            }
            otherRuns.receive(stampRun, MessageHash.of(sender, sequence));
            return false;
        }
        int slot = senders.slot(sender);
        if (slot < 0 || sequence < 0 || (sender == client && deaf)) {
            foreign++;
            return false;
        }
        int place = windows == null
                ? Windows.NEW
                : stays == null ? windows.receive(slot, sequence) : stays.receive(slot, sequence);
        if (place == Stays.FOREIGN) {
            foreign++;
            return false;
        }
        long hash = MessageHash.of(sender, sequence);
        received++;
        sum += hash;
        counts.received(sender, sequence);
        if (!whole) {
            damaged++;
            counts.damaged(client, sender, sequence);
        }
        if (place == Windows.AGAIN) {
            duplicated++;
            duplicatedSum += hash;
            counts.duplicated(client, sender, sequence);
            return false;
        }
        if (place == Windows.LATE) {
            reordered++;
            counts.reordered(client, sender, sequence);
        }
        return true;
    }

    /** The server said that it skipped messages for this client. */
    public void gap(long missed) {
        gapEvents++;
        gapMissed += missed;
    }

    /** The server ended this client's connection. */
    public void cutOff() {
        cutOff = true;
        if (stays != null) {
            stays.end(true);
        }
    }

    /** The client ended its connection itself. Only if it {@link #comesAndGoes}. */
    public void left() {
        requireStays().end(false);
    }

    /** It connects anew, to be in that room. Only if it {@link #comesAndGoes}, or was {@link #cutOff}. */
    public void comesBack(int room) {
        if (windows == null) {
            return; // what it misses counts as missed by cut-off, whenever it was
        }
        if (stays == null) {
            stays = new Stays(senders, windows, counts, room);
            stays.end(true);
        }
        stays.enter(room);
    }

    /** It asks to be in that room, where it is not, over the same connection. Only if it {@link #comesAndGoes}. */
    public void enters(int room) {
        requireStays().enter(room);
    }

    /**
     * The server says that it is in that room.
     *
     * @param handedOver how many messages a talker has handed over by now
     */
    public void welcomed(int room, IntUnaryOperator handedOver) {
        if (stays != null) {
            stays.welcome(room, handedOver);
        }
    }

    /** It is in that room no more, or not after all, by its own wish. Only if it {@link #comesAndGoes}. */
    public void leaves(int room, IntUnaryOperator handedOver) {
        requireStays().leave(room, handedOver);
    }

    private Stays requireStays() {
        if (stays == null) {
            throw new IllegalStateException("client " + client + " stays where it is");
        }
        return stays;
    }

    /**
     * Whether nothing more is to come.
     *
     * @param expected how many messages its senders have sent
     * @param sent how many each of them has
     */
    public boolean isSettled(long expected, IntUnaryOperator sent) {
        if (stays == null) {
            return cutOff || received - duplicated + gapMissed >= expected;
        }
        // A gap may tell of messages that it counts as absent, too: it settles nothing here.
        long absent = stays.absent() + stays.openCount(slot -> sent.applyAsInt(senders.talker(slot)));
        return received - duplicated + absent >= expected;
    }

    /** The client's number. */
    public int client() {
        return client;
    }

    Senders senders() {
        return senders;
    }

    @Nullable
    Windows windows() {
        return windows;
    }

    @Nullable
    Stays stays() {
        return stays;
    }

    long received() {
        return received;
    }

    /** Sum of the hashes of all received, duplicates that are known left out. */
    long distinctSum() {
        return sum - duplicatedSum;
    }

    long duplicated() {
        return duplicated;
    }

    long reordered() {
        return reordered;
    }

    long damaged() {
        return damaged;
    }

    long foreign() {
        return foreign;
    }

    @Nullable
    OtherRuns otherRuns() {
        return otherRuns;
    }

    long ofOtherRuns() {
        return ofOtherRuns;
    }

    long gapEvents() {
        return gapEvents;
    }

    long gapMissed() {
        return gapMissed;
    }

    boolean wasCutOff() {
        return cutOff;
    }
}
