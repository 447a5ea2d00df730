package chatlab.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A server that says what a test wants to whoever asks first. */
@Timeout(20)
class AdminPortTest {
    private static final Duration LONG = Duration.ofMinutes(1);
    private static final String PAGE = "writes_total{loop=\"0\"} 3\nwrites_total{loop=\"1\"} 4\nwrites_total_x 100\n";

    private final CountDownLatch over = new CountDownLatch(1);
    private ServerSocket listener;

    @BeforeEach
    void listen() throws IOException {
        listener = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    }

    @AfterEach
    void end() throws IOException {
        over.countDown();
        listener.close();
    }

    @Test
    void metricIsTheSumOfItsSeries() throws Exception {
        answer(PAGE, PAGE.length(), false);
        assertThat(port(LONG).metric("writes_total")).isEqualTo(7);
    }

    @Test
    void metricThatIsNotThereIsUnknown() throws Exception {
        answer(PAGE, PAGE.length(), false);
        assertThat(port(LONG).metric("reads_total")).isNaN();
    }

    @Test
    void bodyThatStandsStillIsGivenUp() {
        answer(PAGE, PAGE.length() + 1, true);
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> port(Duration.ofMillis(200)).metric("writes_total"))
                .withMessage("GET /metrics: no whole answer within 200 ms");
    }

    @Test
    void bodyThatBreaksOffIsAnOrdinaryFailure() {
        answer(PAGE, PAGE.length() + 1, false);
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> port(LONG).metric("writes_total"))
                .withMessageStartingWith("GET /metrics: ");
    }

    @Test
    void portThatNobodyListensOnIsAnOrdinaryFailure() throws Exception {
        listener.close();
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> port(LONG).isHealthy())
                .withMessageStartingWith("GET /healthz: ");
    }

    private AdminPort port(Duration patience) {
        return new AdminPort(listener.getLocalPort(), patience);
    }

    private void answer(String body, int announced, boolean standStill) {
        Thread.ofPlatform().daemon().start(() -> {
            try (Socket socket = listener.accept();
                    BufferedReader request = new BufferedReader(
                            new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))) {
                String line = request.readLine();
                while (line != null && !line.isEmpty()) {
                    line = request.readLine();
                }
                socket.getOutputStream()
                        .write(("HTTP/1.1 200 OK\r\nContent-Length: " + announced + "\r\n\r\n" + body)
                                .getBytes(StandardCharsets.UTF_8));
                if (standStill) {
                    over.await();
                }
            } catch (IOException | InterruptedException e) {
                // The test is over.
            }
        });
    }
}
