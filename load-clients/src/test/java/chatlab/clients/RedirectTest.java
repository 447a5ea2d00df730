package chatlab.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chatlab.generator.summary.Summary;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Clients of servers among which rooms are dealt out: they go where they are sent, and their ledger stays true. */
class RedirectTest {
    @Test
    void whoIsSentToAnotherServerIsInItsRoomThere() throws Exception {
        try (TestServer server = TestServer.good().dealingRooms()) {
            Summary summary = Runs.run(server, "ROOMS", "4", "CLIENTS", "40", "TALKERS", "8");
            assertThat(summary.ledger().examples()).isEmpty();
            assertThat(summary.ledger().exact()).isTrue();
            assertThat(summary.deliveries().received())
                    .isEqualTo(summary.deliveries().expected())
                    .isPositive();
            assertThat(summary.connects().attempted()).isEqualTo(40);
            assertThat(summary.connects().established()).isEqualTo(40);
            assertThat(server.membersByPortAndRoom())
                    .hasSize(4)
                    .allSatisfy((door, members) -> assertThat(members).isEqualTo(10));
            assertThat(server.connectionsByPort()).hasSize(2);
        }
    }

    @Test
    void whoMovesToARoomOfAnotherServerConnectsThere() throws Exception {
        try (TestServer server = TestServer.good().dealingRooms()) {
            Summary summary = Runs.run(
                    server, "ROOMS", "4", "TALKERS", "4", "HOPPERS", "4", "HOP_EVERY", "250ms", "DURATION", "2s");
            assertThat(summary.ledger().examples()).isEmpty();
            assertThat(summary.ledger().exact()).isTrue();
            assertThat(summary.deliveries().received())
                    .isEqualTo(summary.deliveries().expected());
            Summary.MoveFigures hops = summary.moves().hops();
            assertThat(hops.begun()).isPositive().isEqualTo(hops.done());
            assertThat(hops.failed()).isZero();
            assertThat(summary.closed()).isEmpty();
            assertThat(server.connectionsByPort().values().stream()
                            .mapToLong(Long::longValue)
                            .sum())
                    .isGreaterThan(14);
        }
    }

    /** It quits, so that it learns what was accepted, and is back where it was sent. */
    @Test
    void whoseRoomMovesGoesAlong() throws Exception {
        AtomicReference<TestServer> self = new AtomicReference<>();
        try (TestServer server = new TestServer((number, line, members) -> {
                    TestServer.toAll(number, line, members);
                    if (number == 100) {
                        self.get().dealAnew(members);
                    }
                })
                .dealingRooms()) {
            self.set(server);
            Summary summary = Runs.run(server, "RECONNECT", "jitter", "DURATION", "4s", "DRAIN", "5s");
            assertThat(summary.ledger().examples()).isEmpty();
            assertThat(summary.ledger().lost()).isZero();
            assertThat(summary.closed()).containsExactly(java.util.Map.entry("redirect", 10L));
            assertThat(summary.moves().reconnects().done()).isEqualTo(10);
            assertThat(server.membersByPortAndRoom())
                    .hasSize(2)
                    .allSatisfy((door, members) -> assertThat(members).isEqualTo(10));
        }
    }

    @Test
    void whoIsSentToNoAddressIsTurnedAway() throws Exception {
        try (TestServer server = TestServer.good()
                .answeringHello("{\"type\":\"redirect\",\"room\":\"global\",\"host\":\"\",\"port\":70000}")) {
            assertThatThrownBy(() -> Runs.run(server))
                    .hasMessageContaining("was turned away: sent to ':70000', which is no address");
        }
    }

    @Test
    void whoIsSentOnAndOnGivesUp() throws Exception {
        try (TestServer server = TestServer.good()) {
            TestServer sending =
                    server.answeringHello("{\"type\":\"redirect\",\"room\":\"global\",\"host\":\"127.0.0.1\",\"port\":"
                            + server.port() + "}");
            assertThatThrownBy(() -> Runs.run(sending))
                    .hasMessageContaining("was turned away: sent on 8 times, at last to");
        }
    }
}
