package chatlab.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import chatlab.bench.machine.CPrograms;
import chatlab.bench.machine.Children;
import chatlab.bench.machine.Commands;
import chatlab.bench.machine.Cores;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The client in C against a server whose sins are known: 4 members, 2 talkers, messages 100 to 299 of 100 a second. */
class FanclientTest {
    private static final int FIRST = 100;
    private static final int WINDOW = 200;
    private static final int MEMBERS = 4;
    private static final Span SPAN = new Span(1, 2);
    private static final Shape SHAPE = new Shape(Transport.LINES, MEMBERS, 2, 0, 0, 128, 100);

    private static CPrograms programs;

    @BeforeAll
    static void compile() throws Exception {
        assumeTrue(Commands.find(List.of("cc", "gcc", "clang")).isPresent(), "a C compiler on the path");
        assumeTrue(Commands.find(List.of("taskset")).isPresent(), "taskset on the path");
        programs = CPrograms.compile();
    }

    @AfterAll
    static void clean() throws IOException {
        if (programs != null) {
            programs.close();
        }
    }

    @Test
    void everythingThatComesIsReported() throws Exception {
        ClientRun run = run((number, line, members) -> members.forEach(member -> member.send(line)));
        assertThat(run.expected()).isEqualTo(WINDOW * MEMBERS);
        assertThat(run.received()).isEqualTo(run.expected());
        assertThat(run.disordered()).isZero();
        assertThat(run.closed()).isZero();
        assertThat(run.wireBytes()).isEqualTo(128);
        assertThat(run.p99Ms()).isNotNull();
        assertThat(run.sentPerS()).isBetween(80.0, 120.0);
        assertThat(run.deliveriesPerS()).isBetween(80.0 * MEMBERS, 120.0 * MEMBERS);
    }

    @Test
    void messagesThatNobodyGetsAreReportedExactlyAndCountAsInfinitelyLate() throws Exception {
        ClientRun run = run((number, line, members) -> {
            if (number % 10 != 3) {
                members.forEach(member -> member.send(line));
            }
        });
        assertThat(run.expected() - run.received()).isEqualTo(WINDOW / 10 * MEMBERS);
        assertThat(run.p50Ms()).isNotNull();
        assertThat(run.p99Ms()).isNull();
        assertThat(run.p99()).isInfinite();
    }

    @Test
    void oneMessageThatOneMemberMissesIsReported() throws Exception {
        ClientRun run = run((number, line, members) -> members.stream()
                .filter(member -> number != 200 || member.index() != 2)
                .forEach(member -> member.send(line)));
        assertThat(run.expected() - run.received()).isEqualTo(1);
        assertThat(run.p99Ms()).isNotNull();
        assertThat(run.maxMs()).isNull();
    }

    @Test
    void whatIsMissedOutsideTheWindowDoesNotCount() throws Exception {
        ClientRun run = run((number, line, members) -> {
            if (number >= FIRST) {
                members.forEach(member -> member.send(line));
            }
        });
        assertThat(run.received()).isEqualTo(run.expected());
    }

    @Test
    void messagesThatComeTwiceOrLateInTheOrderAreNotCountedAsReceived() throws Exception {
        ClientRun run = run((number, line, members) -> {
            members.forEach(member -> member.send(line));
            if (number == 150 || number == 151) {
                members.forEach(member -> member.send(line));
            }
        });
        assertThat(run.received()).isEqualTo(run.expected());
        assertThat(run.disordered()).isEqualTo(2 * MEMBERS);
    }

    /** Twenty messages are 200 ms. */
    @Test
    void delayShowsInTheMedian() throws Exception {
        List<String> waiting = new ArrayList<>();
        ClientRun run = run((number, line, members) -> {
            waiting.add(line);
            if (waiting.size() > 20) {
                String late = waiting.removeFirst();
                members.forEach(member -> member.send(late));
            }
        });
        // The last twenty of the whole load never come; that they are missed shows that it is the schedule that counts.
        assertThat(run.expected() - run.received()).isEqualTo(20 * MEMBERS);
        assertThat(run.p50Ms()).isBetween(195.0, 1_000.0);
    }

    /** Messages 200 to 249 come when number 250 does: the server stood still for half a second. */
    @Test
    void serverThatStoodStillShowsInTheP99() throws Exception {
        List<String> held = new ArrayList<>();
        ClientRun run = run((number, line, members) -> {
            held.add(line);
            if (number < 200 || number >= 250) {
                held.forEach(each -> members.forEach(member -> member.send(each)));
                held.clear();
            }
        });
        assertThat(run.received()).isEqualTo(run.expected());
        assertThat(run.p99Ms()).isBetween(470.0, 1_500.0);
        assertThat(run.p50Ms()).isLessThan(400);
    }

    @Test
    void connectionThatTheServerClosesIsReported() throws Exception {
        ClientRun run = run((number, line, members) -> {
            members.forEach(member -> member.send(line));
            if (number == 150) {
                members.getFirst().end();
            }
        });
        assertThat(run.closed()).isEqualTo(1);
        assertThat(run.received()).isLessThan(run.expected());
    }

    @Test
    void thoseWhoDoNotReadAreExpectedToGetNothing() throws Exception {
        ClientRun run =
                run(SHAPE.withNeverReaders(1), (number, line, members) -> members.forEach(member -> member.send(line)));
        assertThat(run.expected()).isEqualTo(WINDOW * (MEMBERS - 1));
        assertThat(run.received()).isEqualTo(run.expected());
    }

    /** The last member misses ten messages and is told of nine. */
    @Test
    void whatThoseWhoReadAgainNeitherGotNorWereToldOfIsReported() throws Exception {
        ClientRun run = run(
                SHAPE.withNeverReaders(1),
                (number, line, members) -> members.forEach(member -> {
                    boolean last = member.index() == MEMBERS - 1;
                    if (!last || number < 150 || number >= 160) {
                        member.send(line);
                    }
                    if (last && number == 160) {
                        member.send("{\"type\":\"gap\",\"room\":\"global\",\"missed\":9}");
                    }
                }));
        assertThat(run.lateExpected()).isEqualTo(FIRST + WINDOW);
        assertThat(run.lateReceived()).isEqualTo(FIRST + WINDOW - 10);
        assertThat(run.lateMissed()).isEqualTo(9);
        assertThat(run.lateUnaccounted()).isEqualTo(1);
        assertThat(run.disordered()).isZero();
    }

    /** One is told of a message that it got, the other is not told of one that it did not get: the sums agree. */
    @Test
    void whatOneGotTooMuchDoesNotMakeUpForWhatAnotherLacks() throws Exception {
        ClientRun run = run(
                SHAPE.withNeverReaders(2),
                (number, line, members) -> members.forEach(member -> {
                    if (member.index() != MEMBERS - 1 || number != 150) {
                        member.send(line);
                    }
                    if (member.index() == MEMBERS - 2 && number == 150) {
                        member.send("{\"type\":\"gap\",\"room\":\"global\",\"missed\":1}");
                    }
                }));
        assertThat(run.lateReceived() + run.lateMissed()).isEqualTo(run.lateExpected());
        assertThat(run.lateUnaccounted()).isEqualTo(2);
    }

    @Test
    void serverThatDoesNotLetTheClientInIsBlamed() throws Exception {
        try (ServerSocket listener = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            Thread.ofPlatform().daemon().start(() -> {
                try {
                    listener.accept().close();
                } catch (IOException e) {
                    // The test is over.
                }
            });
            Process client = client("--port", String.valueOf(listener.getLocalPort()), "--dialect", "lines");
            assertThat(client.waitFor()).isEqualTo(3);
        }
    }

    /** Chatter that never ends would keep the usual client for 15 s before its load and for 32 s after it. */
    @Test
    @Timeout(12)
    void floodingClientWaitsForNoQuietBeforeOrAfterItsLoad() throws Exception {
        TinyServer chattering = new TinyServer((number, line, members) -> members.forEach(member -> member.send(line)));
        try (chattering) {
            AtomicBoolean over = new AtomicBoolean();
            Thread chatter = Thread.ofPlatform().daemon().start(() -> chattering.chatter(over::get));
            ClientRun run = client().flood(chattering, SHAPE.withNeverReaders(1), new Span(0, 1));
            over.set(true);
            chatter.join();
            assertThat(run.lateExpected()).isZero();
            assertThat(run.windowToS() - run.windowFromS()).isBetween(1.0, 2.0);
            assertThat(run.sentPerS()).isPositive();
        }
    }

    /** Two members that don't read, and more than their own buffers hold. */
    @Test
    void memoryOfSocketsIsReported() throws Exception {
        Shape large = SHAPE.withMessageBytes(16 * 1024).withNeverReaders(2);
        ClientRun run = run(large, (number, line, members) -> members.forEach(member -> member.send(line)));
        assertThat(run.socketsMiB()).isBetween(1.0, 200.0);
    }

    @Test
    void serverThatIsNotThereIsSaid() throws Exception {
        TinyServer ended = new TinyServer((number, line, members) -> {});
        try (ended) {
            assertThat(ended.port()).isPositive();
        }
        assertThatExceptionOfType(ServerFailedException.class)
                .isThrownBy(() -> client().run(ended, SHAPE, SPAN))
                .withMessage("fanclient: connection 0 to 127.0.0.1:" + ended.port() + ": Connection refused");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "--host 10.0.0.1 | --host is '10.0.0.1', but only addresses of 127.0.0.0/8 are loaded",
                "--host 128.0.0.1 | --host is '128.0.0.1', but only addresses of 127.0.0.0/8 are loaded",
                "--port 0 | --port is 0, but has to be 1 to 65535",
                "--port 80 --rate x | --rate is 'x', but has to be a number",
                "--port 80 --seconds 4000 | --rate has to be 0 to 10000000, --warm-up-s and --seconds together at most"
                        + " 3600, --drain-ms at most 60000, --settle-ms at most 10000",
                "--port 80 --dialect irc | --dialect is 'irc', but has to be raw, lines or ws",
                "--colour red | there is no option '--colour'; the source lists them",
                "--port | --port needs a value"
            })
    void wrongOptionGetsOneSentenceAndNothingIsLoaded(String options, String sentence) throws Exception {
        Process process = client(options.strip().split(" "));
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(said).isEqualTo("fanclient: " + sentence + "\n");
        assertThat(process.waitFor()).isEqualTo(2);
    }

    private static ClientRun run(TinyServer.Fate fate) throws Exception {
        return run(SHAPE, fate);
    }

    private static ClientRun run(Shape shape, TinyServer.Fate fate) throws Exception {
        try (TinyServer server = new TinyServer(fate)) {
            return client().run(server, shape, SPAN);
        }
    }

    private static Process client(String... options) throws IOException {
        List<String> command = Stream.concat(Stream.of(programs.client().toString()), Stream.of(options))
                .toList();
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    private static LoadClient client() {
        return new LoadClient(programs.client(), new Cores(0, 0), new Children());
    }
}
