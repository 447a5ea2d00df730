package chatlab.lab.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import chatlab.lab.compose.EnvFile;
import chatlab.lab.engine.EngineSurvey.PublishedPort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class PortsCheckTest {
    private static final Finding ALL_FREE = Finding.ok("ports", "8080, 8081, 9090, 3000 of the live stack are free");

    @TempDir
    private Path folder;

    @Test
    void freePortsAreFine() {
        assertThat(check(Surveys.none(), Map.of(), Set.of())).containsExactly(ALL_FREE);
    }

    @Test
    void theRunningStacksOwnPortsAreFine() {
        Supplier<EngineAnswer> engine = Surveys.good()
                .ports(new PublishedPort(8080, "chatlab-server-1", "chatlab"))
                .answer();

        assertThat(check(engine, Map.of(), Set.of(8080)))
                .containsExactly(
                        Finding.ok("ports", "8081, 9090, 3000 of the live stack are free"),
                        Finding.ok("ports", "8080 are the running stack's own"));
    }

    @Test
    void aPortOfAnotherContainerIsToldWithAFreeOne() {
        Supplier<EngineAnswer> engine = Surveys.good()
                .ports(new PublishedPort(9090, "their-1", "theirs"))
                .answer();

        assertThat(check(engine, Map.of(), Set.of(9090, 19090)))
                .contains(Finding.fail(
                        "ports",
                        "9090 (PROMETHEUS_PORT) is taken by the container their-1: the live stack can't start",
                        "echo PROMETHEUS_PORT=29090 >> .env"));
    }

    @Test
    void portsComeFromTheEnvironmentThenFromTheFile() throws IOException {
        Files.writeString(folder.resolve(".env"), """
                # ports
                CHAT_PORT=1111   # where people connect
                SERVER_ADMIN_PORT="1112"
                PROMETHEUS_PORT='1113'
                GRAFANA_PORT=
                """);

        assertThat(check(Surveys.none(), Map.of("CHAT_PORT", "1110"), Set.of(1110, 1112)))
                .containsExactly(
                        Finding.ok("ports", "1113, 3000 of the live stack are free"),
                        Finding.fail(
                                "ports",
                                "1110 (CHAT_PORT) is taken by somebody whom this user may not see: the live stack can't start",
                                "export CHAT_PORT=11110"),
                        Finding.fail(
                                "ports",
                                "1112 (SERVER_ADMIN_PORT) is taken by somebody whom this user may not see: the live stack"
                                        + " can't start",
                                "sed -i -E 's/^([[:space:]]*(export[[:space:]]+)?SERVER_ADMIN_PORT[[:space:]]*=).*/\\111112/' .env"));
    }

    @Test
    void theCommandChangesTheLineHoweverItIsWritten() throws Exception {
        Path file = Files.writeString(folder.resolve(".env"), "  export CHAT_PORT = '1110' # here\nMY_CHAT_PORT=1\n");
        String mend =
                check(Surveys.none(), Map.of(), Set.of(1110)).getLast().mend().getFirst();

        assertThat(new ProcessBuilder("sh", "-c", mend)
                        .directory(folder.toFile())
                        .start()
                        .waitFor())
                .isZero();

        assertThat(file).hasContent("  export CHAT_PORT =11110\nMY_CHAT_PORT=1\n");
    }

    @Test
    void whereNoPortThatResemblesItIsFreeNoneIsSuggested() {
        assertThat(check(Surveys.none(), Map.of("CHAT_PORT", "1110"), Set.of(1110, 11110, 21110, 31110, 41110, 51110)))
                .last()
                .extracting(Finding::mend)
                .isEqualTo(List.of("end what holds it"));
    }

    @Test
    void whatIsNoPortIsTold() {
        assertThat(check(Surveys.none(), Map.of("CHAT_PORT", "65536"), Set.of()))
                .contains(Finding.fail(
                        "ports", "CHAT_PORT is '65536', it has to be a port, 1 to 65535", "export CHAT_PORT=8080"));
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aListeningProcessIsNamed() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            int port = taken.getLocalPort();

            List<Finding> findings = new PortsCheck(
                            Surveys.none(),
                            EnvFile.in(folder, Map.of("GRAFANA_PORT", Integer.toString(port))),
                            new Listeners(new MachineFiles(Path.of("/"))),
                            PortsCheck::canListen)
                    .findings();

            assertThat(findings).anySatisfy(finding -> {
                assertThat(finding.level()).isEqualTo(Level.FAIL);
                assertThat(finding.finding())
                        .isEqualTo(port + " (GRAFANA_PORT) is taken by java (pid "
                                + ProcessHandle.current().pid() + "): the live stack can't start");
            });
        }
    }

    private List<Finding> check(Supplier<EngineAnswer> engine, Map<String, String> environment, Set<Integer> taken) {
        return new PortsCheck(
                        engine,
                        EnvFile.in(folder, environment),
                        new Listeners(new MachineFiles(folder)),
                        port -> !taken.contains(port))
                .findings();
    }
}
