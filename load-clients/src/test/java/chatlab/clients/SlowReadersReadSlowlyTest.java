package chatlab.clients;

import static org.assertj.core.api.Assertions.assertThat;

import chatlab.generator.summary.Summary;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A server that writes as much as its only client takes, which is a slow reader. */
class SlowReadersReadSlowlyTest {
    private static final byte[] LINE =
            ("{\"clientId\":\"ada\",\"Message\":\"" + "x".repeat(900) + "\"}\n").getBytes(StandardCharsets.UTF_8);

    /** Of the sockets of both sides, whose buffers are filled whoever reads. */
    private static final int BUFFERED = 2_000_000;

    @ParameterizedTest
    @ValueSource(strings = {"epoll", "nio"})
    void itTakesAboutWhatItIsToldToAndTheRestOnlyInTheDrain(String io) throws Exception {
        AtomicLong written = new AtomicLong();
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            server.setReceiveBufferSize(16 * 1024);
            Thread writer = Thread.ofPlatform().start(() -> write(server, written));

            Summary summary = Runs.run(
                    "tcp://127.0.0.1:" + server.getLocalPort(),
                    "CLIENTS",
                    "1",
                    "TALKERS",
                    "0",
                    "RATE",
                    "0",
                    "SLOW_READERS",
                    "1",
                    "SLOW_READER_BYTES_PER_SECOND",
                    "10000",
                    "WARMUP",
                    "0",
                    "DURATION",
                    "3s",
                    "DRAIN",
                    "0",
                    "EVENT_LOOPS",
                    "1",
                    "IO",
                    io);

            writer.join();
            assertThat(summary.closed()).isEmpty();
            assertThat(written.get()).isPositive().isLessThan(BUFFERED);
        }
    }

    /** Until the client has gone. */
    private static void write(ServerSocket server, AtomicLong written) {
        try (Socket client = server.accept()) {
            client.setSendBufferSize(16 * 1024);
            new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.UTF_8)).readLine();
            OutputStream out = client.getOutputStream();
            out.write("{\"type\":\"welcome\"}\n".getBytes(StandardCharsets.UTF_8));
            while (true) {
                out.write(LINE);
                written.addAndGet(LINE.length);
            }
        } catch (IOException e) {
            // it has gone
        }
    }
}
