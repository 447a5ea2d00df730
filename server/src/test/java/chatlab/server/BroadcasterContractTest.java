package chatlab.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every broadcast strategy has to hold to. The server's end checks that no buffer is left behind. */
abstract class BroadcasterContractTest {
    private static final String TEXT = "x".repeat(16_000);

    private final String strategy;
    private TestServer server;

    BroadcasterContractTest(String strategy) {
        this.strategy = strategy;
    }

    @BeforeEach
    void start() {
        server = TestServer.start("BROADCAST", strategy, "EVENT_LOOPS", "1");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void everyMemberGetsEveryMessageOnceInTheOrderSent() throws Exception {
        try (Client ada = server.named("ada")) {
            List<Client> members = new ArrayList<>(List.of(ada));
            for (int i = 0; i < 20; i++) {
                members.add(server.named("m" + i));
            }
            StringBuilder burst = new StringBuilder();
            List<String> expected = new ArrayList<>();
            for (int i = 0; i < 500; i++) {
                expected.add(message(Integer.toString(i)));
                burst.append(message(Integer.toString(i))).append('\n');
            }
            ada.send(burst.toString());
            for (Client member : members) {
                for (String message : expected) {
                    assertThat(member.line()).isEqualTo(message);
                }
                member.expectNothingMore();
            }
            for (Client member : members) {
                member.close();
            }
        }
    }

    @Test
    void aMemberThatDoesNotReadIsToldByeAtTheBoundAndNobodyElseNotices() throws Exception {
        try (Client ada = server.named("ada");
                Client bob = server.named("bob");
                Client slow = Client.connectWithSmallBuffer(server.port())) {
            slow.hello("slow");
            int sent = 0;
            while (server.metric("chatlab_server_pending_bytes") < 900_000) {
                sent = say(ada, bob, sent, 10);
            }
            sent = say(ada, bob, sent, 20);
            List<String> heard = slow.lines();
            assertThat(heard.removeLast()).isEqualTo("{\"type\":\"bye\",\"reason\":\"slow_consumer\",\"accepted\":0}");
            assertThat(heard).hasSizeLessThan(sent);
            for (int i = 0; i < heard.size(); i++) {
                assertThat(heard.get(i)).isEqualTo(message(i + TEXT));
            }
            slow.leave();
            await().untilAsserted(
                            () -> assertThat(server.closed("slow_consumer")).isEqualTo(1));
            assertThat(server.metric("chatlab_server_pending_bytes")).isZero();
            say(ada, bob, sent, 5);
        }
    }

    @Test
    void aMemberThatReadsInTimeGetsWhatWaitedForIt() throws Exception {
        try (Client ada = server.named("ada");
                Client bob = server.named("bob");
                Client late = Client.connectWithSmallBuffer(server.port())) {
            late.hello("late");
            int sent = 0;
            while (server.metric("chatlab_server_pending_bytes") < 300_000) {
                sent = say(ada, bob, sent, 10);
            }
            for (int i = 0; i < sent; i++) {
                assertThat(late.line()).isEqualTo(message(i + TEXT));
            }
            assertThat(server.metric("chatlab_server_pending_bytes")).isZero();
            late.expectNothingMore();
        }
    }

    @Test
    void aMemberThatVanishesDisturbsNobody() throws Exception {
        try (Client ada = server.named("ada");
                Client bob = server.named("bob")) {
            for (int i = 0; i < 20; i++) {
                try (Client passing = server.named("p" + i)) {
                    passing.send(message("never read by its sender", "p" + i) + "\n");
                }
                assertThat(ada.line()).isEqualTo(message("never read by its sender", "p" + i));
                assertThat(bob.line()).isEqualTo(message("never read by its sender", "p" + i));
                say(ada, bob, i, 1);
            }
        }
    }

    private static int say(Client ada, Client bob, int from, int count) throws Exception {
        for (int i = from; i < from + count; i++) {
            ada.send(message(i + TEXT) + "\n");
            assertThat(ada.line()).isEqualTo(message(i + TEXT));
            assertThat(bob.line()).isEqualTo(message(i + TEXT));
        }
        return from + count;
    }

    private static String message(String text) {
        return message(text, "ada");
    }

    private static String message(String text, String sender) {
        return "{\"clientId\":\"" + sender + "\",\"Message\":\"" + text + "\"}";
    }
}
