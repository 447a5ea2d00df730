package chatlab.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import chatlab.bench.machine.CPrograms;
import chatlab.bench.machine.Children;
import chatlab.bench.machine.Commands;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class YardstickServerTest {
    private static final byte[] MESSAGE = "0123456789".getBytes(StandardCharsets.US_ASCII);

    @BeforeAll
    static void needACompiler() {
        assumeTrue(Commands.find(List.of("cc", "gcc", "clang")).isPresent(), "a C compiler on the path");
    }

    @Test
    void everyConnectionGetsWhatOneSaysAndItIsCounted() throws Exception {
        try (CPrograms programs = CPrograms.compile();
                Children children = new Children();
                Server server = start(programs, children);
                Socket talker = connect(server);
                Socket listener = connect(server)) {
            awaitAccepted(talker, listener);
            Counts before = server.counts(MESSAGE.length);
            talker.getOutputStream().write(MESSAGE);
            assertThat(talker.getInputStream().readNBytes(MESSAGE.length)).isEqualTo(MESSAGE);
            assertThat(listener.getInputStream().readNBytes(MESSAGE.length)).isEqualTo(MESSAGE);
            assertThat(server.counts(MESSAGE.length).since(before)).isEqualTo(new Counts(2, 2, 0));
        }
    }

    @Test
    void whatAFullSocketDoesNotTakeIsCountedAsLost() throws Exception {
        byte[] much = new byte[1 << 20];
        try (CPrograms programs = CPrograms.compile();
                Children children = new Children();
                Server server = start(programs, children);
                Socket talker = connect(server);
                Socket neverReads = connect(server)) {
            awaitAccepted(talker, neverReads);
            for (int i = 0; i < 32; i++) {
                talker.getOutputStream().write(much);
                talker.getInputStream().readNBytes(much.length);
            }
            assertThat(server.counts(1).lostBytes()).isPositive();
        }
    }

    @Test
    void helloIsAnsweredByAWelcomeAndTheRestGoesToAll() throws Exception {
        try (CPrograms programs = CPrograms.compile();
                Children children = new Children();
                Server server = start(Manners.WELCOMES, programs, children);
                Socket talker = connect(server);
                Socket listener = connect(server)) {
            requireWelcome(talker);
            requireWelcome(listener);
            talker.getOutputStream().write(MESSAGE);
            assertThat(listener.getInputStream().readNBytes(MESSAGE.length)).isEqualTo(MESSAGE);
            assertThat(talker.getInputStream().readNBytes(MESSAGE.length)).isEqualTo(MESSAGE);
        }
    }

    @Test
    void whatIsSwallowedGoesToNobody() throws Exception {
        try (CPrograms programs = CPrograms.compile();
                Children children = new Children();
                YardstickServer server = start(Manners.SWALLOWS, programs, children);
                Socket talker = connect(server)) {
            requireWelcome(talker);
            talker.getOutputStream().write(MESSAGE);
            talker.shutdownOutput();
            // It ends a connection once it has read all of it.
            assertThat(talker.getInputStream().read()).isEqualTo(-1);
            assertThat(server.counts(1).messages()).isZero();
            assertThat(server.bytesIn()).isEqualTo(MESSAGE.length);
        }
    }

    private static void requireWelcome(Socket socket) throws IOException {
        socket.getOutputStream().write("{\"type\":\"hello\"}\n".getBytes(StandardCharsets.US_ASCII));
        byte[] welcome = "{\"type\":\"welcome\"}\n".getBytes(StandardCharsets.US_ASCII);
        assertThat(socket.getInputStream().readNBytes(welcome.length)).isEqualTo(welcome);
    }

    private static YardstickServer start(Manners manners, CPrograms programs, Children children)
            throws IOException, RunFailedException {
        return new YardstickProgram(programs.yardstick()).start(manners, children, UnaryOperator.identity());
    }

    private static Server start(CPrograms programs, Children children) throws IOException, RunFailedException {
        return new YardstickProgram(programs.yardstick())
                .start(ServerProgram.Settings.NONE, children, UnaryOperator.identity());
    }

    private static Socket connect(Server server) throws IOException {
        return new Socket(InetAddress.getLoopbackAddress(), server.port());
    }

    /** What the second one says reaches the first one once both are in. */
    private static void awaitAccepted(Socket first, Socket second) throws IOException {
        second.getOutputStream().write('!');
        assertThat(first.getInputStream().read()).isEqualTo('!');
        assertThat(second.getInputStream().read()).isEqualTo('!');
    }
}
