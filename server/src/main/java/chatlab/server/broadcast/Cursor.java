package chatlab.server.broadcast;

import chatlab.server.chat.Recipient;
import chatlab.server.chat.Sink;
import org.jspecify.annotations.Nullable;

/** How far one member is in its room's log: all that it costs to be behind. Confined to a loop. */
final class Cursor extends Roster.Place {
    private static final long OPEN_END = Long.MAX_VALUE;

    private final RoomLog log;
    private final Recipient member;

    /** The member's, here because a sweep has no time to ask for it: each object on the way is one that is not in the cache. */
    private final Sink sink;

    /** The number of the next message for it. */
    private long seq;

    /** The number of the first message that is not for it any more. */
    private long endSeq = OPEN_END;

    /** Whether its log counts it among those that the last sweep left behind. */
    boolean isBehind;

    Cursor(RoomLog log, Recipient member, long seq) {
        this.log = log;
        this.member = member;
        sink = member.sink();
        this.seq = seq;
    }

    /** Whether it gets what is left, and nothing that comes after it. */
    boolean isLeaving() {
        return endSeq != OPEN_END;
    }

    Recipient member() {
        return member;
    }

    /** The number of the oldest message that it still needs; the log's end if it needs none. */
    long neededSeq() {
        return seq >= endSeq ? OPEN_END : seq;
    }

    /** Hands over what there is, as far as the member's socket takes it. A failure ends that member alone. */
    void send() {
        try {
            sendAll();
        } catch (RuntimeException | Error e) {
            forsake();
            member.fail(e);
        }
    }

    private void sendAll() {
        SegmentChain chain = log.chain();
        if (seq < chain.droppedSeq() && seq < endSeq && log.closesSlowConsumers()) {
            forsake();
            member.tooSlow();
        }
        boolean told = false;
        for (long until = until(chain); seq < until && !sink.isBusy(); until = until(chain)) {
            @Nullable Segment segment = chain.segmentFrom(seq);
            if (segment != null && seq >= segment.firstSeq()) {
                write(segment, until);
            } else {
                long next = segment == null ? until : Math.min(segment.firstSeq(), until);
                long missed = next - seq;
                seq = next;
                member.missed(log.room(), missed);
                told = true;
            }
        }
        if (told) {
            member.flush(); // if nothing is left of the log, no write has taken it along
        }
    }

    private void write(Segment segment, long until) {
        int from = segment.startOf(seq);
        long next = Math.min(until, segment.endSeq());
        int to = segment.startOf(next);
        int taken = sink.write(segment.bytes, from, to, (int) (next - seq));
        if (taken == to - from) {
            seq = next;
            return;
        }
        long broken = segment.messageAt(from + taken);
        member.countDeliveries((int) (broken - seq));
        seq = broken + 1;
        sink.hold(segment.bytes, from + taken, segment.startOf(seq));
    }

    private long until(SegmentChain chain) {
        return Math.min(endSeq, chain.endSeq());
    }

    @Override
    public void resume() {
        log.aboutToWrite(); // of which it may be given what was said in this iteration
        send();
        log.mayHaveCaughtUp(this);
    }

    @Override
    public void finish() {
        endSeq = Math.min(endSeq, log.chain().endSeq());
        log.aboutToWrite();
        send();
    }

    @Override
    public void forsake() {
        endSeq = Math.min(endSeq, seq);
    }

    @Override
    public boolean isDone() {
        return seq >= endSeq;
    }

    @Override
    public void leave() {
        forsake();
        log.leave(this);
    }
}
