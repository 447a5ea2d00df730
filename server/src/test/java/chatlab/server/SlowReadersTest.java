package chatlab.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One in ten members of a room stops reading, over lines and over WebSocket alike. The others get everything in order. */
class SlowReadersTest {
    private static final int MEMBERS = 200;
    private static final int STOPPED = 20;

    /** More than the sockets of a member that does not read and a log of 512 KiB hold. */
    private static final int BATCHES = 16;

    /** What a frame that waits counts beside its bytes. */
    private static final int OVERHEAD = 128;

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void whoReadsAgainIsToldOfEveryMessageThatItMissed(int loops) throws Exception {
        try (TestServer server = withSmallLogs(loops, "gap");
                Crowd crowd = Crowd.enter(server, MEMBERS, STOPPED)) {
            for (int i = 0; i < BATCHES; i++) {
                crowd.sayToThoseWhoRead();
                assertThat(server.metric("chatlab_server_pending_bytes"))
                        .as("one broken frame each")
                        .isLessThanOrEqualTo(STOPPED * (Crowd.LONGEST_FRAME_BYTES + OVERHEAD));
                assertThat(server.metric("chatlab_server_log_bytes"))
                        .as("a log for each form on every loop")
                        .isLessThanOrEqualTo(2 * loops * 512 * 1024);
            }
            long missed = 0;
            for (Crowd.Ear stopped : crowd.stopped()) {
                long missedHere = stopped.missedUntil(crowd.said());
                assertThat(missedHere).isPositive();
                missed += missedHere;
            }
            assertThat(server.metric("chatlab_server_missed_total")).isEqualTo((double) missed);
            crowd.sayToAll();
            assertThat(server.metric("chatlab_server_connections")).isEqualTo(1 + MEMBERS);
            await().untilAsserted(() -> {
                assertThat(server.metric("chatlab_server_log_bytes")).isZero();
                assertThat(server.metric("chatlab_server_pending_bytes")).isZero();
            });
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void whoStopsIsEndedAloneWhereThatIsWanted(int loops) throws Exception {
        try (TestServer server = withSmallLogs(loops, "close");
                Crowd crowd = Crowd.enter(server, MEMBERS, STOPPED)) {
            do {
                crowd.sayToThoseWhoRead();
            } while (server.metric("chatlab_server_pending_bytes") == 0); // nobody is stuck yet
            do {
                crowd.sayToThoseWhoRead();
            } while (server.metric("chatlab_server_pending_bytes") > 0); // somebody has not been given up yet
            for (Crowd.Ear stopped : crowd.stopped()) {
                stopped.expectByeAfterSomeMessages();
            }
            assertThat(server.metric("chatlab_server_missed_total")).isZero();
            await().untilAsserted(
                            () -> assertThat(server.closed("slow_consumer")).isEqualTo(STOPPED));
            crowd.sayToThoseWhoRead();
            assertThat(server.metric("chatlab_server_connections")).isEqualTo(1 + MEMBERS - STOPPED);
        }
    }

    private static TestServer withSmallLogs(int loops, String slowConsumer) {
        return TestServer.start(
                "EVENT_LOOPS", Integer.toString(loops), "ROOM_LOG_BYTES", "512KiB", "SLOW_CONSUMER", slowConsumer);
    }
}
