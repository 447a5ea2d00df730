package chatlab.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chatlab.server.credentials.PasswordHash;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** More logins than can be looked at. How fast the chat is meanwhile is for {@code ./chatlab bench logins}. */
class LoginStormTest {
    private static final String BODY = "{\"clientId\":\"ada\",\"password\":\"x\"}";
    private static final String BUSY = "chatlab_server_logins_total{outcome=\"busy\"}";
    private static final String RECEIVED = "chatlab_server_bytes_received_total";
    private static final String LOGIN =
            "POST /api/login HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: " + BODY.length()
                    + "\r\n\r\n" + BODY;

    @TempDir
    private Path folder;

    @Test
    void thoseThatFindNoPlaceAreToldAndThoseThatGoMakeRoom() throws Exception {
        try (TestServer server = server()) {
            List<Client> waiting = new ArrayList<>();
            while (server.metric(BUSY) == 0) {
                waiting.add(server.connect().send(LOGIN));
                assertThat(waiting).hasSizeLessThan(1_000);
            }
            assertThat(waiting).hasSizeGreaterThan(10);
            try (Client late = server.connect()) {
                assertThat(late.send(LOGIN).rest())
                        .matches("(?s)HTTP/1.1 503 Service Unavailable\r\nRetry-After: \\d+\r\n.*\"status\":503,.*}\n");
            }
            for (Client client : waiting) {
                client.leave();
            }
            await().untilAsserted(() ->
                    assertThat(server.metric("chatlab_server_connections")).isZero());
            // All that waited have gone, so that one who comes now finds a place, and is told of nothing but the
            // server's end.
            double before = server.metric(RECEIVED);
            try (Client next = server.connect().send(LOGIN)) {
                await().untilAsserted(() -> assertThat(server.metric(RECEIVED)).isEqualTo(before + LOGIN.length()));
                Thread.ofVirtual().start(server::stop);
                assertThat(next.rest())
                        .startsWith("HTTP/1.1 503 Service Unavailable\r\n")
                        .contains("can't take this now");
            }
        }
    }

    /** Who has given up waiting looks as if it had ended its direction, and is not to cost the rest of the check. */
    @Test
    void aLoginOfOneWhoHasHungUpIsBrokenOff() throws Exception {
        try (TestServer server = server();
                Client client = server.connect().send(LOGIN)) {
            client.endOutput();
            assertThat(client.rest()).isEmpty();
            client.leave();
            await().untilAsserted(() -> assertThat(server.closed("client")).isEqualTo(1));
        }
    }

    /** One with a user whose password is not checked while a test goes on, whatever the machine. */
    private TestServer server() throws IOException {
        Path users = folder.resolve("users.json");
        new UsersFile(users)
                .change(all -> all.put(
                        "ada",
                        PasswordHash.parse("$pbkdf2-sha512$i=10000000$c2FsdHNhbHRzYWx0$" + "A".repeat(86))
                                .orElseThrow()));
        Path secret = Files.writeString(folder.resolve("secret"), "x".repeat(32));
        return TestServer.start(
                "AUTH",
                "users",
                "USERS_FILE",
                users.toString(),
                "JWT_SECRET_FILE",
                secret.toString(),
                "LOGIN_CPU",
                "1");
    }
}
