package chatlab.clients.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import chatlab.clients.behaviour.Cast;
import chatlab.clients.ledger.Ledger;
import chatlab.clients.record.Window;
import chatlab.clients.schedule.ConstantSchedule;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a server said before it ended a connection that a client was about to write to. */
@Timeout(60)
class LastWordsTest {
    private static final Cast ONE_TALKER = new Cast(1, 1, 1, 0);

    @ParameterizedTest
    @EnumSource(Io.class)
    void aByeThatHasArrivedIsHeardAlthoughTheNextWriteFails(Io io) throws Exception {
        assumeTrue(io.isAvailable());
        Ledger ledger = new Ledger(ONE_TALKER, 7, 1, 100);
        try (ServerSocket listener = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
                Fleet fleet = fleet(listener, ledger, io)) {
            fleet.connect(
                    new InetSocketAddress(listener.getInetAddress(), listener.getLocalPort()),
                    ConstantSchedule.once(1000, 1, 1, client -> 0, 1));
            try (Socket socket = listener.accept()) {
                new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8)).readLine();
                say(socket, "{\"type\":\"welcome\"}");
                await().until(() -> fleet.joining().joined() == 1);
                long nowNs = System.nanoTime();
                fleet.whileStill(() -> {
                    reset(socket);
                    fleet.talk(ConstantSchedule.once(1000, 1, 1, client -> 0, 1), nowNs, new Window(nowNs, nowNs + 1));
                    return socket;
                });
            }
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> !fleet.joining().closed().isEmpty());
            assertThat(fleet.joining().closed()).isEqualTo(Map.of("shutdown", 1L));
            assertThat(ledger.sender(0).sent()).isZero();
        }
    }

    private static Fleet fleet(ServerSocket listener, Ledger ledger, Io io) {
        Target target = Target.parse("tcp://127.0.0.1:" + listener.getLocalPort());
        return new Fleet(new Fleet.Setup(target, ONE_TALKER, 7, 128, 1, 1, io), ledger);
    }

    /** Says bye and ends the connection at once, so that what the client writes from now on can't be taken. */
    private static void reset(Socket socket) {
        try {
            say(socket, "{\"type\":\"bye\",\"reason\":\"shutdown\"}");
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void say(Socket socket, String frame) throws IOException {
        socket.getOutputStream().write((frame + "\n").getBytes(StandardCharsets.US_ASCII));
    }
}
