package chatlab.clients.ledger;

import chatlab.clients.behaviour.Cast;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** Adds up the receivers' accounts and leaves them as they are. */
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
    private long silentStays;

    Closing(Cast cast, List<LoopCounts> loops) {
        this.cast = cast;
        faults = loops.stream().map(loop -> loop.faults().copy()).toList();
    }

    /** @param owed to each of these, but for what a talker says itself where servers don't echo */
    void receivers(List<ReceiverAccount> accounts, Owed owed) {
        for (ReceiverAccount account : accounts) {
            boolean hearsAll = cast.hearThemselves() || !cast.isTalker(account.client());
            receiver(account, hearsAll ? owed : owed.without(account.senders().slot(account.client())));
        }
    }

    private void receiver(ReceiverAccount account, Owed owed) {
        Absence absence = Absence.of(account, owed);
        long count = owed.count() - (absence.count() - absence.byCutOff());
        long sum = owed.sum() - absence.sum();
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
        silentStays += account.stays() == null ? 0 : account.stays().silent();
        long missing = count - (account.received() - account.duplicated());
        long missingThere = missing - absence.byCutOff();
        boolean whole = missingThere == 0 && account.distinctSum() == sum;
        exact &= whole
                && absence.byCutOff() == 0
                && account.duplicated() == 0
                && account.reordered() == 0
                && account.damaged() == 0
                && account.foreign() == 0
                && account.gapEvents() == 0;
        if (!whole && missingThere <= 0) {
            cutOffMissed += absence.byCutOff();
            surplus(account, -missingThere);
        } else if (missing > 0) {
            explain(account, missing, absence.byCutOff(), owed.bySlot());
        } else if (account.gapMissed() > 0) {
            overtold(account, 0);
        }
    }

    /**
     * What a receiver that comes and goes missed because it was not there.
     *
     * @param byCutOff those of it that it missed because the server had ended its connection
     */
    private record Absence(long count, long sum, long byCutOff) {
        static Absence of(ReceiverAccount account, Owed owed) {
            Stays stays = account.stays();
            if (stays == null) {
                return new Absence(0, 0, 0);
            }
            Stays.Open open = stays.open(owed.bySlot());
            return new Absence(
                    stays.absent() + open.count(),
                    stays.absentSum() + open.sum(),
                    stays.absentByCutOff() + open.byCutOff());
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

    private void explain(ReceiverAccount account, long missing, long absentByCutOff, int[] owed) {
        Windows windows = account.windows();
        long byCutOff = absentByCutOff;
        if (account.stays() == null && account.wasCutOff()) {
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
            Faults rest = faults.get(cast.shard().loopOf(account.client(), faults.size()));
            for (int slot = 0; slot < owed.length; slot++) {
                windows.noteRest(slot, owedFrom(account, windows, slot, owed[slot]), owed[slot], rest);
            }
        } else {
            remark(Cast.name(account.client()) + " missed " + (missing - byCutOff) + " messages and was told of "
                    + account.gapMissed());
        }
    }

    /** From which message of a sender on, above the highest received, a receiver is owed all. */
    private static int owedFrom(ReceiverAccount account, Windows windows, int slot, int owed) {
        if (account.stays() != null) {
            return account.stays().owedFrom(slot, owed);
        }
        return account.wasCutOff() ? owed : windows.highest(slot) + 1;
    }

    private static long after(Windows windows, int[] owed) {
        long tail = 0;
        for (int slot = 0; slot < owed.length; slot++) {
            tail += Math.max(0, owed[slot] - 1 - windows.highest(slot));
        }
        return tail;
    }

    /** A gap may tell who comes and goes of messages for which it counts as absent. */
    private void overtold(ReceiverAccount account, long missed) {
        if (account.stays() != null) {
            return;
        }
        remark(Cast.name(account.client()) + " was told that it missed " + account.gapMissed() + " messages, but "
                + missed + " were missing");
    }

    private void remark(String sentence) {
        if (remarks.size() < MAX_EXAMPLES) {
            remarks.add(sentence);
        }
    }

    LedgerReport report(int classified, SharedRooms shared) {
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
                cast.played(),
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
                silentStays,
                classified == cast.played()
                        ? LedgerReport.ALL
                        : "a sample of " + classified + " of " + cast.played() + " receivers",
                examples.stream().limit(MAX_EXAMPLES).toList(),
                shared);
    }
}
