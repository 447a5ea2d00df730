package chatlab.clients.ledger;

import java.util.BitSet;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;

/**
 * What a receiver that comes and goes is owed of each sender: {@code docs/ledger.md} says why. Between the last message of one
 * stay and the first of the next it was <em>absent</em>, and is owed nothing; but what was handed over after it had been welcomed it is
 * owed for certain.
 */
final class Stays {
    /** What {@link #receive} answers besides what {@link Windows#receive} does: the receiver can't have been sent this. */
    static final int FOREIGN = 3;

    /** Not in the sender's room; the rest of its last stay may still come. */
    private static final byte OUT = 0;
    /** Not in the sender's room; several stays may still come, or their ends. */
    private static final byte OUT_UNSURE = 1;
    /** In its room, or about to be; what comes may still be of stays before. */
    private static final byte ENTERING = 2;
    /** In its room, and since when is known. */
    private static final byte IN = 3;

    private static final int UNKNOWN = Integer.MAX_VALUE;

    private final Senders senders;
    private final Windows windows;
    private final LoopCounts counts;
    private final byte[] state;
    /** While ENTERING: from which sequence on everything is owed. */
    private final int[] owedFrom;
    /** From which sequence on nothing can be of the last stay, nor of any before. */
    private final int[] closedFrom;
    /** Slots whose room the receiver left because the server ended its connection. */
    private final BitSet cutOff = new BitSet();

    private long absent;
    private long absentSum;
    private long absentByCutOff;

    /** Whether anything has come since the last welcome. */
    private boolean heard;

    private int silent;

    /**
     * @param counts of the receiver's event loop
     * @param room where the receiver is at the start
     */
    Stays(Senders senders, Windows windows, LoopCounts counts, int room) {
        this.senders = senders;
        this.windows = windows;
        this.counts = counts;
        state = new byte[senders.count()];
        owedFrom = new int[senders.count()];
        closedFrom = new int[senders.count()];
        senders.slotsOf(room).forEach(slot -> state[slot] = IN);
    }

    int receive(int slot, int sequence) {
        byte now = state[slot];
        heard |= now >= ENTERING;
        if (now == IN) {
            return windows.receive(slot, sequence);
        }
        if (now != ENTERING && sequence >= closedFrom[slot]) {
            return FOREIGN;
        }
        int next = windows.highest(slot) + 1;
        if (now != OUT && sequence >= next) {
            int from = now == ENTERING ? Math.min(sequence, owedFrom[slot]) : sequence;
            if (from > next) {
                wasAbsent(slot, next, from);
            }
            if (now == ENTERING && sequence >= closedFrom[slot]) {
                state[slot] = IN;
            }
        }
        return windows.receive(slot, sequence);
    }

    private void wasAbsent(int slot, int from, int to) {
        absent += to - from;
        if (cutOff.get(slot)) {
            absentByCutOff += to - from;
        }
        absentSum += counts.hashes().of(senders.talker(slot), from, to);
        windows.skip(slot, to);
    }

    /** The connection has ended. */
    void end(boolean byServer) {
        noteSilence(IntStream.range(0, state.length));
        for (int slot = 0; slot < state.length; slot++) {
            if (state[slot] >= ENTERING) {
                leave(slot, byServer);
            }
            closedFrom[slot] = 0; // what was still on its way is lost with the connection
        }
    }

    /** Whether it got nothing at all, although others got what was handed over after its welcome. */
    private void noteSilence(IntStream slots) {
        if (!heard
                && slots.anyMatch(
                        slot -> state[slot] == ENTERING && counts.highest(senders.talker(slot)) >= owedFrom[slot])) {
            silent++;
            heard = true; // until the next welcome
        }
    }

    private void leave(int slot, boolean byServer) {
        if (byServer
                || state[slot] == IN) { // otherwise nothing of this sender has come since it was cut off, if it was
            cutOff.set(slot, byServer);
        }
        state[slot] = state[slot] == ENTERING ? OUT_UNSURE : OUT;
    }

    /** It asks to be in that room, where it is not, over the same connection or anew. */
    void enter(int room) {
        senders.slotsOf(room).forEach(slot -> {
            state[slot] = ENTERING;
            owedFrom[slot] = UNKNOWN;
        });
    }

    /**
     * The server says that it is in that room.
     *
     * @param handedOver how many messages a talker has handed over by now
     */
    void welcome(int room, IntUnaryOperator handedOver) {
        senders.slotsOf(room)
                .filter(slot -> state[slot] == ENTERING)
                .forEach(slot -> owedFrom[slot] = handedOver.applyAsInt(senders.talker(slot)));
        heard = false;
    }

    /** It is no longer in that room, of its own accord. */
    void leave(int room, IntUnaryOperator handedOver) {
        noteSilence(senders.slotsOf(room));
        senders.slotsOf(room).forEach(slot -> {
            leave(slot, false);
            closedFrom[slot] = handedOver.applyAsInt(senders.talker(slot));
        });
    }

    /** How many stays that it ended itself, or the server by its connection, nothing came in that others got. */
    int silent() {
        return silent;
    }

    /** What it missed so far because it was not there. */
    long absent() {
        return absent;
    }

    /** The sum of those messages' hashes. */
    long absentSum() {
        return absentSum;
    }

    /** Those of them that it missed because the server had ended its connection. */
    long absentByCutOff() {
        return absentByCutOff;
    }

    /**
     * The absence that has not ended, if so many messages of a sender are all there are: from which sequence on, above the highest received,
     * the receiver is owed them.
     */
    int owedFrom(int slot, int sent) {
        int next = windows.highest(slot) + 1;
        return switch (state[slot]) {
            case IN -> next;
            case ENTERING -> Math.max(next, Math.min(sent, owedFrom[slot]));
            default -> Math.max(next, sent);
        };
    }

    /** The absences that have not ended. */
    Stays.Open open(int[] sent) {
        long count = 0;
        long sum = 0;
        long byCutOff = 0;
        for (int slot = 0; slot < state.length; slot++) {
            int from = windows.highest(slot) + 1;
            int to = owedFrom(slot, sent[slot]);
            count += to - from;
            sum += counts.hashes().of(senders.talker(slot), from, to);
            byCutOff += cutOff.get(slot) ? to - from : 0;
        }
        return new Open(count, sum, byCutOff);
    }

    /** How many messages fall into absences that have not ended; the sum of their hashes; those due to the server. */
    record Open(long count, long sum, long byCutOff) {}

    /** How many messages that so far were sent, by slot, fall into absences that have not ended. */
    long openCount(IntUnaryOperator sent) {
        long count = 0;
        for (int slot = 0; slot < state.length; slot++) {
            count += owedFrom(slot, sent.applyAsInt(slot)) - windows.highest(slot) - 1;
        }
        return count;
    }
}
