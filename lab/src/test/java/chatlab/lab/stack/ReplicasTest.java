package chatlab.lab.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chatlab.lab.engine.EngineProbe;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.condition.EnabledIf;

/** Two servers behind HAProxy with Redis between them, as haproxy/redis.env makes them, from start to removal. */
@EnabledIf("chatlab.lab.engine.EngineProbe#answers")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ReplicasTest {
    private static final int CLIENTS = 60;
    private static final String OF_EACH = "chatlab_server_connections{origin=\"stack\"}";
    private static final String IN_ALL = "sum(" + OF_EACH + ")";

    @SuppressWarnings("NullAway.Init")
    private ComposeProject stack;

    @SuppressWarnings("NullAway.Init")
    private PrometheusApi prometheus;

    @BeforeAll
    void start() throws Exception {
        Map<String, String> load = Map.of("TALKERS", "6", "WARMUP", "1s", "DURATION", "10s", "LINGER", "5m");
        stack = new ComposeProject(load, "haproxy/redis.env");
        stack.set("CLIENTS", "" + CLIENTS);
        stack.set("SERVERS", "2");
        stack.set("SERVER_ADMIN_PORT", "");
        stack.up("server", "redis", "haproxy", "load-clients", "prometheus");
        prometheus = new PrometheusApi(stack.at("PROMETHEUS_PORT"));
    }

    @AfterAll
    void removeEverything() throws Exception {
        if (prometheus != null) {
            prometheus.close();
        }
        if (stack != null) {
            stack.remove();
        }
    }

    @Test
    @Order(1)
    void clientsAreSpreadEvenly() {
        prometheus.awaitValue(IN_ALL, CLIENTS);
        prometheus.awaitValue("max(" + OF_EACH + ")", CLIENTS / 2);
        prometheus.awaitValue("sum(up{job=\"haproxy\",origin=\"stack\"})", 1);
        prometheus.awaitValue("sum(haproxy_server_status{proxy=\"replicas\",state=\"UP\"})", 2);
    }

    @Test
    @Order(2)
    void whoSaysNothingGetsThroughAndHearsWhatIsSaidOnTheOtherServer() throws Exception {
        URI chat = stack.at("CHAT_PORT");
        // The first and the second one of an even number go to different servers.
        try (Socket silent = connect(chat);
                Socket ada = connect(chat)) {
            prometheus.awaitValue("min(" + OF_EACH + ")", CLIENTS / 2 + 1);
            // It is a listener from two seconds on: until then what is said passes it by.
            BufferedReader heard =
                    new BufferedReader(new InputStreamReader(silent.getInputStream(), StandardCharsets.UTF_8));
            silent.setSoTimeout(500);
            await().atMost(Duration.ofSeconds(20))
                    .pollInterval(Duration.ofMillis(100))
                    .ignoreExceptions()
                    .untilAsserted(() -> {
                        say(ada, "{\"clientId\":\"ada\",\"Message\":\"hi\"}\n");
                        assertThat(heard.readLine()).isEqualTo("{\"clientId\":\"ada\",\"Message\":\"hi\"}");
                    });
        }
        prometheus.awaitValue(IN_ALL, CLIENTS);
    }

    @Test
    @Order(3)
    void everyMessageReachesEverybodyOnce() throws Exception {
        prometheus.awaitValue("sum(chatlab_clients_phase{phase=\"lingering\",origin=\"stack\"})", 1);

        // Four of the window's seconds at the default rate of 10/s are enough to be sure that something was said.
        assertThat(prometheus.value("sum(chatlab_clients_deliveries_total{origin=\"stack\"})"))
                .isGreaterThan(40 * CLIENTS);
        for (String fault : new String[] {"lost", "duplicated", "reordered"}) {
            assertThat(prometheus.value("sum(chatlab_clients_" + fault + "_total{origin=\"stack\"})"))
                    .as(fault)
                    .isZero();
        }
    }

    @Test
    @Order(4)
    void aServerThatIsKilledLosesItsClientsToTheOtherOne() throws Exception {
        String killed =
                stack.compose("ps", "-q", "server").orFail().lines().findFirst().orElseThrow();

        stack.docker("kill", killed).orFail();

        prometheus.awaitValue("sum(haproxy_server_status{proxy=\"replicas\",state=\"UP\"})", 1);
        prometheus.awaitValue(IN_ALL, CLIENTS);
        stack.docker("start", killed).orFail();
        prometheus.awaitValue("sum(haproxy_server_status{proxy=\"replicas\",state=\"UP\"})", 2);
    }

    @Test
    @Order(5)
    void aRollingRestartEndsServersInOrderAndLeavesNobodyOutside() throws Exception {
        Path output = Files.createTempFile("rolling-restart", ".log");
        try {
            Process restart = new ProcessBuilder(
                            EngineProbe.checkout()
                                    .resolve("scripts/rolling-restart")
                                    .toString(),
                            stack.name())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            boolean ended = restart.waitFor(4, TimeUnit.MINUTES);
            restart.destroyForcibly();

            String said = Files.readString(output);
            assertThat(ended).as(said).isTrue();
            assertThat(restart.exitValue()).as(said).isZero();
            assertThat(said.lines().filter(line -> line.matches(stack.name() + "-server-[12] .* 0")))
                    .as(said)
                    .hasSize(2);
        } finally {
            Files.delete(output);
        }
        prometheus.awaitValue(IN_ALL, CLIENTS);
        prometheus.awaitValue("sum(chatlab_clients_connected{origin=\"stack\"})", CLIENTS);
    }

    private static Socket connect(URI at) throws IOException {
        return new Socket(at.getHost(), at.getPort());
    }

    private static void say(Socket socket, String line) throws IOException {
        socket.getOutputStream().write(line.getBytes(StandardCharsets.UTF_8));
    }
}
