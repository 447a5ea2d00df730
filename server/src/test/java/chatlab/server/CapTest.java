package chatlab.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CapTest {
    @Test
    void whoComesBeyondTheCapIsToldSoInItsDialect() throws Exception {
        try (TestServer server = TestServer.start("MAX_CONNECTIONS", "1", "HANDSHAKE_TIMEOUT", "200ms");
                Client ada = server.named("ada");
                Client json = server.connect();
                Client browser = server.connect();
                Client person = server.connect();
                Client silent = server.connect()) {
            String bye = "\\{\"type\":\"bye\",\"reason\":\"full\",\"accepted\":0,\"retryAfterMillis\":[12]\\d{3}}\n";
            json.send("{\"clientId\":\"bob\",\"Message\":\"hi\"}\n");
            assertThat(json.rest()).matches(bye);
            browser.send("GET / HTTP/1.1\r\n\r\n");
            assertThat(browser.rest()).startsWith("HTTP/1.1 503 Service Unavailable\r\n");
            person.send("hello\n");
            assertThat(person.rest()).startsWith("ERROR ");
            assertThat(silent.rest()).matches(bye);
            ada.expectNothingMore();
            assertThat(server.metric("chatlab_server_connections")).isEqualTo(1);
        }
    }

    @Test
    void aCrowdBeyondTheCapIsClosedAtOnceAndAPlaceThatIsFreeIsGivenAgain() throws Exception {
        try (TestServer server = TestServer.start("MAX_CONNECTIONS", "1", "HANDSHAKE_TIMEOUT", "1m");
                Client ada = server.named("ada")) {
            List<Client> crowd = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                crowd.add(server.connect());
            }
            await().untilAsserted(() -> assertThat(server.closed("full")).isEqualTo(100 - 64));
            for (Client client : crowd) {
                client.close();
            }
            ada.leave();
            await().untilAsserted(() ->
                    assertThat(server.metric("chatlab_server_connections")).isZero());
            server.named("bob").close();
        }
    }
}
