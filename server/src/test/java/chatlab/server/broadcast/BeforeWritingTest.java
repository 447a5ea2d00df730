package chatlab.server.broadcast;

import static org.assertj.core.api.Assertions.assertThat;

import chatlab.server.chat.Audience;
import chatlab.server.chat.Messages;
import chatlab.server.chat.TurnLoop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whoever wants to know of a message before any member does, is told in time, on whatever way it gets to the member. */
class BeforeWritingTest {
    private final TurnLoop loop = new TurnLoop(0);
    private final LogBroadcaster broadcaster =
            new LogBroadcaster(loop, new LogOptions(Duration.ZERO, 1, 64 * 1024, 128 * 1024, SlowConsumer.GAP));
    private final Audience room = broadcaster.audience("rust");

    /** How many messages the member had got when what was to come before was done. */
    private final List<Long> heardBefore = new ArrayList<>();

    private final List<NarrowMember> members = new ArrayList<>();

    @AfterEach
    void nothingIsHeld() {
        loop.turn();
        members.forEach(NarrowMember::leave);
        broadcaster.close();
    }

    private NarrowMember member(int capacity) {
        NarrowMember member = NarrowMember.in(room, capacity);
        members.add(member);
        return member;
    }

    private void say(int number, NarrowMember member) {
        room.broadcast(Messages.numbered(number, 1_000));
        loop.beforeWriting(
                () -> heardBefore.add(member.accountedFor())); // behind what the broadcaster wants of the loop
    }

    @Test
    void atTheEndOfTheIteration() {
        NarrowMember member = member(Integer.MAX_VALUE);
        say(0, member);
        loop.turn();
        assertThat(member.accountedFor()).isOne();
        assertThat(heardBefore).containsExactly(0L);
    }

    @Test
    void beforeSomethingElseThatMembersAreToldBehindIt() {
        NarrowMember member = member(Integer.MAX_VALUE);
        say(0, member);
        room.forEachUpToDate(each -> {});
        assertThat(member.accountedFor()).isOne();
        assertThat(heardBefore).containsExactly(0L);
    }

    @Test
    void whereASocketHasRoomAgain() {
        NarrowMember member = member(500);
        say(0, member);
        loop.turn();
        heardBefore.clear();
        member.read(500);
        say(1, member);
        member.readAll();
        assertThat(member.accountedFor()).isEqualTo(2);
        assertThat(heardBefore).containsExactly(1L);
    }

    @Test
    void whereAMemberLeavesThatIsToHearWhatWasSaidUntilThen() {
        NarrowMember member = member(Integer.MAX_VALUE);
        say(0, member);
        member.seat().finish();
        assertThat(member.accountedFor()).isOne();
        assertThat(heardBefore).containsExactly(0L);
    }
}
