package chatlab.lab.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chatlab.lab.command.LabProcess.End;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.api.model.HostConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.testcontainers.DockerClientFactory;

/** {@code up}, {@code open} and {@code down} with a real engine and a stack whose programs only sleep. */
@EnabledIf("chatlab.lab.engine.EngineProbe#answers")
class StackCommandsTest {
    @TempDir
    private Path folder;

    private final String project = "labtest-" + ProcessHandle.current().pid();
    private final DockerClient docker = DockerClientFactory.lazyClient();
    private int chatPort;
    private int prometheusPort;

    @BeforeEach
    void writeAStack() throws IOException {
        chatPort = freePort();
        prometheusPort = freePort();
        writeStack("echo up; trap exit TERM; sleep 300 & wait");
    }

    @AfterEach
    void removeEverything() throws Exception {
        writeStack("true");
        assertThat(lab().run("down", "--volumes").exitCode()).isZero();
        assertThat(containers()).isEmpty();
        assertThat(networks()).isEmpty();
    }

    @Test
    void upStartsEverythingButAGrafanaThatCantBeHadAndSaysWhereItIs() throws Exception {
        End up = lab().run("up", "--no-build", "--scale", "2");

        assertThat(up.exitCode()).as(up.error()).isZero();
        assertThat(services()).containsExactly("load-clients", "load-clients", "prometheus", "server");
        assertThat(up.error())
                .contains(
                        "Grafana is left out: its image chatlab-test/no-such-image:1 can be neither found nor pulled.")
                .contains("Prometheus has every figure: http://127.0.0.1:" + prometheusPort + "/.");
        assertThat(up.out())
                .contains("Up: load-clients × 2, prometheus, server.")
                .contains("http://127.0.0.1:" + prometheusPort + "/")
                .contains("nc 127.0.0.1 " + chatPort + "   or ws://127.0.0.1:" + chatPort + "/ws")
                .contains("./chatlab open", "./chatlab up --scale 3", "./chatlab down");

        End open = lab().run("open");

        assertThat(open.exitCode()).isZero();
        assertThat(open.out()).startsWith("http://127.0.0.1:" + prometheusPort + "/query?g0.expr=sum+by");
        assertThat(open.error().lines())
                .containsExactly(
                        "Grafana does not run; these are prepared graphs of Prometheus.",
                        "No browser could be opened from here; the address stands above.");

        End down = lab().run("down");

        assertThat(down.exitCode()).as(down.error()).isZero();
        assertThat(down.out())
                .contains("Removed: " + project + "-load-clients-1, " + project + "-load-clients-2, ")
                .contains("Stored figures stay (" + project + "_figures)");
        assertThat(containers()).isEmpty();
        assertThat(lab().run("down", "--volumes").out())
                .contains("No container of the stack was there.")
                .contains("Stored figures are removed too: " + project + "_figures.");
    }

    @Test
    void observerLeavesOnlyWhatWatchesAndJsonIsAllOfStandardOutput() throws Exception {
        assertThat(lab().run("up", "--no-build").exitCode()).isZero();

        End up = lab().run("up", "--no-build", "--observer", "--json");

        assertThat(up.exitCode()).as(up.error()).isZero();
        JsonNode said = new ObjectMapper().readTree(up.out());
        assertThat(said.path("services"))
                .extracting(each ->
                        each.path("service").asText() + " " + each.path("state").asText() + " "
                                + each.path("health").asText())
                .containsExactly("load-clients exited none", "prometheus running none", "server exited none");
        assertThat(said.path("services").path(1).path("name").asText()).isEqualTo(project + "-prometheus-1");
        assertThat(said.path("urls").properties()).extracting(Map.Entry::getKey).containsExactly("prometheus");
    }

    @Test
    void aTakenPortIsNamedWithItsVariableBeforeAnythingIsStarted() throws Exception {
        try (ServerSocket taken = new ServerSocket(prometheusPort, 1, InetAddress.getLoopbackAddress())) {
            End up = lab().run("up", "--no-build");

            assertThat(up.exitCode()).isEqualTo(5);
            assertThat(up.error())
                    .isEqualTo(
                            "Port " + taken.getLocalPort() + " on 127.0.0.1, which 'prometheus' is to have, is taken by"
                                    + " another program; set PROMETHEUS_PORT in .env to a free one, or end what holds it.\n");
        }
        assertThat(containers()).isEmpty();
    }

    @Test
    void aServiceThatEndsAtOnceIsAFailureWithWhereToLook() throws Exception {
        writeStack("exit 3");

        End up = lab().run("up", "--no-build");

        assertThat(up.exitCode()).isEqualTo(5);
        assertThat(up.error().lines().toList().getLast())
                .startsWith(
                        "The stack did not come up (docker compose ended with exit code 1; what it said stands above).");
    }

    @Test
    void anInterruptWhileItStartsEndsWith130AndSaysWhatStays() throws Exception {
        writeStack("sleep 300", "healthcheck: {test: 'false', interval: 1s, retries: 300}");
        Process up = lab().start("up", "--no-build");
        await().atMost(Duration.ofMinutes(1)).until(() -> services().contains("server"));

        assertThat(new ProcessBuilder("kill", "-INT", Long.toString(up.pid()))
                        .start()
                        .waitFor())
                .isZero();
        End end = lab().await(up);

        assertThat(end.exitCode()).isEqualTo(130);
        assertThat(end.error())
                .endsWith("Stopped; what had been started by then stays: './chatlab up' goes on with it,"
                        + " './chatlab down' removes it.\n");
        assertThat(up.descendants().toList()).isEmpty();
    }

    @Test
    void aTrialOnTheObserverNetworkKeepsThatNetworkAlone() throws Exception {
        assertThat(lab().run("up", "--no-build", "--observer").exitCode()).isZero();
        String trial = docker.createContainerCmd("debian:trixie-slim")
                .withName(project + "-trial")
                .withLabels(Map.of("chatlab.run", project))
                .withCmd("sleep", "300")
                .withHostConfig(new HostConfig().withNetworkMode(project + "_observer"))
                .exec()
                .getId();
        try {
            docker.startContainerCmd(trial).exec();

            End down = lab().run("down");

            assertThat(down.exitCode()).as(down.error()).isZero();
            assertThat(down.error()).isEmpty();
            assertThat(down.out())
                    .contains("A network stays because a trial is running on it (" + project + "-trial);"
                            + " './chatlab down' removes it once the trial has ended.");
            assertThat(containers()).isEmpty();
            assertThat(networks()).containsExactly(project + "_observer");
        } finally {
            docker.removeContainerCmd(trial).withForce(true).exec();
        }
    }

    private void writeStack(String serverCommand) throws IOException {
        writeStack(serverCommand, "");
    }

    private void writeStack(String serverCommand, String more) throws IOException {
        Files.writeString(
                folder.resolve(".env"), "CHAT_PORT=" + chatPort + "\nPROMETHEUS_PORT=" + prometheusPort + "\n");
        Files.writeString(folder.resolve("docker-compose.yml"), """
                name: PROJECT
                x-sleeper: &sleeper
                  image: debian:trixie-slim
                  init: true
                  stop_grace_period: 1s
                  command: sleep 300
                services:
                  server:
                    <<: *sleeper
                    command: ["sh", "-c", "COMMAND"]
                    ports: ["127.0.0.1:${CHAT_PORT}:8080"]
                    networks: [chat]
                    MORE
                  load-clients:
                    <<: *sleeper
                    networks: [chat]
                  prometheus:
                    <<: *sleeper
                    ports: ["127.0.0.1:${PROMETHEUS_PORT}:9090"]
                    networks: [chat, observer]
                    volumes: ["figures:/figures"]
                  grafana:
                    image: chatlab-test/no-such-image:1
                    networks: [observer]
                networks: {chat: {}, observer: {labels: {chatlab.observer: "true"}}}
                volumes: {figures: {}}
                """.replace("PROJECT", project)
                .replace("COMMAND", serverCommand)
                .replace("MORE", more));
    }

    private LabProcess lab() {
        return new LabProcess(folder, folder)
                .with("DISPLAY", "")
                .with("WAYLAND_DISPLAY", "")
                .with("COMPOSE_PROJECT_NAME", project);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private List<Container> containers() {
        return docker.listContainersCmd()
                .withShowAll(true)
                .withLabelFilter(Map.of("com.docker.compose.project", project))
                .exec();
    }

    /** Of the containers that run. */
    private List<String> services() {
        return containers().stream()
                .filter(container -> "running".equals(container.getState()))
                .map(container -> container.getLabels().get("com.docker.compose.service"))
                .sorted()
                .toList();
    }

    private List<String> networks() {
        return docker
                .listNetworksCmd()
                .withFilter("label", List.of("com.docker.compose.project=" + project))
                .exec()
                .stream()
                .map(network -> network.getName())
                .toList();
    }
}
