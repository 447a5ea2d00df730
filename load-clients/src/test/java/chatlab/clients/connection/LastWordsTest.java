package chatlab.clients.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import chatlab.clients.behaviour.Cast;
import chatlab.clients.behaviour.MessageSizes;
import chatlab.clients.dialect.ChatlabDialect;
import chatlab.clients.ledger.Ledger;
import chatlab.clients.schedule.Participants;
import chatlab.clients.schedule.TurnSchedule;
import chatlab.generator.recording.Window;
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
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a server said before it ended a connection that a client was about to write to. */
@Timeout(60)
class LastWordsTest {
    private static final Cast ONE_TALKER = new Cast(1, 1, 1, 0);
    private static final Participants ALONE = new Participants(1, 1, client -> 0);

    @ParameterizedTest
    @EnumSource(Io.class)
    void aByeThatHasArrivedIsHeardAlthoughTheNextWriteFails(Io io) throws Exception {
        Ledger ledger = new Ledger(ONE_TALKER, 7, 1, 100);
        long nowNs = System.nanoTime();
        requireShutdownHeard(
                io,
                ledger,
                "",
                fleet -> fleet.play(TurnSchedule.once(1000, ALONE, 1), nowNs, new Window(nowNs, nowNs + 1)));
        assertThat(ledger.sender(0).sent()).isZero();
    }

    /** What it is about to write is the answer to a ping, and there is more than a read of other things before the bye. */
    @ParameterizedTest
    @EnumSource(Io.class)
    void aByeFarBehindAPingIsHeardAlthoughThePongCanNotBeSent(Io io) throws Exception {
        requireShutdownHeard(
                io,
                new Ledger(ONE_TALKER, 7, 1, 100),
                "{\"type\":\"ping\"}\n" + ("x".repeat(99) + "\n").repeat(900),
                fleet -> {});
    }

    /** @param doing what the client is made to do after the end has arrived and before it can read */
    private static void requireShutdownHeard(Io io, Ledger ledger, String before, Consumer<Fleet> doing)
            throws Exception {
        assumeTrue(io.isAvailable());
        try (ServerSocket listener = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
                Fleet fleet = fleet(listener, ledger, io)) {
            connect(fleet, listener);
            try (Socket socket = listener.accept()) {
                join(fleet, socket);
                fleet.whileStill(() -> {
                    reset(socket, before);
                    doing.accept(fleet);
                    return socket;
                });
            }
            awaitShutdown(fleet);
        }
    }

    private static void connect(Fleet fleet, ServerSocket listener) {
        fleet.connect(
                List.of(new InetSocketAddress(listener.getInetAddress(), listener.getLocalPort())),
                TurnSchedule.once(1000, ALONE, 1));
    }

    private static void join(Fleet fleet, Socket socket) throws IOException {
        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8)).readLine();
        socket.getOutputStream().write("{\"type\":\"welcome\"}\n".getBytes(StandardCharsets.US_ASCII));
        await().until(() -> fleet.joining().joined() == 1);
    }

    private static void awaitShutdown(Fleet fleet) {
        await().atMost(Duration.ofSeconds(30))
                .until(() -> !fleet.joining().closed().isEmpty());
        assertThat(fleet.joining().closed()).isEqualTo(Map.of("shutdown", 1L));
    }

    private static Fleet fleet(ServerSocket listener, Ledger ledger, Io io) {
        Target target = Target.parse("tcp://127.0.0.1:" + listener.getLocalPort());
        return new Fleet(
                new Fleet.Setup(
                        Targets.of(target),
                        ChatlabDialect.INSTANCE,
                        ONE_TALKER,
                        7,
                        MessageSizes.fixed(128),
                        1,
                        false,
                        SourceAddresses.any(),
                        1,
                        1,
                        io),
                ledger);
    }

    /** Says something and bye and ends the connection at once, so that what the client writes from now on can't be taken. */
    private static void reset(Socket socket, String before) {
        try {
            socket.getOutputStream()
                    .write((before + "{\"type\":\"bye\",\"reason\":\"shutdown\"}\n")
                            .getBytes(StandardCharsets.US_ASCII));
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
