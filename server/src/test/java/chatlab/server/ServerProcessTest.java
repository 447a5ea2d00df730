package chatlab.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The program as a process of its own: exit codes, signals, and what it says. */
class ServerProcessTest {
    static Stream<Arguments> wrongSettings() {
        return Stream.of(
                arguments("PORT", "70000", "a whole number from 0 to 65535"),
                arguments("ADMIN_PORT", "http", "a whole number from 0 to 65535"),
                arguments("BIND", "everywhere", "an IP address such as 0.0.0.0 or 127.0.0.1"),
                arguments("EVENT_LOOPS", "0", "a whole number from 1 to 256"),
                arguments("IO", "kqueue", "one of epoll, nio, io_uring"),
                arguments("BROADCAST", "fast", "one of log, naive, batched"),
                arguments("PATIENCE", "11ms", "a duration from 0 to 10ms, such as 250ms or 30s"),
                arguments("ROOM_LOG_BYTES", "1KiB", "a size from 512KiB to 1GiB, such as 512 or 64KiB"),
                arguments("SLOW_CONSUMER", "wait", "one of gap, close"),
                arguments("MAX_CONNECTIONS", "0", "a whole number from 1 to "),
                arguments("MAX_CONNECTIONS_PER_ADDRESS", "none", "a whole number from 1 to "),
                arguments("ROOMS", "some", "one of open, fixed"),
                arguments("ROOMS_FILE", "missing.json", "a file that can be read"),
                arguments("MAX_ROOMS", "0", "a whole number from 1 to 1000000"),
                arguments("ANNOUNCE_BELOW", "all", "a whole number from 0 to 10000"),
                arguments("HISTORY", "-1", "a whole number from 0 to 1000"),
                arguments("AUTH", "ldap", "one of open, users"),
                arguments("USERS_FILE", "users.json", "left away where AUTH is 'open'"),
                arguments("JWT_SECRET_FILE", "jwt.secret", "left away where AUTH is 'open'"),
                arguments("TOKEN_LIFETIME", "0", "a duration from 1s to 24h, such as 250ms or 30s"),
                arguments("LOGIN_CPU", "101", "a whole number from 1 to 100"),
                arguments("CLUSTER", "nats://localhost", "none, or redis://"),
                arguments("CLUSTER_BUFFER_BYTES", "1KiB", "a size from 64KiB to 1GiB, such as 512 or 64KiB"),
                arguments("SHARDS", "localhost", "none, or HOST:PORT[,HOST:PORT…] of this server and others"),
                arguments("SHARD_REPLICAS", "0", "a whole number from 1 to 16"),
                arguments("MAX_ROOMS_PER_CONNECTION", "17", "a whole number from 1 to 16"),
                arguments("MAX_MESSAGE_RATE", "10/s", "a whole number from 0 to 1000000"),
                arguments("MAX_REQUEST_RATE", "fast", "a whole number from 0 to 1000000"),
                arguments("MAX_LINE_BYTES", "20KB", "a whole number from 256 to 262144"),
                arguments("HANDSHAKE_TIMEOUT", "2", "a duration from 10ms to 1h, such as 250ms or 30s"),
                arguments("IDLE_TIMEOUT", "1ms", "a duration from 10ms to 24h, such as 250ms or 30s"),
                arguments("SHUTDOWN_GRACE", "-1s", "a duration from 0 to 5m, such as 250ms or 30s"),
                arguments("EXPERIMENT", "x".repeat(201), "at most 200 characters and no control characters"),
                arguments("TRIAL", "a\tb", "at most 200 characters and no control characters"),
                arguments("LOG_LEVEL", "loud", "one of error, warn, info, debug, trace"),
                arguments("LOG_FORMAT", "xml", "one of text, json"));
    }

    @ParameterizedTest(name = "{0}={1}")
    @MethodSource("wrongSettings")
    void aWrongSettingStopsTheStartWithASentence(String name, String value, String right) throws Exception {
        Process process = ServerProcess.start(Map.of(name, value));
        List<String> said = process.errorReader().lines().toList();
        assertThat(process.waitFor()).isEqualTo(2);
        assertThat(said)
                .singleElement()
                .asString()
                .startsWith(name + " is '" + value + "', but it has to be " + right)
                .endsWith(".");
    }

    @Test
    void noPasswordIsPrinted() throws Exception {
        Process process = ServerProcess.start(Map.of("CLUSTER", "redis://ada:p#ss@localhost/"));
        List<String> said = process.errorReader().lines().toList();
        assertThat(process.waitFor()).isEqualTo(2);
        assertThat(said).singleElement().asString().startsWith("CLUSTER is 'redis://***@localhost/', but");
    }

    @Test
    void everySettingIsListedByHelpAndTestedWithAWrongValue() throws Exception {
        Process process = ServerProcess.start(Map.of(), "--help");
        List<String> listed = process.inputReader()
                .lines()
                .skip(1)
                .map(line -> line.strip().split(" ", 2)[0])
                .toList();
        assertThat(process.waitFor()).isZero();
        assertThat(listed)
                .isEqualTo(wrongSettings().map(wrong -> (String) wrong.get()[0]).toList());
    }

    @Test
    void anUnknownFlagAndSettingsThatDoNotGoTogetherAreWrongToo() throws Exception {
        Process unknown = ServerProcess.start(Map.of(), "--colour", "red");
        assertThat(unknown.errorReader().readLine()).startsWith("There is no flag --colour; the flags are --port, ");
        assertThat(unknown.waitFor()).isEqualTo(2);
        Process same = ServerProcess.start(Map.of("PORT", "9999", "ADMIN_PORT", "9999"));
        assertThat(same.errorReader().readLine())
                .isEqualTo("ADMIN_PORT is '9999', but it has to be another port than PORT, which is the same.");
        assertThat(same.waitFor()).isEqualTo(2);
        Process hasty = ServerProcess.start(Map.of("HANDSHAKE_TIMEOUT", "3s", "IDLE_TIMEOUT", "2s"));
        assertThat(hasty.errorReader().readLine())
                .isEqualTo("IDLE_TIMEOUT is '2s', but it has to be at least HANDSHAKE_TIMEOUT, which is '3s'.");
        assertThat(hasty.waitFor()).isEqualTo(2);
        Process apart = ServerProcess.start(Map.of("SHARDS", "localhost:8080", "SHARD_REPLICAS", "2"));
        assertThat(apart.errorReader().readLine())
                .isEqualTo(
                        "SHARD_REPLICAS is '2', but it has to be 1 where CLUSTER is 'none': replicas share their rooms through Redis.");
        assertThat(apart.waitFor()).isEqualTo(2);
        Process narrow = ServerProcess.start(
                Map.of("CLUSTER", "redis://localhost", "CLUSTER_BUFFER_BYTES", "64KiB", "MAX_LINE_BYTES", "100000"));
        assertThat(narrow.errorReader().readLine())
                .isEqualTo(
                        "CLUSTER_BUFFER_BYTES is '64KiB', but it has to be at least twice MAX_LINE_BYTES, which is '100000'.");
        assertThat(narrow.waitFor()).isEqualTo(2);
    }

    @Test
    void aPortInUseStopsTheStartWithASentence() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            for (String name : List.of("PORT", "ADMIN_PORT")) {
                Process process = ServerProcess.start(Map.of(
                        name,
                        Integer.toString(taken.getLocalPort()),
                        name.equals("PORT") ? "ADMIN_PORT" : "PORT",
                        "0",
                        "BIND",
                        "127.0.0.1"));
                assertThat(process.errorReader().lines())
                        .singleElement()
                        .asString()
                        .startsWith(name + " " + taken.getLocalPort() + " on 127.0.0.1 can't be opened: ");
                assertThat(process.waitFor()).isEqualTo(5);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TERM", "INT"})
    void aSignalEndsItInOrder(String signal) throws Exception {
        Process process =
                ServerProcess.start(Map.of("PORT", "0", "ADMIN_PORT", "0", "BIND", "127.0.0.1", "LOG_LEVEL", "debug"));
        try (BufferedReader log = process.errorReader();
                Client ada = Client.named(ServerProcess.listeningPort(log), "ada")) {
            ada.send("{\"clientId\":\"ada\",\"Message\":\"hi\"}\n");
            ada.line();
            new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
                    .start()
                    .waitFor();
            assertThat(ada.rest())
                    .matches("\\{\"type\":\"bye\",\"reason\":\"shutdown\",\"accepted\":1,\"retryAfterMillis\":\\d+}\n");
            ada.leave();
            assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isZero();
            assertThat(log.lines())
                    .anyMatch(line -> line.contains(" ada reason=shutdown accepted=1 "))
                    .last()
                    .asString()
                    .endsWith("stopped");
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void aClientThatStaysDoesNotKeepTheServerLongerThanTheGrace() throws Exception {
        Process process = ServerProcess.start(
                Map.of("PORT", "0", "ADMIN_PORT", "0", "BIND", "127.0.0.1", "SHUTDOWN_GRACE", "200ms"));
        try (BufferedReader log = process.errorReader();
                Client ada = Client.named(ServerProcess.listeningPort(log), "ada")) {
            process.destroy();
            assertThat(ada.rest()).contains("shutdown");
            // With the default grace it would wait for 5 s, as this client never ends.
            assertThat(process.waitFor(4, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isZero();
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void whenFilesRunOutEveryoneIsToldAndWhenThereAreSomeClientsAreServedAgain() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/prlimit")));
        ProcessBuilder builder = new ProcessBuilder(ServerProcess.command());
        builder.environment().putAll(Map.of("PORT", "0", "ADMIN_PORT", "0", "BIND", "127.0.0.1"));
        Process process = builder.start();
        List<Client> served = new ArrayList<>();
        try (BufferedReader log = process.errorReader()) {
            int port = ServerProcess.listeningPort(log);
            served.add(Client.named(port, "ada"));
            limitFiles(process, files(process));
            while (told(port, served).contains("welcome")) {}
            assertThat(log.readLine()).contains("connections can't be accepted, 1 tries failed");
            for (int i = 0; i < 200; i++) {
                assertThat(told(port, served)).contains("\"reason\":\"full\"");
            }
            served.getFirst().leave();
            await().until(() -> told(port, served).contains("welcome"));
            served.getLast().expectNothingMore();
        } finally {
            for (Client client : served) {
                client.close();
            }
            process.destroyForcibly();
        }
    }

    /** What a client is told that says hello; it stays if that is a welcome. */
    private static String told(int port, List<Client> served) throws IOException {
        Client client = Client.connect(port);
        client.send("{\"type\":\"hello\",\"clientId\":\"bob\"}\n");
        String told = client.line();
        if (told.contains("welcome")) {
            served.add(client);
        } else {
            client.close();
        }
        return told;
    }

    private static long files(Process process) throws IOException {
        try (Stream<Path> files = Files.list(Path.of("/proc/" + process.pid() + "/fd"))) {
            return files.count();
        }
    }

    private static void limitFiles(Process process, long files) throws Exception {
        assertThat(new ProcessBuilder("prlimit", "--pid", Long.toString(process.pid()), "--nofile=" + files)
                        .start()
                        .waitFor())
                .isZero();
    }
}
