package chatlab.server.broadcast;

import chatlab.server.chat.Framing;
import chatlab.server.chat.Message;
import chatlab.server.chat.Recipient;
import java.util.function.Consumer;

/**
 * The messages of one room on one loop in one form, and how far each member is. All members are written from the same
 * bytes; what a message costs, it costs once. Confined to the loop but for {@link #size}.
 */
final class RoomLog {
    private final LogBroadcaster loop;
    private final String room;
    private final SegmentChain chain;
    private final Roster<Cursor> cursors = new Roster<>(Cursor[]::new);

    /** All below this number have been offered to all members. */
    private long sweptSeq;

    private int unsweptBytes;

    /** Whether it is among those that the loop sweeps next; the loop's to say. */
    boolean awaitsSweep;

    /** How many of the cursors are behind {@link #sweptSeq}. */
    private int behind;

    RoomLog(LogBroadcaster loop, String room, Framing framing) {
        this.loop = loop;
        this.room = room;
        chain = new SegmentChain(loop.pool(), framing, loop.options().roomLogBytes());
    }

    String room() {
        return room;
    }

    SegmentChain chain() {
        return chain;
    }

    boolean closesSlowConsumers() {
        return loop.options().slowConsumer() == SlowConsumer.CLOSE;
    }

    int size() {
        return cursors.size();
    }

    Cursor add(Recipient member) {
        Cursor cursor = new Cursor(this, member, chain.endSeq());
        cursors.add(cursor);
        return cursor;
    }

    void forEach(Consumer<Recipient> action) {
        for (int i = 0; i < cursors.size(); i++) {
            Cursor cursor = cursors.get(i);
            if (!cursor.isLeaving()) {
                action.accept(cursor.member());
            }
        }
    }

    void leave(Cursor cursor) {
        cursors.remove(cursor);
        mayHaveCaughtUp(cursor);
        if (cursors.size() == 0) {
            dropAll();
        }
    }

    /** A member is written to next. */
    void aboutToWrite() {
        loop.aboutToWrite();
    }

    int unsweptBytes() {
        return unsweptBytes;
    }

    /** Appends a message, for members to be offered in the next sweep. Makes room by giving up the oldest ones. */
    void append(Message message, int framedBytes) {
        int more = chain.capacityFor(framedBytes);
        while (more > 0 && chain.isShortOf(more) && dropOldest()) {
            // one segment at a time
        }
        chain.append(message, framedBytes);
        unsweptBytes += framedBytes;
    }

    /** Uses up the number of a message that could not be appended, so that members are told of a gap. */
    void skip() {
        chain.skip();
    }

    /** Gives up the oldest segment if all members have been offered it. Answers whether it did. */
    boolean dropOldest() {
        long end = chain.firstSegmentEnd();
        if (chain.heldBytes() == 0 || end > sweptSeq) {
            return false;
        }
        chain.dropBelow(end);
        return true;
    }

    /** Offers every member what it has not got yet, beginning with another one every time. */
    void sweep(int turn) {
        loop.aboutToWrite();
        int size = cursors.size();
        int start = size == 0 ? 0 : Math.floorMod(turn * 0x9E3779B9, size);
        chain.swept(unsweptBytes);
        unsweptBytes = 0;
        sweptSeq = chain.endSeq();
        behind = 0;
        long needed = Math.min(sweep(start, size), sweep(0, start));
        chain.dropBelow(Math.min(needed, sweptSeq));
    }

    private long sweep(int from, int to) {
        long needed = Long.MAX_VALUE;
        for (int i = from; i < to; i++) {
            Cursor cursor = cursors.get(i);
            cursor.send();
            long seq = cursor.neededSeq();
            cursor.isBehind = seq < sweptSeq;
            if (cursor.isBehind) {
                behind++;
                needed = Math.min(needed, seq);
            }
        }
        return needed;
    }

    /** It has been handed something, or is gone: when nobody is behind any more, nothing need be kept. */
    void mayHaveCaughtUp(Cursor cursor) {
        if (cursor.isBehind && cursor.neededSeq() >= sweptSeq) {
            cursor.isBehind = false;
            if (--behind == 0) {
                chain.dropBelow(sweptSeq);
            }
        }
    }

    private void dropAll() {
        sweptSeq = chain.endSeq();
        unsweptBytes = 0;
        chain.dropBelow(sweptSeq);
        loop.emptied(this);
    }
}
