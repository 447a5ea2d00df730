package chatlab.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chatlab.server.credentials.PasswordHash;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** More logins than can be looked at. How fast the chat is meanwhile is for {@code ./chatlab bench logins}. */
class LoginStormTest {
    private static final String BODY = "{\"clientId\":\"ada\",\"password\":\"x\"}";
    private static final String LOGIN =
            "POST /api/login HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: " + BODY.length()
                    + "\r\n\r\n" + BODY;

    @TempDir
    private Path folder;

    @Test
    void thoseThatFindNoPlaceAreToldAndThoseThatGoMakeRoom() throws Exception {
        Path users = folder.resolve("users.json");
        // Of a password that is not checked while the test goes on, whatever the machine.
        new UsersFile(users)
                .change(all -> all.put(
                        "ada",
                        PasswordHash.parse("$pbkdf2-sha256$i=10000000$c2FsdHNhbHRzYWx0$" + "A".repeat(43))
                                .orElseThrow()));
        Path secret = Files.writeString(folder.resolve("secret"), "x".repeat(32));
        try (TestServer server = TestServer.start(
                "AUTH",
                "users",
                "USERS_FILE",
                users.toString(),
                "JWT_SECRET_FILE",
                secret.toString(),
                "LOGIN_CPU",
                "1")) {
            List<Client> waiting = new ArrayList<>();
            for (int i = 0; i < 33; i++) {
                waiting.add(server.connect().send(LOGIN));
            }
            await().untilAsserted(() -> {
                try (Client late = server.connect()) {
                    assertThat(late.send(LOGIN).rest())
                            .matches(
                                    "(?s)HTTP/1.1 503 Service Unavailable\r\nRetry-After: \\d+\r\n.*\"status\":503,.*}\n");
                }
            });
            assertThat(server.metric("chatlab_server_logins_total{outcome=\"busy\"}"))
                    .isPositive();
            assertThat(server.metric("chatlab_server_connections")).isGreaterThanOrEqualTo(33);
            for (Client client : waiting) {
                client.leave();
            }
            await().untilAsserted(() ->
                    assertThat(server.metric("chatlab_server_connections")).isZero());
            // All that waited has gone, so that one who comes now is looked at, and its answer awaited.
            try (Client next = server.connect().send(LOGIN)) {
                Thread.ofVirtual().start(server::stop);
                assertThat(next.rest()).startsWith("HTTP/1.1 503 Service Unavailable\r\n");
            }
        }
    }
}
