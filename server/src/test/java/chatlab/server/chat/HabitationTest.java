package chatlab.server.chat;

import static org.assertj.core.api.Assertions.assertThat;

import chatlab.server.broadcast.BroadcastStrategy;
import chatlab.server.chat.FailingRecipientTest.Listener;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is under way to a loop while its members of a room all leave, and others come. */
class HabitationTest {
    private final List<TurnLoop> loops = List.of(new TurnLoop(0), new TurnLoop(1));

    @ParameterizedTest
    @EnumSource
    void whoComesWhenAllOthersHaveLeftHearsAllThatIsSaidFromThenOnAndNothingElse(BroadcastStrategy strategy)
            throws Exception {
        Rooms rooms = new Rooms(loops, loop -> Broadcasters.of(strategy, loop), RoomOptions.open(2));
        Loop owner = loops.get(Math.floorMod("rust".hashCode(), 2));
        Loop other = loops.get(1 - owner.index());
        Member sender = FailingRecipientTest.sender(rooms, owner);
        Listener staying = new Listener(false, false);
        Room room = rooms.join(List.of("rust"), owner, staying).getFirst().room();
        Listener before = new Listener(false, false);
        Seat seat = rooms.join(List.of("rust"), other, before).getFirst();

        room.publish(sender, FailingRecipientTest.message("under way when all leave"));
        rooms.leave(seat, other);
        room.publish(sender, FailingRecipientTest.message("while nobody is there"));
        Listener after = new Listener(false, false);
        rooms.join(List.of("rust"), other, after);
        room.publish(sender, FailingRecipientTest.message("from then on"));
        while (loops.stream().anyMatch(TurnLoop::turn)) {
            // until nothing is left to do
        }

        assertThat(before.heard).isEmpty();
        assertThat(after.heard).containsExactly("from then on\n");
        assertThat(staying.heard)
                .containsExactly("under way when all leave\n", "while nobody is there\n", "from then on\n");
        loops.forEach(rooms::close);
    }
}
