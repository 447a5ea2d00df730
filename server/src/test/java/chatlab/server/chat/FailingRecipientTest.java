package chatlab.server.chat;

import static org.assertj.core.api.Assertions.assertThat;

import chatlab.protocol.ByeReason;
import chatlab.protocol.ChatScanner;
import chatlab.protocol.FrameException;
import chatlab.protocol.FrameReader;
import chatlab.server.broadcast.BroadcastStrategy;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** A member whose connection throws ends alone, and what was under way is accounted for all the same. */
class FailingRecipientTest {
    private final List<TurnLoop> loops = new ArrayList<>();

    @ParameterizedTest
    @CsvSource({"1, NAIVE", "1, BATCHED", "1, LOG", "2, NAIVE", "2, BATCHED", "2, LOG"})
    void itEndsAloneAndTheOthersGetEveryMessage(int count, BroadcastStrategy strategy) {
        Rooms rooms = rooms(count, strategy);
        Loop loop = loops.getLast();
        Listener before = new Listener(false, false);
        Listener notTaking = new Listener(true, false);
        Listener notFlushing = new Listener(false, true);
        Listener after = new Listener(false, false);
        Room room = join(rooms, loop, before);
        List.of(notTaking, notFlushing, after).forEach(listener -> join(rooms, loop, listener));
        Member sender = sender(rooms, loops.getFirst());
        for (String text : List.of("one", "two")) {
            Message message = message(text);
            ByteBuf bytes = message.framed(Framing.LINE);
            bytes.release();
            room.publish(sender, message);
            turnAll();
            assertThat(bytes.refCnt()).isZero();
        }
        assertThat(before.heard).containsExactly("one\n", "two\n");
        assertThat(after.heard).containsExactly("one\n", "two\n");
        assertThat(after.flushes).isEqualTo(2);
        int failures = strategy == BroadcastStrategy.LOG ? 1 : 2; // a cursor that failed is not tried again
        assertThat(notTaking.failures).isEqualTo(failures);
        assertThat(notFlushing.failures).isEqualTo(failures);
        assertThat(isIdle(sender)).isTrue();
        loops.forEach(rooms::close);
    }

    @ParameterizedTest
    @EnumSource
    void aBroadcasterThatThrowsLeavesNoMessageUnderWay(Fault fault) {
        Rooms rooms = rooms(fault.loops, Broadcasters.broken());
        Loop loop = loops.getLast();
        Room room = join(rooms, loop, new Listener(false, false));
        Member sender = sender(rooms, loops.getFirst());
        Message message = message("one");
        ByteBuf bytes = message.framed(Framing.LINE);
        bytes.release();
        try {
            room.publish(sender, message);
        } catch (IllegalStateException e) {
            assertThat(fault).isEqualTo(Fault.HERE);
        }
        turnAll();
        assertThat(bytes.refCnt()).isZero();
        assertThat(isIdle(sender)).isTrue();
    }

    /** Where the broadcaster throws: on the sender's loop, or on another. */
    enum Fault {
        HERE(1),
        ELSEWHERE(2);

        private final int loops;

        Fault(int loops) {
            this.loops = loops;
        }
    }

    private Rooms rooms(int count, BroadcastStrategy strategy) {
        makeLoops(count);
        return new Rooms(loops, loop -> Broadcasters.of(strategy, loop), RoomOptions.open(2));
    }

    private Rooms rooms(int count, Broadcaster broadcaster) {
        makeLoops(count);
        return new Rooms(loops, loop -> broadcaster, RoomOptions.open(2));
    }

    private static Room join(Rooms rooms, Loop loop, Listener listener) {
        try {
            return rooms.join(List.of("rust"), loop, listener).getFirst().room();
        } catch (FrameException e) {
            throw new AssertionError(e);
        }
    }

    private void makeLoops(int count) {
        for (int i = 0; i < count; i++) {
            loops.add(new TurnLoop(i));
        }
    }

    static Member sender(Rooms rooms, Loop loop) {
        return member(rooms, loop, new Listener(false, false));
    }

    static Member member(Rooms rooms, Loop loop, Listener listener) {
        Traffic traffic = new Traffic(bytes -> {}, ns -> {});
        Directory directory = new Directory();
        return new Member(
                new MemberContext(
                        loop,
                        rooms,
                        directory,
                        new Memberships(directory, 100),
                        new NameRules(Credentials.NONE_NEEDED),
                        traffic,
                        new FrameReader(1000),
                        new ChatScanner(),
                        ByteBufAllocator.DEFAULT,
                        1000,
                        1000,
                        new MemberBounds(16, 0)),
                listener);
    }

    static Message message(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        return Message.of(ByteBufAllocator.DEFAULT, bytes, 0, bytes.length, new byte[0]);
    }

    private static boolean isIdle(Member member) {
        boolean[] ran = new boolean[1];
        member.afterDelivery(() -> ran[0] = true);
        return ran[0];
    }

    private void turnAll() {
        while (loops.stream().anyMatch(FailingRecipientTest::turn)) {
            // until nothing is left to do
        }
    }

    /** A task that throws ends alone, as Netty has it. */
    private static boolean turn(TurnLoop loop) {
        try {
            return loop.turn();
        } catch (IllegalStateException e) {
            assertThat(e).hasMessage("broken on purpose");
            return true;
        }
    }

    /** A connection that may be broken. */
    static final class Listener implements Outlet, Sink {
        private final boolean deliverThrows;
        private final boolean flushThrows;
        final List<String> heard = new ArrayList<>();
        final List<String> said = new ArrayList<>();
        int withheld;
        private int flushes;
        private int failures;

        Listener(boolean deliverThrows, boolean flushThrows) {
            this.deliverThrows = deliverThrows;
            this.flushThrows = flushThrows;
        }

        @Override
        public void settled() {
            throw new IllegalStateException("Nothing was to be settled.");
        }

        @Override
        public void deliver(Message message) {
            if (deliverThrows) {
                throw new IllegalStateException("broken");
            }
            ByteBuf line = message.framed(Framing.LINE);
            heard.add(line.toString(StandardCharsets.US_ASCII));
            line.release();
        }

        @Override
        public void flush() {
            if (flushThrows) {
                throw new IllegalStateException("broken");
            }
            flushes++;
        }

        @Override
        public Framing framing() {
            return Framing.LINE;
        }

        @Override
        public Sink sink() {
            return this;
        }

        @Override
        public boolean isBusy() {
            return false;
        }

        @Override
        public int write(ByteBuf bytes, int from, int to, int messages) {
            if (deliverThrows || flushThrows) {
                throw new IllegalStateException("broken");
            }
            bytes.toString(from, to - from, StandardCharsets.US_ASCII).lines().forEach(line -> heard.add(line + '\n'));
            flushes++;
            return to - from;
        }

        @Override
        public void hold(ByteBuf bytes, int from, int to) {
            throw new AssertionError("nothing was left over");
        }

        @Override
        public void countDeliveries(int messages) {
            throw new AssertionError("nothing was left over");
        }

        @Override
        public void tell(byte[] frame) {}

        @Override
        public void withhold() {
            withheld++;
        }

        @Override
        public void handOn() {
            withheld--;
        }

        @Override
        public void announce(byte[] frame) {
            throw new AssertionError("nothing is announced");
        }

        @Override
        public void missed(String room, long messages) {
            throw new AssertionError("nothing was missed");
        }

        @Override
        public void tooSlow() {
            throw new AssertionError("nobody is slow");
        }

        @Override
        public void fail(Throwable cause) {
            failures++;
        }

        @Override
        public void send(byte[] frame) {
            said.add(new String(frame, StandardCharsets.UTF_8));
        }

        @Override
        public void whisper(Message message) {
            throw new AssertionError("nothing is private");
        }

        @Override
        public void flushSoon() {}

        @Override
        public void end(ByeReason reason) {}

        @Override
        public void reading(boolean wanted) {}
    }
}
