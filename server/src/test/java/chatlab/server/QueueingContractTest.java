package chatlab.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What a strategy has to hold to besides that leaves what waits for a member in that member's connection. */
abstract class QueueingContractTest extends BroadcasterContractTest {
    QueueingContractTest(String strategy) {
        super(strategy);
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
}
