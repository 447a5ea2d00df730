package chatlab.clients.ledger;

import java.util.Arrays;

/** What one receiver has lately received of each sender of its room: the highest sequence and 64 bits below it. */
final class Windows {
    /** A first message, in whatever place. */
    static final int NEW = 0;
    /** New, but a later one of its sender came before it. */
    static final int LATE = 1;
    /** It had been received. */
    static final int AGAIN = 2;

    private final int receiver;
    private final Senders senders;
    private final int[] highest;
    /** Bit i: the sequence i below the highest was received. What is below 0 counts as received. */
    private final long[] bits;

    private final Faults faults;
    /** Holes that have left the windows. */
    private long holesBehind;

    Windows(int receiver, Senders senders, Faults faults) {
        this.receiver = receiver;
        this.senders = senders;
        this.faults = faults;
        highest = new int[senders.count()];
        bits = new long[senders.count()];
        Arrays.fill(highest, -1);
        Arrays.fill(bits, -1);
    }

    int receive(int slot, int sequence) {
        int ahead = sequence - highest[slot];
        long window = bits[slot];
        if (ahead == 1 && window < 0) {
            highest[slot] = sequence;
            bits[slot] = (window << 1) | 1;
            return NEW;
        }
        return ahead > 0 ? jump(slot, ahead, sequence) : behind(slot, -ahead, sequence);
    }

    private int jump(int slot, int ahead, int sequence) {
        int leaving = Math.min(ahead, Long.SIZE);
        noteLeaving(slot, leaving);
        int skipped = Math.max(0, ahead - Long.SIZE);
        for (int i = 1; i <= Math.min(skipped, Long.SIZE); i++) {
            hole(slot, highest[slot] + i);
        }
        holesBehind += Math.max(0, skipped - Long.SIZE);
        bits[slot] = leaving == Long.SIZE ? 1 : (bits[slot] << leaving) | 1;
        highest[slot] = sequence;
        return NEW;
    }

    /** Notes the holes among the oldest so many of a window, which are about to leave it. */
    private void noteLeaving(int slot, int leaving) {
        long left = leaving == Long.SIZE ? bits[slot] : bits[slot] >> (Long.SIZE - leaving);
        for (int i = leaving - 1; i >= 0; i--) {
            if (((left >>> i) & 1) == 0) {
                hole(slot, highest[slot] - (Long.SIZE - leaving) - i);
            }
        }
    }

    /** What is above the highest and below {@code to}, which is above it, is not owed: as if it had been received. */
    void skip(int slot, int to) {
        int ahead = to - 1 - highest[slot];
        int leaving = Math.min(ahead, Long.SIZE);
        noteLeaving(slot, leaving);
        bits[slot] = leaving == Long.SIZE ? -1 : (bits[slot] << leaving) | ((1L << leaving) - 1);
        highest[slot] = to - 1;
    }

    private void hole(int slot, int sequence) {
        holesBehind++;
        faults.note(Fault.Kind.LOST, receiver, senders.talker(slot), sequence);
    }

    private int behind(int slot, int distance, int sequence) {
        if (distance >= Long.SIZE) {
            if (holesBehind == 0) {
                return AGAIN;
            }
            holesBehind--;
            faults.withdraw(receiver, senders.talker(slot), sequence);
            return LATE;
        }
        long bit = 1L << distance;
        if ((bits[slot] & bit) != 0) {
            return AGAIN;
        }
        bits[slot] |= bit;
        return LATE;
    }

    /** The highest sequence received of a sender, −1 for none. */
    int highest(int slot) {
        return highest[slot];
    }

    /** Notes the holes that are still in the windows, and what is missing in {@code [owedFrom, sent)}; changes nothing here. */
    void noteRest(int slot, int owedFrom, int sent, Faults rest) {
        for (int distance = Long.SIZE - 1; distance >= 0; distance--) {
            if (((bits[slot] >>> distance) & 1) == 0) {
                rest.note(Fault.Kind.LOST, receiver, senders.talker(slot), highest[slot] - distance);
            }
        }
        for (int sequence = owedFrom; sequence < sent; sequence++) {
            rest.note(Fault.Kind.LOST, receiver, senders.talker(slot), sequence);
        }
    }
}
