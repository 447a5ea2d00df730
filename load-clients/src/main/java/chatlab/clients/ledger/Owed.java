package chatlab.clients.ledger;

import chatlab.protocol.MessageHash;
import java.util.Arrays;
import java.util.stream.LongStream;

/** What whoever hears some senders is owed: how many messages of each, by slot, how many altogether, and the sum of their hashes. */
final class Owed {
    private final int[] bySlot;
    private final long[] sums;
    private final long count;
    private final long sum;

    /** @param byTalker how many messages each talker has sent that its receivers are owed */
    Owed(Senders senders, int[] byTalker) {
        bySlot = new int[senders.count()];
        sums = new long[senders.count()];
        for (int slot = 0; slot < bySlot.length; slot++) {
            bySlot[slot] = byTalker[senders.talker(slot)];
            for (int sequence = 0; sequence < bySlot[slot]; sequence++) {
                sums[slot] += MessageHash.of(senders.talker(slot), sequence);
            }
        }
        count = Arrays.stream(bySlot).asLongStream().sum();
        sum = LongStream.of(sums).sum();
    }

    private Owed(int[] bySlot, long[] sums, long count, long sum) {
        this.bySlot = bySlot;
        this.sums = sums;
        this.count = count;
        this.sum = sum;
    }

    /** The same, but nothing of that sender. */
    Owed without(int slot) {
        int[] rest = bySlot.clone();
        rest[slot] = 0;
        return new Owed(rest, sums, count - bySlot[slot], sum - sums[slot]);
    }

    int[] bySlot() {
        return bySlot;
    }

    long count() {
        return count;
    }

    long sum() {
        return sum;
    }
}
