package chatlab.clients.ledger;

import chatlab.clients.behaviour.Cast;
import chatlab.protocol.MessageHash;
import org.jspecify.annotations.Nullable;

/**
 * What one client received. Written by the client's event loop alone; read by others after that has ended, or on it.
 */
public final class ReceiverAccount {
    private final int client;
    private final int room;
    private final Cast cast;
    private final int run;
    private final @Nullable Windows windows;
    private final LoopCounts counts;

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

    ReceiverAccount(int client, Cast cast, int run, boolean classified, LoopCounts counts) {
        this.client = client;
        this.cast = cast;
        this.run = run;
        this.counts = counts;
        room = cast.roomOf(client);
        windows = classified
                ? new Windows(client, cast.talkerAt(room, 0), cast.rooms(), cast.talkersIn(room), counts.faults())
                : null;
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
            return false;
        }
        int slot = cast.talkerSlot(sender);
        if (!cast.isTalker(sender)
                || cast.talkerAt(room, slot) != sender
                || sequence < 0
                || (sender == client && !cast.hearThemselves())) {
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
        if (windows == null) {
            return true;
        }
        return switch (windows.receive(slot, sequence)) {
            case Windows.AGAIN -> {
                duplicated++;
                duplicatedSum += hash;
                counts.duplicated(client, sender, sequence);
                yield false;
            }
            case Windows.LATE -> {
                reordered++;
                counts.reordered(client, sender, sequence);
                yield true;
            }
            default -> true;
        };
    }

    /** The server said that it skipped messages for this client. */
    public void gap(long missed) {
        gapEvents++;
        gapMissed += missed;
    }

    /** The server ended this client's connection. */
    public void cutOff() {
        cutOff = true;
    }

    /** Whether nothing more is to come, given how many messages the client's room was sent. */
    public boolean isSettled(long expected) {
        return cutOff || received - duplicated + gapMissed >= expected;
    }

    /** The client's number. */
    public int client() {
        return client;
    }

    int room() {
        return room;
    }

    @Nullable
    Windows windows() {
        return windows;
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
