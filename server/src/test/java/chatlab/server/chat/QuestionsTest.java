package chatlab.server.chat;

import static org.assertj.core.api.Assertions.assertThat;

import chatlab.server.broadcast.BroadcastStrategy;
import chatlab.server.chat.FailingRecipientTest.Listener;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What members ask of the owner loop of a room. */
class QuestionsTest {
    private static final String TOO_FAST = "{\"type\":\"error\",\"code\":\"too_fast\",\"message\":"
            + "\"Await the answers: 8 questions of this connection are not answered yet.\",\"fatal\":false}";

    private final List<TurnLoop> loops = List.of(new TurnLoop(0), new TurnLoop(1));
    private final Loop owner = loops.get(Math.floorMod("rust".hashCode(), 2));
    private final Loop other = loops.get(1 - owner.index());

    private Rooms rooms(int history, long historyBytes) {
        return new Rooms(
                loops,
                loop -> Broadcasters.of(BroadcastStrategy.LOG, loop),
                new RoomOptions(true, List.of(), 10, 0, history, historyBytes));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{\"type\":\"members\",\"room\":\"rust\"}", "{\"type\":\"join\",\"room\":\"rust\",\"history\":5}"
            })
    void onlyEightMayBeUnansweredAndWhoAwaitsTheAnswersMayAskAgain(String question) {
        Listener listener = new Listener(false, false);
        Rooms rooms = rooms(5, 10_000);
        Member asker = FailingRecipientTest.member(rooms, other, listener);
        say(asker, "{\"type\":\"hello\",\"clientId\":\"ada\",\"rooms\":[\"rust\"]}");
        for (int i = 0; i < 20; i++) {
            say(asker, question);
        }
        assertThat(Collections.frequency(listener.said, TOO_FAST)).isEqualTo(12);
        turnAll();
        listener.said.clear();
        say(asker, question);
        turnAll();
        assertThat(listener.said).doesNotContain(TOO_FAST).last().asString().contains("\"room\":\"rust\"");
        loops.forEach(rooms::close);
    }

    /** Each round takes as much as there is. */
    @Test
    void aRoomThatIsGoneGivesTheMemoryOfItsHistoryBack() throws Exception {
        Rooms rooms = rooms(10, 1_000);
        Member sender = FailingRecipientTest.sender(rooms, owner);
        for (int round = 0; round < 5; round++) {
            Listener listener = new Listener(false, false);
            Member asker = FailingRecipientTest.member(rooms, owner, listener);
            asker.enter("rust");
            Room room = rooms.get("rust");
            room.publish(sender, FailingRecipientTest.message("{\"Message\":\"" + "x".repeat(400) + "\"}"));
            say(asker, "{\"type\":\"join\",\"room\":\"rust\",\"history\":5}");
            turnAll();
            assertThat(listener.said).as("round %s", round).last().asString().contains("xxx");
            asker.leave();
            turnAll();
        }
        loops.forEach(rooms::close);
    }

    private static void say(Member member, String frame) {
        byte[] bytes = frame.getBytes(StandardCharsets.US_ASCII);
        member.receive(bytes, 0, bytes.length);
    }

    private void turnAll() {
        boolean worked;
        do {
            worked = false;
            for (TurnLoop loop : loops) {
                worked |= loop.turn();
            }
        } while (worked);
    }
}
