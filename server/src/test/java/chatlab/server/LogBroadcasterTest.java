package chatlab.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class LogBroadcasterTest extends BroadcasterContractTest {
    private static final Pattern GAP = Pattern.compile("\\{\"type\":\"gap\",\"room\":\"global\",\"missed\":(\\d+)\\}");

    /** More than the sockets of a member that does not read and a log of 512 KiB hold. */
    private static final int MANY = 400;

    LogBroadcasterTest() {
        super("log");
    }

    @Test
    void aMemberThatFallsBehindTheLogIsToldOfEveryMessageThatItMissed() throws Exception {
        try (TestServer small = withLog("gap");
                Client ada = small.named("ada");
                Client bob = small.named("bob");
                Client late = Client.connectWithSmallBuffer(small.port())) {
            late.hello("late");
            say(ada, bob, 0, MANY);
            int next = 0;
            int gaps = 0;
            while (next < MANY) {
                String line = late.line();
                Matcher gap = GAP.matcher(line);
                if (gap.matches()) {
                    gaps++;
                    next += Integer.parseInt(gap.group(1));
                } else {
                    assertThat(line).isEqualTo(message(next + TEXT));
                    next++;
                }
            }
            assertThat(next).isEqualTo(MANY);
            assertThat(gaps).isPositive();
            assertThat(small.metric("chatlab_server_missed_total")).isPositive();
            say(ada, bob, MANY, 5);
            for (int i = MANY; i < MANY + 5; i++) {
                assertThat(late.line()).isEqualTo(message(i + TEXT));
            }
            late.expectNothingMore();
            assertThat(small.metric("chatlab_server_log_bytes")).isZero();
        }
    }

    @Test
    void aMemberThatFallsBehindTheLogIsClosedWhereThatIsWanted() throws Exception {
        try (TestServer small = withLog("close");
                Client ada = small.named("ada");
                Client bob = small.named("bob");
                Client slow = Client.connectWithSmallBuffer(small.port())) {
            slow.hello("slow");
            say(ada, bob, 0, MANY);
            var heard = slow.lines();
            assertThat(heard.removeLast()).isEqualTo("{\"type\":\"bye\",\"reason\":\"slow_consumer\",\"accepted\":0}");
            for (int i = 0; i < heard.size(); i++) {
                assertThat(heard.get(i)).isEqualTo(message(i + TEXT));
            }
            slow.leave();
            await().untilAsserted(
                            () -> assertThat(small.closed("slow_consumer")).isEqualTo(1));
            assertThat(small.metric("chatlab_server_missed_total")).isZero();
            say(ada, bob, MANY, 5);
        }
    }

    @Test
    void aMemberThatReadsInTimeGetsWhatItsLogHasKept() throws Exception {
        try (Client ada = server.named("ada");
                Client bob = server.named("bob");
                Client late = Client.connectWithSmallBuffer(server.port())) {
            late.hello("late");
            int sent = 0;
            while (server.metric("chatlab_server_log_bytes") < 300_000) {
                sent = say(ada, bob, sent, 10);
            }
            for (int i = 0; i < sent; i++) {
                assertThat(late.line()).isEqualTo(message(i + TEXT));
            }
            late.expectNothingMore();
            await().untilAsserted(() ->
                    assertThat(server.metric("chatlab_server_log_bytes")).isZero());
        }
    }

    @Test
    void whatALeavingMemberHasNotReadYetComesBeforeItsBye() throws Exception {
        try (Client ada = server.named("ada");
                Client bob = server.named("bob");
                Client late = Client.connectWithSmallBuffer(server.port())) {
            late.hello("late");
            int sent = 0;
            while (server.metric("chatlab_server_log_bytes") < 300_000) {
                sent = say(ada, bob, sent, 10);
            }
            late.send("{\"type\":\"quit\"}\n");
            for (int i = 0; i < sent; i++) {
                assertThat(late.line()).isEqualTo(message(i + TEXT));
            }
            assertThat(late.rest()).isEqualTo("{\"type\":\"bye\",\"reason\":\"quit\",\"accepted\":0}\n");
        }
    }

    private static TestServer withLog(String slowConsumer) {
        return TestServer.start(
                "BROADCAST", "log", "EVENT_LOOPS", "1", "ROOM_LOG_BYTES", "512KiB", "SLOW_CONSUMER", slowConsumer);
    }
}
