package chatlab.server.broadcast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chatlab.server.ScarceMemory;
import chatlab.server.chat.Audience;
import chatlab.server.chat.Framing;
import chatlab.server.chat.Messages;
import chatlab.server.chat.TurnLoop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Members whose sockets take any number of bytes at any time, on a log that is always short of memory. */
class LogUnderPressureTest {
    private static final int ROOM_LOG_BYTES = 64 * 1024;
    private static final int LOOP_LOG_BYTES = 128 * 1024;

    private final TurnLoop loop = new TurnLoop(0);
    private final ScarceMemory memory = new ScarceMemory();

    @AfterEach
    void withoutPatienceThereIsNothingToWaitFor() {
        assertThat(loop.restNs()).isZero();
        assertThat(loop.hasTimer()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
    void everybodyGetsEveryMessageOrIsToldOfItInOrder(long seed) {
        Random random = new Random(seed);
        LogBroadcaster broadcaster = broadcaster(SlowConsumer.GAP);
        List<Audience> rooms = List.of(broadcaster.audience("rust"), broadcaster.audience("java"));
        List<NarrowMember> members = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            members.add(NarrowMember.in(rooms.get(i % 2), i % 3 == 0 ? Integer.MAX_VALUE : random.nextInt(20_000)));
        }
        int[] said = new int[rooms.size()];
        for (int round = 0; round < 400; round++) {
            int room = random.nextInt(rooms.size());
            rooms.get(room).broadcast(Messages.numbered(said[room]++, random.nextInt(3_000)));
            if (random.nextInt(3) == 0) {
                loop.turn();
            }
            members.get(random.nextInt(members.size())).read(random.nextInt(30_000));
            assertThat(broadcaster.heldBytes()).isLessThanOrEqualTo(LOOP_LOG_BYTES);
        }
        loop.turn();
        for (int i = 0; i < members.size(); i++) {
            NarrowMember member = members.get(i);
            member.readAll();
            assertThat(member.accountedFor()).as("member %s", i).isEqualTo(said[i % 2]);
            if (i % 3 == 0) {
                assertThat(member.missed())
                        .as("gaps of member %s, who always reads", i)
                        .isZero();
            }
        }
        assertThat(members.stream().mapToLong(NarrowMember::missed).sum()).isPositive();
        assertThat(broadcaster.heldBytes()).isZero();
        members.forEach(NarrowMember::leave);
        broadcaster.close();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void aMessageThatCanNotBeKeptIsAGapToEverybodyWhereItWouldHaveStood(long seed) {
        Random random = new Random(seed);
        LogBroadcaster broadcaster = broadcaster(SlowConsumer.GAP);
        Audience room = broadcaster.audience("rust");
        List<NarrowMember> members = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            members.add(NarrowMember.in(room, i == 0 ? Integer.MAX_VALUE : random.nextInt(20_000)));
        }
        int said = 0;
        int lost = 0;
        for (int round = 0; round < 400; round++) {
            if (random.nextInt(4) == 0) {
                assertThatThrownBy(() -> room.broadcast(Messages.broken()))
                        .isInstanceOf(IndexOutOfBoundsException.class);
                lost++;
            } else {
                room.broadcast(Messages.numbered(said + lost, random.nextInt(3_000)));
                said++;
            }
            if (random.nextInt(3) == 0) {
                loop.turn();
            }
            members.get(random.nextInt(members.size())).read(random.nextInt(30_000));
        }
        loop.turn();
        for (NarrowMember member : members) {
            member.readAll();
            assertThat(member.accountedFor()).isEqualTo(said + lost);
            assertThat(member.unflushed()).isZero();
            assertThat(member.missed()).isGreaterThanOrEqualTo(lost);
        }
        assertThat(members.getFirst().missed()).isEqualTo(lost);
        assertThat(broadcaster.heldBytes()).isZero();
        members.forEach(NarrowMember::leave);
        broadcaster.close();
    }

    @ParameterizedTest
    @CsvSource({"LINE, 1, GAP", "LINE, 1, CLOSE", "WEBSOCKET, 2, GAP", "WEBSOCKET, 2, CLOSE"})
    void aMessageThatThereIsNoMemoryForInOneFormIsAGapThereAndDeliveredInTheOther(
            Framing failing, int segment, SlowConsumer slowConsumer) {
        LogBroadcaster broadcaster = broadcaster(slowConsumer);
        Audience room = broadcaster.audience("rust");
        List<NarrowMember> members = new ArrayList<>();
        for (Framing framing : List.of(Framing.LINE, Framing.WEBSOCKET)) { // these messages are no JSON to make text of
            members.add(NarrowMember.in(room, Integer.MAX_VALUE, framing));
        }
        memory.failsAt = segment;
        assertThatThrownBy(() -> room.broadcast(Messages.numbered(0, 100))).isInstanceOf(OutOfMemoryError.class);
        loop.turn();
        for (NarrowMember member : members) {
            assertThat(member.accountedFor()).isOne();
            assertThat(member.missed()).isEqualTo(member.framing() == failing ? 1 : 0);
            assertThat(member.unflushed()).isZero();
        }
        room.broadcast(Messages.numbered(1, 100));
        loop.turn();
        for (NarrowMember member : members) {
            assertThat(member.accountedFor()).isEqualTo(2);
            assertThat(member.isTooSlow()).isFalse();
        }
        assertThat(broadcaster.heldBytes()).isZero();
        members.forEach(NarrowMember::leave);
        broadcaster.close();
    }

    @Test
    void whoIsBehindIsEndedWhereThatIsWantedAndNobodyElse() {
        LogBroadcaster broadcaster = broadcaster(SlowConsumer.CLOSE);
        Audience room = broadcaster.audience("rust");
        NarrowMember slow = NarrowMember.in(room, 100);
        NarrowMember quick = NarrowMember.in(room, Integer.MAX_VALUE);
        for (int i = 0; i < 200; i++) {
            room.broadcast(Messages.numbered(i, 1_000));
            loop.turn();
        }
        assertThat(slow.isTooSlow()).isTrue();
        assertThat(slow.missed()).isZero();
        assertThat(quick.isTooSlow()).isFalse();
        assertThat(quick.accountedFor()).isEqualTo(200);
        assertThat(broadcaster.heldBytes()).isZero();
        slow.leave();
        quick.leave();
        broadcaster.close();
    }

    @Test
    void aGapThatNothingFollowsIsHandedOverAtOnce() {
        LogBroadcaster broadcaster = broadcaster(SlowConsumer.GAP);
        Audience crowded = broadcaster.audience("rust");
        Audience other = broadcaster.audience("java");
        NarrowMember slow = NarrowMember.in(crowded, 10);
        NarrowMember stuck = NarrowMember.in(other, 10);
        crowded.broadcast(Messages.numbered(0, 100));
        crowded.broadcast(Messages.numbered(1, 100));
        loop.turn();
        for (int i = 0; i < 300; i++) { // takes all the memory that there is
            other.broadcast(Messages.numbered(i, 3_000));
            crowded.broadcast(Messages.numbered(2 + i, 1));
            loop.turn();
        }
        slow.readAll();
        assertThat(slow.accountedFor()).isEqualTo(302);
        assertThat(slow.unflushed()).isZero();
        slow.leave();
        stuck.leave();
        broadcaster.close();
    }

    @Test
    void whoFinishesGetsWhatWasSaidUntilThenAndNothingElse() {
        LogBroadcaster broadcaster = broadcaster(SlowConsumer.GAP);
        Audience room = broadcaster.audience("rust");
        NarrowMember leaving = NarrowMember.in(room, 300);
        for (int i = 0; i < 10; i++) {
            room.broadcast(Messages.numbered(i, 100));
        }
        leaving.seat().finish();
        assertThat(leaving.seat().isDone()).isFalse();
        for (int i = 10; i < 20; i++) {
            room.broadcast(Messages.numbered(i, 100));
            loop.turn();
        }
        leaving.readAll();
        assertThat(leaving.seat().isDone()).isTrue();
        assertThat(leaving.accountedFor()).isEqualTo(10);
        leaving.leave();
        assertThat(broadcaster.heldBytes()).isZero();
        broadcaster.close();
    }

    @Test
    void aRoomThatCanNotBeSweptLeavesTheOthersWithTheirMessages() {
        LogBroadcaster broadcaster = broadcaster(SlowConsumer.GAP);
        Audience broken = broadcaster.audience("rust");
        Audience whole = broadcaster.audience("java");
        NarrowMember outOfOrder = NarrowMember.in(broken, Integer.MAX_VALUE);
        NarrowMember listener = NarrowMember.in(whole, Integer.MAX_VALUE);
        broken.broadcast(Messages.numbered(7, 100)); // which its member finds wrong, and says so by throwing
        whole.broadcast(Messages.numbered(0, 100));
        assertThatThrownBy(loop::turn).hasMessage("failed");
        assertThat(listener.accountedFor()).isOne();
        outOfOrder.leave();
        listener.leave();
        broadcaster.close();
    }

    private LogBroadcaster broadcaster(SlowConsumer slowConsumer) {
        return new LogBroadcaster(
                loop,
                new LogOptions(Duration.ZERO, 1, ROOM_LOG_BYTES, LOOP_LOG_BYTES, slowConsumer),
                System::nanoTime,
                System::nanoTime,
                memory);
    }
}
