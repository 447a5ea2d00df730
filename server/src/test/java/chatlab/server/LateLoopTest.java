package chatlab.server;

import static org.assertj.core.api.Assertions.assertThat;

import chatlab.protocol.RedirectException;
import chatlab.server.chat.Broadcasters;
import chatlab.server.chat.Shards;
import chatlab.server.chat.Traffic;
import chatlab.server.transport.ChatPort;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A loop that is kept from its work for longer than clients may be silent. */
@Timeout(60)
class LateLoopTest {
    private static final Duration HANDSHAKE = Duration.ofMillis(200);

    /** The room that those get into who say nothing is on another server, of which they would be told. */
    private static final Shards ELSEWHERE = new Shards() {
        @Override
        public void requireHere(String room) throws RedirectException {
            if (room.equals("global")) {
                throw new RedirectException(room, "127.0.0.1", 9);
            }
        }

        @Override
        public void onChange(Runnable action) {}
    };

    private final CountDownLatch waiting = new CountDownLatch(1);
    /** Confined to the loop. */
    private int messages;

    private final CountDownLatch allIsSent = new CountDownLatch(1);

    private final ChatPort port = SmallPort.of(new Traffic(bytes -> {}, ns -> {}))
            .handshakeTimeout(HANDSHAKE)
            .shards(ELSEWHERE)
            .broadcasters(loop -> Broadcasters.watched(Broadcasters.batched(loop), (audience, message) -> work()))
            .open();

    @AfterEach
    void stop() throws Exception {
        port.close(Duration.ofSeconds(5));
        LeakRecorder.assertNone();
    }

    /** It is accepted, and others' messages take long, all before the loop gets to what it has sent. */
    @Test
    void whoHasNotBeenReadIsNotTakenForSilent() throws Exception {
        try (Client ada = Client.named(port.port(), "ada", "here");
                Client bob = Client.named(port.port(), "bob", "here")) {
            ada.send("{\"clientId\":\"ada\",\"Message\":\"wait\",\"room\":\"here\"}\n");
            assertThat(waiting.await(10, TimeUnit.SECONDS)).isTrue();
            try (Client visitor = Client.connect(port.port())) {
                visitor.send("GET /nothing HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
                bob.send("{\"clientId\":\"bob\",\"Message\":\"busy\",\"room\":\"here\"}\n");
                allIsSent.countDown();

                assertThat(visitor.rest()).startsWith("HTTP/1.1 404 Not Found");
            }
        }
    }

    /** With the first message until all has been sent, with the second for longer than anybody may be silent. */
    private void work() {
        messages++;
        if (messages == 1) {
            waiting.countDown();
            await(allIsSent);
        } else {
            long until = System.nanoTime() + 3 * HANDSHAKE.toNanos();
            while (System.nanoTime() < until) {
                Thread.onSpinWait();
            }
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            var _ = latch.await(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
