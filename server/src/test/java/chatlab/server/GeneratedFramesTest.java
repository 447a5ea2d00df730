package chatlab.server;

import static org.assertj.core.api.Assertions.assertThat;

import chatlab.protocol.FrameGenerator;
import io.netty.util.ResourceLeakDetector;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Valid, damaged and random frames through a real socket: valid messages come back byte for byte, all else is answered as
 * the protocol says, and no buffer is left behind, every one being watched. A long run, with other frames than the usual ones:
 *
 * <pre>./chatlab test -pl server -am -Dtest=GeneratedFramesTest -Dsurefire.failIfNoSpecifiedTests=false
 *     -Dchatlab.fuzz.frames=10000000 -Dchatlab.fuzz.seed=7</pre>
 *
 * A failure names the frame's number; {@code new FrameGenerator(seed).frame(number)} makes it again.
 */
class GeneratedFramesTest {
    private static final long FRAMES = Long.getLong("chatlab.fuzz.frames", 100_000);
    private static final long SEED = Long.getLong("chatlab.fuzz.seed", 1);

    /** Half of the frames each; over lines, those that hold a line end are several. */
    @ParameterizedTest
    @CsvSource({"0, 2, false", "1, 1, true"})
    void everyFrameIsPassedOnOrAnswered(int half, int loops, boolean overWebSocket) throws Exception {
        assertThat(ResourceLeakDetector.getLevel()).isEqualTo(ResourceLeakDetector.Level.PARANOID);
        FrameGenerator generator = new FrameGenerator(SEED);
        FrameFeed feed;
        try (TestServer server = TestServer.start("EVENT_LOOPS", Integer.toString(loops))) {
            feed = new FrameFeed(server, overWebSocket);
            try (feed) {
                for (long number = half * FRAMES / 2; number < (half + 1) * FRAMES / 2; number++) {
                    feed.add(number, generator.frame(number));
                }
                feed.flush();
            }
            assertThat(server.closed("failure")).isZero();
            assertThat(server.metric("chatlab_server_messages_received_total")).isEqualTo((double) feed.passedOn());
        }
        System.out.println(feed);
        assertThat(feed.passedOn()).isGreaterThan(FRAMES / 8);
        assertThat(feed.refused()).isGreaterThan(FRAMES / 16);
        assertThat(feed.ended()).isPositive();
    }
}
