package chatlab.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import chatlab.generator.summary.Summary;
import chatlab.process.UnusableException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Servers that know nothing of chatlab, measured with dialect files alone. */
@Timeout(60)
class ForeignServersTest {
    private static final Path FOREIGN = Path.of("src/test/resources/foreign");
    private static final Pattern LISTENING = Pattern.compile("listening on port (\\d+)");
    private static final Pattern NATS_IS_LISTENING = Pattern.compile("Listening for client connections on .*:(\\d+)");

    @TempDir
    private Path folder;

    @Test
    void serverOfSixtyLinesIsAccountedForExactly() throws Exception {
        try (Foreign server = foreignChat()) {
            Summary summary = Runs.run(
                    server.target(),
                    "DIALECT",
                    FOREIGN.resolve("foreign.yaml").toString(),
                    "CLIENTS",
                    "12",
                    "TALKERS",
                    "4",
                    "ROOMS",
                    "2");
            assertThat(summary.ledger().exact()).as(summary.ledger().toString()).isTrue();
            // Each room has six members, and whoever speaks is heard by the five others.
            assertThat(summary.deliveries().expected())
                    .isEqualTo(summary.messages().sent() * 5)
                    .isEqualTo(summary.deliveries().received());
            assertThat(summary.deliveries().recordedInWindow())
                    .isEqualTo(summary.messages().scheduledInWindow() * 5)
                    .isEqualTo(summary.deliveries().expectedInWindow());
            assertThat(summary.messages().unsent()).isZero();
        }
    }

    @Test
    void talkerThatHearsItselfAgainstItsDialectIsForeign() throws Exception {
        try (Foreign server = nats()) {
            Path dialect = Files.writeString(
                    folder.resolve("nats.yaml"),
                    Files.readString(Path.of("src/main/resources/dialects/nats.yaml")) + "echo: false\n");
            Summary summary = Runs.run(server.target(), "DIALECT", dialect.toString(), "CLIENTS", "3", "TALKERS", "1");
            // Nobody waits for what has no place in the ledger, so that the last of them may not have come.
            assertThat(summary.ledger().foreign()).isPositive();
            assertThat(summary.ledger().exact()).isFalse();
            assertThat(summary.ledger().lost()).isZero();
        }
    }

    @Test
    void natsIsAccountedForExactlyWhereClientsComeAndGo() throws Exception {
        try (Foreign server = nats()) {
            Summary summary = Runs.run(
                    server.target(),
                    "DIALECT",
                    "nats",
                    "CLIENTS",
                    "30",
                    "ROOMS",
                    "3",
                    "HOPPERS",
                    "6",
                    "HOP_EVERY",
                    "250ms",
                    "CHURNERS",
                    "6",
                    "CHURN_EVERY",
                    "250ms",
                    "DURATION",
                    "2s");
            assertThat(summary.ledger().exact()).as(summary.ledger().toString()).isTrue();
            assertThat(summary.moves().hops().done()).isPositive();
            assertThat(summary.moves().churn().done()).isPositive();
        }
    }

    @Test
    void natsIsAccountedForExactly() throws Exception {
        try (Foreign server = nats()) {
            Summary summary = Runs.run(
                    server.target(),
                    "DIALECT",
                    "nats",
                    "CLIENTS",
                    "30",
                    "TALKERS",
                    "6",
                    "ROOMS",
                    "3",
                    "MESSAGE_BYTES",
                    "uniform:90..300");
            assertThat(summary.ledger().exact()).as(summary.ledger().toString()).isTrue();
            assertThat(summary.deliveries().received())
                    .isEqualTo(summary.messages().sent() * 10)
                    .isPositive();
            assertThat(summary.latencyNs().missing()).isZero();
            assertThat(summary.messages().unsent()).isZero();
        }
    }

    @Test
    void whatTheServerRefusesIsQuoted() throws Exception {
        Path dialect = Files.writeString(
                folder.resolve("rude.yaml"),
                "opening: [GIVE ME %r]\nwelcome: YOU ARE IN\nmessage: 'SAY %p'\nrefusals: [SORRY]\n");
        try (Foreign server = foreignChat()) {
            assertThatThrownBy(() -> Runs.run(server.target(), "DIALECT", dialect.toString()))
                    .isInstanceOf(UnusableException.class)
                    .hasMessageContaining("was turned away: SORRY (SORRY who?)");
        }
    }

    private static Foreign foreignChat() throws IOException {
        return Foreign.start(
                LISTENING,
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                FOREIGN.resolve("ForeignChat.java").toString());
    }

    private static Foreign nats() throws IOException {
        String program = Arrays.stream(System.getenv().getOrDefault("PATH", "").split(":", -1))
                .map(each -> Path.of(each, "nats-server"))
                .filter(Files::isExecutable)
                .map(Path::toString)
                .findFirst()
                .orElse("");
        assumeTrue(!program.isEmpty(), "nats-server on the path");
        return Foreign.start(NATS_IS_LISTENING, program, "-a", "127.0.0.1", "-p", "-1");
    }

    /** A server in a process of its own. */
    private record Foreign(Process process, int port) implements AutoCloseable {
        /** @param listening finds the port in what it says when it can be connected to */
        static Foreign start(Pattern listening, String... command) throws IOException {
            Process process = new ProcessBuilder(List.of(command))
                    .redirectErrorStream(true)
                    .start();
            BufferedReader said = process.inputReader();
            for (String line = said.readLine(); line != null; line = said.readLine()) {
                Matcher found = listening.matcher(line);
                if (found.find()) {
                    Thread.ofPlatform().daemon().start(() -> readOn(said));
                    return new Foreign(process, Integer.parseInt(found.group(1)));
                }
            }
            process.destroyForcibly().onExit().join();
            throw new IOException(String.join(" ", command) + " never said where it listens");
        }

        /** A pipe that nobody reads would block the server one day. */
        private static void readOn(BufferedReader said) {
            try {
                said.transferTo(Writer.nullWriter());
            } catch (IOException e) {
                // The server has ended.
            }
        }

        String target() {
            return "tcp://127.0.0.1:" + port;
        }

        @Override
        public void close() {
            process.destroyForcibly().onExit().join();
        }
    }
}
