package chatlab.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every broadcast strategy has to hold to. The server's end checks that no buffer is left behind. */
abstract class BroadcasterContractTest {
    static final String TEXT = "x".repeat(16_000);

    private final String strategy;
    TestServer server;

    BroadcasterContractTest(String strategy) {
        this.strategy = strategy;
    }

    @BeforeEach
    void start() {
        server = TestServer.start("BROADCAST", strategy, "EVENT_LOOPS", "1", "PATIENCE", "0s");
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

    static int say(Client ada, Client bob, int from, int count) throws Exception {
        for (int i = from; i < from + count; i++) {
            ada.send(message(i + TEXT) + "\n");
            assertThat(ada.line()).isEqualTo(message(i + TEXT));
            assertThat(bob.line()).isEqualTo(message(i + TEXT));
        }
        return from + count;
    }

    static String message(String text) {
        return message(text, "ada");
    }

    private static String message(String text, String sender) {
        return "{\"clientId\":\"" + sender + "\",\"Message\":\"" + text + "\"}";
    }
}
