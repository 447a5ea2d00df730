package chatlab.server.broadcast;

import chatlab.server.chat.Audience;
import chatlab.server.chat.Framing;
import chatlab.server.chat.Message;
import chatlab.server.chat.Messages;
import chatlab.server.chat.Recipient;
import chatlab.server.chat.Seat;
import chatlab.server.chat.Sink;
import io.netty.buffer.ByteBuf;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** A member of one room whose socket has room for so many bytes; checks that all comes in order. */
final class NarrowMember implements Recipient, Sink {
    /** Of a short WebSocket frame; its second byte is the payload's length. */
    private static final int HEADER_BYTES = 2;

    private final int capacity;
    private final Framing framing;
    private Seat seat = new NoSeat();
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private int unread;
    private byte[] held = {};
    private long nextNumber;
    private long missed;
    private long untold;
    private long delivered;
    private boolean tooSlow;

    private NarrowMember(int capacity, Framing framing) {
        this.capacity = capacity;
        this.framing = framing;
    }

    static NarrowMember in(Audience room, int capacity) {
        return in(room, capacity, Framing.LINE);
    }

    /** As WebSocket frames it takes messages of at most 125 bytes. */
    static NarrowMember in(Audience room, int capacity, Framing framing) {
        NarrowMember member = new NarrowMember(capacity, framing);
        member.seat = room.add(member);
        return member;
    }

    Seat seat() {
        return seat;
    }

    /** The client takes so many bytes out of the socket. */
    void read(int bytes) {
        unread = Math.max(0, unread - bytes);
        if (held.length > 0) {
            int taken = take(held, 0, held.length);
            byte[] rest = new byte[held.length - taken];
            System.arraycopy(held, taken, rest, 0, rest.length);
            held = rest;
            if (held.length == 0) {
                delivered++;
                seat.resume();
            }
        }
    }

    void readAll() {
        do {
            read(Integer.MAX_VALUE);
        } while (held.length > 0 || unread > 0);
    }

    void leave() {
        seat.leave();
    }

    /** How many messages it has got or was told to have missed, all in order. */
    long accountedFor() {
        if (line.size() > 0) {
            throw new AssertionError("it ends within a message");
        }
        if (delivered + missed != nextNumber) {
            throw new AssertionError(delivered + " counted as delivered, " + missed + " as missed, of " + nextNumber);
        }
        return nextNumber;
    }

    long missed() {
        return missed;
    }

    /** How many gaps were told and not flushed. */
    long unflushed() {
        return untold;
    }

    boolean isTooSlow() {
        return tooSlow;
    }

    @Override
    public Framing framing() {
        return framing;
    }

    @Override
    public Sink sink() {
        return this;
    }

    @Override
    public boolean isBusy() {
        return held.length > 0;
    }

    @Override
    public int write(ByteBuf bytes, int from, int to, int messages) {
        untold = 0;
        byte[] copy = new byte[to - from];
        bytes.getBytes(from, copy);
        int taken = take(copy, 0, copy.length);
        if (taken == copy.length) {
            delivered += messages;
        }
        return taken;
    }

    @Override
    public void hold(ByteBuf bytes, int from, int to) {
        if (to <= from) {
            throw new AssertionError("nothing to hold, so nothing would tell that the socket has room");
        }
        held = new byte[to - from];
        bytes.getBytes(from, held);
    }

    @Override
    public void countDeliveries(int messages) {
        delivered += messages;
    }

    @Override
    public void tell(byte[] frame) {}

    @Override
    public void withhold() {
        throw new AssertionError("nothing is withheld");
    }

    @Override
    public void handOn() {
        throw new AssertionError("nothing is withheld");
    }

    @Override
    public void announce(byte[] frame) {
        throw new AssertionError("nothing is announced");
    }

    @Override
    public void missed(String room, long messages) {
        if (line.size() > 0) {
            throw new AssertionError("a gap within a message");
        }
        missed += messages;
        nextNumber += messages;
        untold++;
    }

    @Override
    public void tooSlow() {
        tooSlow = true;
    }

    @Override
    public void flush() {
        untold = 0;
    }

    @Override
    public void deliver(Message message) {
        throw new AssertionError("a log offers what is in it");
    }

    @Override
    public void fail(Throwable cause) {
        throw new AssertionError("failed", cause);
    }

    private int take(byte[] bytes, int from, int to) {
        int taken = Math.min(to - from, capacity - unread);
        unread += capacity == Integer.MAX_VALUE ? 0 : taken;
        for (int i = from; i < from + taken; i++) {
            line.write(bytes[i]);
            if (isWhole(bytes[i])) {
                long number = Messages.numberOf(payload());
                if (number != nextNumber) {
                    throw new AssertionError("message " + number + " where " + nextNumber + " was due");
                }
                nextNumber++;
                line.reset();
            }
        }
        return taken;
    }

    /** Whether the byte that has come was the last one of a message. */
    private boolean isWhole(byte last) {
        return switch (framing) {
            case LINE, TEXT -> last == '\n';
            case WEBSOCKET -> line.size() > HEADER_BYTES && line.size() == HEADER_BYTES + line.toByteArray()[1];
        };
    }

    private String payload() {
        String message = line.toString(StandardCharsets.ISO_8859_1);
        return switch (framing) {
            case LINE, TEXT -> message;
            case WEBSOCKET -> message.substring(HEADER_BYTES);
        };
    }

    /** Until it has one. */
    private static final class NoSeat extends Seat {
        @Override
        public void resume() {}

        @Override
        public void finish() {}

        @Override
        public void forsake() {}

        @Override
        public boolean isDone() {
            return true;
        }

        @Override
        public void leave() {}
    }
}
