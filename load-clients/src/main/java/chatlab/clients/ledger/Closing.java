package chatlab.clients.ledger;

import chatlab.clients.behaviour.Cast;
import chatlab.protocol.MessageHash;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/** Adds up the receivers' accounts, one room after the other, and leaves them as they are. */
final class Closing {
    private static final int MAX_EXAMPLES = 20;

    private final Cast cast;
    /** By event loop. */
    private final List<Faults> faults;

    private final List<String> remarks = new ArrayList<>();
    /** Receivers whose holes are silent ones, so that they may be named. */
    private final BitSet silent = new BitSet();

    private boolean exact = true;
    private long expected;
    private long received;
    private long lost;
    private long duplicated;
    private long reordered;
    private int cutOffReceivers;
    private long cutOffMissed;
    private long gapEvents;
    private long gapsMissed;
    private long damaged;
    private long foreign;
    private long ofOtherRuns;

    Closing(Cast cast, List<LoopCounts> loops) {
        this.cast = cast;
        faults = loops.stream().map(loop -> loop.faults().copy()).toList();
    }

    /** @param owed how many messages of each talker of the room its members are owed, by the talker's slot */
    void room(List<ReceiverAccount> members, int[] owed) {
        if (members.isEmpty()) {
            return;
        }
        int room = members.getFirst().room();
        long count = 0;
        long[] sums = new long[owed.length];
        for (int slot = 0; slot < owed.length; slot++) {
            count += owed[slot];
            for (int sequence = 0; sequence < owed[slot]; sequence++) {
                sums[slot] += MessageHash.of(cast.talkerAt(room, slot), sequence);
            }
        }
        long sum = Arrays.stream(sums).sum();
        for (ReceiverAccount member : members) {
            if (cast.hearThemselves() || !cast.isTalker(member.client())) {
                receiver(member, count, sum, owed);
            } else {
                int own = cast.talkerSlot(member.client());
                int[] owedByOthers = owed.clone();
                owedByOthers[own] = 0;
                receiver(member, count - owed[own], sum - sums[own], owedByOthers);
            }
        }
    }

    private void receiver(ReceiverAccount account, long count, long sum, int[] owed) {
        expected += count;
        received += account.received();
        duplicated += account.duplicated();
        reordered += account.reordered();
        damaged += account.damaged();
        foreign += account.foreign();
        ofOtherRuns += account.ofOtherRuns();
        gapEvents += account.gapEvents();
        gapsMissed += account.gapMissed();
        if (account.wasCutOff()) {
            cutOffReceivers++;
        }
        long missing = count - (account.received() - account.duplicated());
        boolean whole = missing == 0 && account.distinctSum() == sum;
        exact &= whole
                && account.duplicated() == 0
                && account.reordered() == 0
                && account.damaged() == 0
                && account.foreign() == 0
                && account.gapEvents() == 0;
        if (!whole && missing <= 0) {
            surplus(account, -missing);
        } else if (!whole) {
            explain(account, missing, owed);
        } else if (account.gapMissed() > 0) {
            overtold(account, 0);
        }
    }

    /** At least as many as it should have, but not the same: what is too much came twice, or was never sent. */
    private void surplus(ReceiverAccount account, long tooMany) {
        long atLeast = Math.max(1, tooMany);
        if (account.windows() == null) {
            duplicated += atLeast;
            remark(Cast.name(account.client()) + " received at least " + atLeast
                    + " messages twice (not classified: it is outside the sample)");
        } else {
            foreign += atLeast;
            remark(Cast.name(account.client()) + " received at least " + atLeast + " messages that were never sent");
        }
        if (tooMany == 0) {
            lost++;
        }
    }

    private void explain(ReceiverAccount account, long missing, int[] owed) {
        Windows windows = account.windows();
        long byCutOff = 0;
        if (account.wasCutOff()) {
            byCutOff = windows == null ? missing : Math.min(missing, after(windows, owed));
        }
        long byGap = Math.min(missing - byCutOff, account.gapMissed());
        long silently = missing - byCutOff - byGap;
        cutOffMissed += byCutOff;
        lost += silently;
        if (byGap < account.gapMissed()) {
            overtold(account, byGap);
        }
        if (silently == 0) {
            return;
        }
        if (windows == null) {
            remark(Cast.name(account.client()) + " never received at least " + silently
                    + " messages (not named: it is outside the sample)");
        } else if (account.gapMissed() == 0) {
            silent.set(account.client());
            for (int slot = 0; slot < owed.length; slot++) {
                windows.noteRest(
                        slot, account.wasCutOff() ? 0 : owed[slot], faults.get(account.client() % faults.size()));
            }
        } else {
            remark(Cast.name(account.client()) + " missed " + (missing - byCutOff) + " messages and was told of "
                    + account.gapMissed());
        }
    }

    private static long after(Windows windows, int[] owed) {
        long tail = 0;
        for (int slot = 0; slot < owed.length; slot++) {
            tail += Math.max(0, owed[slot] - 1 - windows.highest(slot));
        }
        return tail;
    }

    private void overtold(ReceiverAccount account, long missed) {
        remark(Cast.name(account.client()) + " was told that it missed " + account.gapMissed() + " messages, but "
                + missed + " were missing");
    }

    private void remark(String sentence) {
        if (remarks.size() < MAX_EXAMPLES) {
            remarks.add(sentence);
        }
    }

    LedgerReport report(int classified) {
        List<String> examples = new ArrayList<>();
        for (Fault.Kind kind : Fault.Kind.values()) {
            for (Faults ofLoop : faults) {
                ofLoop.of(kind).stream()
                        .filter(fault -> kind != Fault.Kind.LOST || silent.get(fault.receiver()))
                        .forEach(fault -> examples.add(fault.toString()));
            }
        }
        examples.addAll(remarks);
        return new LedgerReport(
                exact,
                cast.clients(),
                expected,
                received,
                lost,
                duplicated,
                reordered,
                cutOffReceivers,
                cutOffMissed,
                gapEvents,
                gapsMissed,
                damaged,
                foreign,
                ofOtherRuns,
                classified == cast.clients()
                        ? LedgerReport.ALL
                        : "a sample of " + classified + " of " + cast.clients() + " receivers",
                examples.stream().limit(MAX_EXAMPLES).toList());
    }
}
