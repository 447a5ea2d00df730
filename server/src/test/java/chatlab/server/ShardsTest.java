package chatlab.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chatlab.process.UnusableException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Servers among which rooms are dealt out. */
class ShardsTest {
    private int port;
    private int otherPort;

    @BeforeEach
    void choosePorts() throws IOException {
        try (ServerSocket one = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = one.getLocalPort();
            otherPort = other.getLocalPort();
        }
    }

    @AfterEach
    void nothingLeaks() {
        LeakRecorder.assertNone();
    }

    private TestServer server(int own, String... more) {
        List<String> settings = new ArrayList<>(
                List.of("PORT", Integer.toString(own), "SHARDS", "127.0.0.1:" + port + ",127.0.0.1:" + otherPort));
        settings.addAll(List.of(more));
        return TestServer.start(settings.toArray(String[]::new));
    }

    private String redirect(String room) {
        return "{\"type\":\"redirect\",\"room\":\"" + room + "\",\"host\":\"127.0.0.1\",\"port\":" + otherPort + "}";
    }

    private static String hello(String room) {
        return "{\"type\":\"hello\",\"clientId\":\"ada\",\"rooms\":[\"" + room + "\"]}\n";
    }

    /** The first room of that kind, as the server that is asked sees it. */
    private static String room(TestServer server, boolean isHere) {
        return IntStream.range(0, 1000)
                .mapToObj(i -> "room-" + i)
                .filter(room -> isHere(server, room) == isHere)
                .findFirst()
                .orElseThrow();
    }

    /** A server for whom the room, which is any, is on another one. */
    static TestServer without(String room) throws IOException {
        while (true) {
            ShardsTest ports = new ShardsTest();
            ports.choosePorts(); // which of both has the room goes by their numbers
            TestServer server = ports.server(ports.port);
            if (!isHere(server, room)) {
                return server;
            }
            server.close();
        }
    }

    private static boolean isHere(TestServer server, String room) {
        try (Client client = server.connect()) {
            String answer = client.send(hello(room)).line();
            assertThat(answer).containsAnyOf("\"welcome\"", "\"redirect\"");
            return answer.contains("\"welcome\"");
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void eachRoomIsOnOneServerAndTheOtherSaysOnWhich() throws Exception {
        try (TestServer one = server(port);
                TestServer other = server(otherPort)) {
            List<String> rooms =
                    IntStream.range(0, 40).mapToObj(i -> "room-" + i).toList();
            assertThat(rooms).allSatisfy(room -> assertThat(isHere(one, room)).isNotEqualTo(isHere(other, room)));
            assertThat(rooms.stream().filter(room -> isHere(one, room)).count()).isBetween(5L, 35L);
            String room = room(one, false);
            try (Client ada = one.connect()) {
                assertThat(ada.send(hello(room)).line()).isEqualTo(redirect(room));
                ada.expectNothingMore(); // and it is in no other room instead
                assertThat(ada.send("{\"clientId\":\"ada\",\"Message\":\"hi\"}\n")
                                .line())
                        .contains("not_in_room");
                assertThat(ada.send("{\"type\":\"join\",\"room\":\"" + room(one, true) + "\"}\n")
                                .line())
                        .contains("joined");
            }
        }
    }

    @Test
    void whoJoinsOrAsksAboutARoomOfAnotherServerIsTold() throws Exception {
        try (TestServer one = server(port)) {
            String there = room(one, false);
            try (Client ada = one.named("ada", room(one, true))) {
                for (String type : List.of("join", "members")) {
                    assertThat(ada.send("{\"type\":\"" + type + "\",\"room\":\"" + there + "\"}\n")
                                    .line())
                            .isEqualTo(redirect(there));
                }
                assertThat(ada.send("{\"clientId\":\"ada\",\"Message\":\"hi\"}\n")
                                .line())
                        .contains("\"Message\":\"hi\"");
            }
            for (String path : List.of("/api/rooms/" + there + "/members", "/api/rooms/" + there + "/messages")) {
                try (Client http = one.connect()) {
                    assertThat(http.send("GET " + path + " HTTP/1.1\r\nHost: x\r\n\r\n")
                                    .rest())
                            .startsWith("HTTP/1.1 421 Misdirected Request")
                            .contains("is not on this server but on 127.0.0.1:" + otherPort);
                }
            }
            try (Client socket = one.connect()) {
                assertThat(socket.send(
                                        "GET /ws/" + there
                                                + " HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                                                + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n")
                                .rest())
                        .startsWith("HTTP/1.1 421 ");
            }
        }
    }

    /** On the one of both that does not have global: nobody has asked for that. */
    @Test
    void whoBeginsByJoiningARoomThatIsHereHearsNothingOfGlobal() throws Exception {
        try (TestServer server = without("global")) {
            String here = room(server, true);
            try (Client ada = server.connect()) {
                assertThat(ada.send("{\"type\":\"join\",\"room\":\"" + here + "\"}\n")
                                .line())
                        .isEqualTo("{\"type\":\"joined\",\"room\":\"" + here + "\"}");
                ada.expectNothingMore();
            }
            try (Client ada = server.connect()) {
                assertThat(ada.send("{\"clientId\":\"ada\",\"Message\":\"hi\"}\n")
                                .line())
                        .startsWith("{\"type\":\"redirect\",\"room\":\"global\"");
                ada.expectNothingMore();
            }
        }
    }

    /** Who only listens, on the one of both servers that does not have global. */
    @Test
    void whoSaysNothingIsToldWhereGlobalIs() throws Exception {
        try (TestServer one = server(port, "HANDSHAKE_TIMEOUT", "50ms");
                TestServer other = server(otherPort, "HANDSHAKE_TIMEOUT", "50ms")) {
            boolean isHere = isHere(one, "global");
            try (Client silent = (isHere ? other : one).connect()) {
                assertThat(silent.line())
                        .isEqualTo("{\"type\":\"redirect\",\"room\":\"global\",\"host\":\"127.0.0.1\",\"port\":"
                                + (isHere ? port : otherPort) + "}");
                silent.expectNothingMore();
            }
        }
    }

    @Test
    void aServerThatIsNoneOfThemDoesNotStart() {
        assertThatThrownBy(() -> TestServer.start("PORT", Integer.toString(port), "SHARDS", "127.0.0.1:" + otherPort)
                        .close())
                .isInstanceOf(UnusableException.class)
                .hasMessageContaining("this server has to be one of them");
        assertThatThrownBy(() -> TestServer.start("PORT", Integer.toString(port), "SHARDS", "nobody.invalid:" + port)
                        .close())
                .isInstanceOf(UnusableException.class)
                .hasMessageContaining("nobody.invalid");
    }
}
