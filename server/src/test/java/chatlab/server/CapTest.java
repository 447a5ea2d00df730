package chatlab.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import chatlab.server.transport.Io;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CapTest {
    private static final String BYE =
            "\\{\"type\":\"bye\",\"reason\":\"full\",\"accepted\":0,\"retryAfterMillis\":[12]\\d{3}}\n";

    private static final int CROWD = 1_000;

    /** How many are told at once, see docs/protocol.md. */
    private static final int PLACES = 128;

    @Test
    void whoComesBeyondTheCapIsToldSoInItsDialect() throws Exception {
        try (TestServer server = TestServer.start("MAX_CONNECTIONS", "1", "HANDSHAKE_TIMEOUT", "200ms");
                Client ada = server.named("ada");
                Client json = server.connect();
                Client browser = server.connect();
                Client person = server.connect();
                Client silent = server.connect()) {
            json.send("{\"clientId\":\"bob\",\"Message\":\"hi\"}\n");
            assertThat(json.rest()).matches(BYE);
            browser.send("GET / HTTP/1.1\r\n\r\n");
            assertThat(browser.rest()).startsWith("HTTP/1.1 503 Service Unavailable\r\n");
            person.send("hello\n");
            assertThat(person.rest()).startsWith("ERROR ");
            assertThat(silent.rest()).matches(BYE);
            ada.expectNothingMore();
            assertThat(server.metric("chatlab_server_connections")).isEqualTo(1);
        }
    }

    @Test
    void everyoneOfACrowdBeyondTheCapIsToldAndAPlaceThatIsFreeIsGivenAgain() throws Exception {
        try (TestServer server = TestServer.start("MAX_CONNECTIONS", "1");
                Client ada = server.named("ada");
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<String>> crowd = new ArrayList<>();
            for (int i = 0; i < CROWD; i++) {
                crowd.add(threads.submit(() -> {
                    try (Client client = server.connect()) {
                        return client.send("{\"clientId\":\"bob\",\"Message\":\"hi\"}\n")
                                .rest();
                    }
                }));
            }
            for (Future<String> told : crowd) {
                assertThat(told.get()).matches(BYE);
            }
            ada.leave();
            await().untilAsserted(() ->
                    assertThat(server.metric("chatlab_server_connections")).isZero());
            server.named("bob").close();
            await().untilAsserted(() -> assertThat(server.closed("full")).isEqualTo(CROWD));
        }
    }

    @Test
    void ofSilentOnesBeyondTheCapTheOneThatCameFirstIsToldWhenAnotherNeedsItsPlace() throws Exception {
        try (TestServer server = TestServer.start("MAX_CONNECTIONS", "1", "HANDSHAKE_TIMEOUT", "1m");
                Client ada = server.named("ada")) {
            List<Client> crowd = new ArrayList<>();
            for (int i = 0; i <= PLACES; i++) {
                crowd.add(server.connect());
            }
            assertThat(crowd.getFirst().rest()).matches(BYE);
            assertThat(server.closed("full")).isEqualTo(1);
            for (Client client : crowd) {
                client.close();
            }
            await().untilAsserted(() -> assertThat(server.closed("full")).isEqualTo(PLACES + 1));
            ada.expectNothingMore();
        }
    }

    @Test
    void aRefusedClientThatBreaksOffIsCountedAndForgotten() throws Exception {
        try (TestServer server = TestServer.start("MAX_CONNECTIONS", "1", "HANDSHAKE_TIMEOUT", "1m");
                Client ada = server.named("ada");
                Client bob = server.connect()) {
            await().untilAsserted(() -> assertThat(server.metric("chatlab_server_connections_opened_total"))
                    .isEqualTo(2));
            bob.reset();
            await().untilAsserted(() -> assertThat(server.closed("full")).isEqualTo(1));
            ada.expectNothingMore();
        }
    }

    /** Many are gone before anybody looks at them: while some are refused that happens every 25 ms. */
    @ParameterizedTest
    @ValueSource(strings = {"nio", "epoll"})
    void placesOfClientsThatBreakOffAtOnceAreGivenAgainWhileOthersAreRefused(String io) throws Exception {
        assumeTrue(Io.valueOf(io.toUpperCase(Locale.ROOT)).obstacle().isEmpty());
        int broken = 40;
        try (TestServer server =
                        TestServer.start("MAX_CONNECTIONS", "10", "MAX_CONNECTIONS_PER_ADDRESS", "1", "IO", io);
                Client ada = server.named("ada")) {
            for (int i = 0; i < broken; i++) {
                try (Client refused = server.connect();
                        Client gone = Client.connectFrom("127.0.0.2", server.port())) {
                    gone.reset();
                    refused.send("{\"type\":\"hello\",\"clientId\":\"bob\"}\n");
                    assertThat(refused.rest()).matches(BYE);
                }
            }
            await().untilAsserted(() ->
                    assertThat(server.metric("chatlab_server_connections")).isEqualTo(1));
            try (Client back = Client.connectFrom("127.0.0.2", server.port())) {
                back.hello("eve");
            }
            ada.leave();
            await().untilAsserted(() -> assertThat(server.metric("chatlab_server_connections_opened_total"))
                    .isEqualTo(server.closed()));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"nio", "epoll"})
    void whateverTheKernelInterfaceARefusedClientMayGoOnSendingAndIsTold(String io) throws Exception {
        assumeTrue(Io.valueOf(io.toUpperCase(Locale.ROOT)).obstacle().isEmpty());
        try (TestServer server = TestServer.start("MAX_CONNECTIONS", "1", "IO", io);
                Client ada = server.named("ada");
                Client bob = server.connect()) {
            bob.send("{\"clientId\":\"bob\",\"Message\":\"" + "x".repeat(100_000));
            assertThat(bob.rest()).matches(BYE);
            bob.leave();
            await().untilAsserted(() -> assertThat(server.closed("full")).isEqualTo(1));
            ada.expectNothingMore();
        }
    }

    @Test
    void beyondItsAddressesShareAClientIsToldWhileOtherAddressesAreServed() throws Exception {
        try (TestServer server = TestServer.start("MAX_CONNECTIONS", "3", "MAX_CONNECTIONS_PER_ADDRESS", "1");
                Client ada = server.named("ada");
                Client next = server.connect();
                Client browser = server.connect();
                Client elsewhere = Client.connectFrom("127.0.0.2", server.port())) {
            next.send("{}\n");
            assertThat(next.rest()).matches(BYE);
            browser.send("GET /ws HTTP/1.1\r\n");
            assertThat(browser.rest())
                    .startsWith("HTTP/1.1 503 Service Unavailable\r\n")
                    .containsPattern("\r\nRetry-After: [12]\r\n")
                    .endsWith(
                            "\"detail\":\"There are too many connections from this address; try again in a moment.\"}\n");
            elsewhere.hello("bob");
            next.leave();
            browser.leave();
            await().untilAsserted(
                            () -> assertThat(server.closed("full_address")).isEqualTo(2));
            assertThat(server.closed("full")).isZero();
            ada.leave();
            await().untilAsserted(() ->
                    assertThat(server.metric("chatlab_server_connections")).isEqualTo(1));
            server.named("eve").close();
        }
    }
}
