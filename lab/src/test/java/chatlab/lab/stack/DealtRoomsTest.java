package chatlab.lab.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.condition.EnabledIf;

/** Two servers behind HAProxy with a part of the rooms each, as haproxy/sharded.env makes them. */
@EnabledIf("chatlab.lab.engine.EngineProbe#answers")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class DealtRoomsTest {
    private static final int CLIENTS = 60;
    private static final String OF_EACH = "chatlab_server_connections{origin=\"stack\"}";
    private static final String HANDSHAKE = String.join(
            "\r\n",
            " HTTP/1.1",
            "Host: chat",
            "Connection: Upgrade",
            "Upgrade: websocket",
            "Sec-WebSocket-Version: 13",
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
            "",
            "");

    @SuppressWarnings("NullAway.Init")
    private ComposeProject stack;

    @SuppressWarnings("NullAway.Init")
    private PrometheusApi prometheus;

    @BeforeAll
    void start() throws Exception {
        stack = new ComposeProject(
                Map.ofEntries(
                        Map.entry("SERVERS", "2"),
                        Map.entry("SERVER_ADMIN_PORT", ""),
                        Map.entry("TARGET", "tcp://haproxy:8080"),
                        Map.entry("CLIENTS", "" + CLIENTS),
                        Map.entry("TALKERS", "20"),
                        Map.entry("WARMUP", "1s"),
                        Map.entry("DURATION", "10s"),
                        Map.entry("DRAIN", "10s"),
                        Map.entry("LINGER", "5m")),
                "haproxy/sharded.env");
        stack.up("server", "haproxy", "load-clients", "prometheus");
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

    /** Three in each of twenty rooms: by lines they come to any server, and go where it sends them. */
    @Test
    @Order(1)
    void everyMessageReachesEverybodyOnce() throws Exception {
        prometheus.awaitValue("sum(chatlab_clients_phase{phase=\"lingering\",origin=\"stack\"})", 1);
        assertThat(prometheus.value("sum(" + OF_EACH + ")")).isEqualTo(CLIENTS);
        assertThat(prometheus.value("min(" + OF_EACH + ")")).isPositive();
        assertThat(prometheus.value("sum(chatlab_clients_deliveries_total{origin=\"stack\"})"))
                .isGreaterThan(3 * 40);
        for (String fault : new String[] {"lost", "duplicated", "reordered"}) {
            assertThat(prometheus.value("sum(chatlab_clients_" + fault + "_total{origin=\"stack\"})"))
                    .as(fault)
                    .isZero();
        }
    }

    /** HAProxy and the servers reckon the same, or one half of these would be refused. */
    @Test
    @Order(2)
    void aWebSocketComesToTheServerThatHasItsRoom() throws Exception {
        URI chat = stack.at("CHAT_PORT");
        Set<String> answers = new HashSet<>();
        for (int i = 0; i < 40; i++) {
            answers.add(firstLine(chat, "GET /ws/room-" + i + HANDSHAKE));
        }
        answers.add(firstLine(chat, "GET /ws" + HANDSHAKE)); // global
        answers.add(firstLine(chat, "GET /ws/%72ust" + HANDSHAKE));
        assertThat(answers).containsExactly("HTTP/1.1 101 Switching Protocols");
        assertThat(firstLine(chat, "GET /api/rooms/global/members HTTP/1.1\r\nHost: chat\r\n\r\n"))
                .isEqualTo("HTTP/1.1 200 OK");
    }

    /** Rooms move to a server that comes, and who is in them goes along. */
    @Test
    @Order(3)
    void aServerThatComesGetsItsRoomsAndTheirMembers() throws Exception {
        stack.compose("up", "-d", "--no-recreate", "--scale", "server=3", "server")
                .orFail();
        prometheus.awaitValue("count(" + OF_EACH + " > 0)", 3);
        prometheus.awaitValue("sum(" + OF_EACH + ")", CLIENTS);
        prometheus.awaitValue("sum(chatlab_clients_connected{origin=\"stack\"})", CLIENTS);
        prometheus.awaitValue(
                "sum(chatlab_server_rooms{origin=\"stack\"})",
                20 + 3); // none is on two of them but global, which is fixed
    }

    private static String firstLine(URI at, String request) throws IOException {
        try (Socket socket = new Socket(at.getHost(), at.getPort())) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
                    .readLine();
        }
    }
}
