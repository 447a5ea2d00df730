package chatlab.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.auth0.jwt.JWT;
import com.auth0.jwt.algorithms.Algorithm;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** With {@code AUTH=users} nobody bears the name of somebody else, whatever it shows and wherever it shows it. */
class ImpersonationTest {
    private static final String HI = "{\"clientId\":\"ada\",\"Message\":\"hi\"}";

    @TempDir
    private Path folder;

    private TestServer server;

    /** A bystander who would hear of anybody's coming to {@code global}. */
    private Client bob;

    @BeforeEach
    void start() throws IOException {
        server = new TestUsers(folder).start("ANNOUNCE_BELOW", "10");
        bob = server.connect();
        bob.send("{\"type\":\"hello\",\"clientId\":\"bob\",\"token\":\"" + TestUsers.token("bob") + "\"}\n");
        assertThat(bob.line()).startsWith("{\"type\":\"welcome\",\"clientId\":\"bob\"");
    }

    @AfterEach
    void stop() throws IOException {
        bob.close();
        server.close();
    }

    /** Where a token for ada is shown. What is answered is the whole answer to a token that is not valid. */
    enum Place {
        HELLO_OVER_LINES {
            @Override
            String show(TestServer server, String token) throws IOException {
                try (Client client = server.connect()) {
                    client.send("{\"type\":\"hello\",\"clientId\":\"ada\",\"token\":\"" + token + "\"}\n");
                    String answer = client.line();
                    if (!answer.contains("\"welcome\"")) {
                        client.send(HI + "\n");
                        assertThat(client.line()).contains("\"unauthenticated\"");
                        client.expectNothingMore();
                    }
                    return answer;
                }
            }
        },
        JOIN_AS_TEXT {
            @Override
            String show(TestServer server, String token) throws IOException {
                try (Client client = server.connect()) {
                    client.send("JOIN global ada " + token + "\r\n");
                    return client.line();
                }
            }
        },
        WEBSOCKET_HEADER {
            @Override
            String show(TestServer server, String token) throws IOException {
                return upgrade(
                        server,
                        WebSocketPeer.handshake("/ws").replace("Host: x", "Host: x\r\nAuthorization: Bearer " + token));
            }
        },
        WEBSOCKET_QUERY {
            @Override
            String show(TestServer server, String token) throws IOException {
                return upgrade(server, WebSocketPeer.handshake("/ws?access_token=" + token));
            }
        },
        HELLO_OVER_WEBSOCKET {
            @Override
            String show(TestServer server, String token) throws IOException {
                try (WebSocketPeer peer =
                        WebSocketPeer.open(server.port(), "/ws?access_token=" + TestUsers.token("ada"))) {
                    peer.say("{\"type\":\"hello\",\"clientId\":\"ada\",\"token\":\"" + token + "\"}");
                    return peer.line();
                }
            }
        },
        REST {
            @Override
            String show(TestServer server, String token) throws IOException {
                try (Client client = server.connect()) {
                    return client.send("PUT /api/rooms/rust/members/ada HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer "
                                    + token + "\r\n\r\n")
                            .rest();
                }
            }
        };

        abstract String show(TestServer server, String token) throws IOException;

        private static String upgrade(TestServer server, String request) throws IOException {
            try (Client client = server.connect()) {
                return client.send(request).line();
            }
        }
    }

    static Map<String, String> badTokens() {
        String good = TestUsers.token("ada");
        String[] parts = good.split("\\.", -1);
        Base64.Encoder base64 = Base64.getUrlEncoder().withoutPadding();
        String none = base64.encodeToString("{\"alg\":\"none\",\"typ\":\"JWT\"}".getBytes(StandardCharsets.UTF_8));
        String bobs = TestUsers.token("bob");
        Map<String, String> tokens = new LinkedHashMap<>();
        tokens.put(
                "another's payload under this signature", parts[0] + '.' + bobs.split("\\.", -1)[1] + '.' + parts[2]);
        tokens.put("a changed signature", good.substring(0, good.length() - 2) + (good.endsWith("AA") ? "BB" : "AA"));
        tokens.put(
                "expired",
                TestUsers.claims("ada")
                        .withExpiresAt(Instant.now().minusSeconds(1))
                        .sign(TestUsers.key(TestUsers.SECRET)));
        tokens.put(
                "not valid yet",
                TestUsers.claims("ada")
                        .withNotBefore(Instant.now().plusSeconds(60))
                        .sign(TestUsers.key(TestUsers.SECRET)));
        tokens.put(
                "no end", JWT.create().withIssuer("chatlab").withSubject("ada").sign(TestUsers.key(TestUsers.SECRET)));
        tokens.put(
                "another secret",
                TestUsers.claims("ada").sign(TestUsers.key("a secret that somebody else has made up")));
        tokens.put("alg none", none + '.' + parts[1] + '.');
        tokens.put("alg none with a signature", none + '.' + parts[1] + '.' + parts[2]);
        tokens.put("another algorithm", TestUsers.claims("ada").sign(Algorithm.HMAC512(TestUsers.SECRET)));
        tokens.put(
                "another issuer",
                JWT.create()
                        .withIssuer("x")
                        .withSubject("ada")
                        .withExpiresAt(Instant.now().plusSeconds(60))
                        .sign(TestUsers.key(TestUsers.SECRET)));
        tokens.put("nobody's", TestUsers.claims("zoe").sign(TestUsers.key(TestUsers.SECRET)));
        tokens.put(
                "too long",
                TestUsers.claims("ada").withClaim("x", "x".repeat(1000)).sign(TestUsers.key(TestUsers.SECRET)));
        tokens.put("two parts", parts[0] + '.' + parts[1]);
        tokens.put("no token", "a.b.c");
        tokens.put("nothing for a head", "bnVsbA.e30." + parts[2]);
        tokens.put("nothing for a payload", parts[0] + ".bnVsbA." + parts[2]);
        tokens.put("a list for a head", "W10." + parts[1] + '.' + parts[2]);
        return tokens;
    }

    static Stream<Arguments> badTokensEverywhere() {
        List<Arguments> all = new ArrayList<>();
        for (Place place : Place.values()) {
            badTokens().forEach((what, token) -> all.add(arguments(place, what, token)));
        }
        return all.stream();
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("badTokensEverywhere")
    void aTokenThatIsNotValidIsRefused(Place place, String what, String token) throws Exception {
        String answer = place.show(server, token);
        switch (place) {
            case HELLO_OVER_LINES, HELLO_OVER_WEBSOCKET ->
                assertThat(answer)
                        .startsWith("{\"type\":\"error\",\"code\":\"unauthenticated\"")
                        .endsWith("\"fatal\":false}");
            case JOIN_AS_TEXT -> assertThat(answer).startsWith("ERROR ");
            case WEBSOCKET_HEADER, WEBSOCKET_QUERY -> assertThat(answer).isEqualTo("HTTP/1.1 401 Unauthorized\r");
            case REST ->
                assertThat(answer)
                        .startsWith("HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Bearer error=\"invalid_token\"\r\n")
                        .endsWith("\"code\":\"unauthenticated\"}\n");
        }
        if (place != Place.HELLO_OVER_WEBSOCKET) { // ada is rightly there then
            bob.expectNothingMore();
        }
    }

    @ParameterizedTest
    @EnumSource(Place.class)
    void aTokenThatIsValidIsAccepted(Place place) throws Exception {
        assertThat(place.show(server, TestUsers.token("ada")))
                .startsWith(
                        switch (place) {
                            case HELLO_OVER_LINES, HELLO_OVER_WEBSOCKET -> "{\"type\":\"welcome\",\"clientId\":\"ada\"";
                            case JOIN_AS_TEXT -> "ada has joined\r";
                            case WEBSOCKET_HEADER, WEBSOCKET_QUERY -> "HTTP/1.1 101 Switching Protocols\r";
                            case REST -> "HTTP/1.1 204 No Content\r\n";
                        });
    }

    /** Ada's name, and a good token of eve. */
    @ParameterizedTest
    @EnumSource(
            value = Place.class,
            names = {"WEBSOCKET_HEADER", "WEBSOCKET_QUERY"},
            mode = EnumSource.Mode.EXCLUDE)
    void anotherUsersTokenIsRefused(Place place) throws Exception {
        assertThat(place.show(server, TestUsers.token("eve")))
                .startsWith(
                        switch (place) {
                            case JOIN_AS_TEXT -> "ERROR This token is for the clientId \"eve\" and for no other.";
                            case REST -> "HTTP/1.1 403 Forbidden\r\n";
                            default -> "{\"type\":\"error\",\"code\":\"wrong_name\"";
                        });
    }

    @ParameterizedTest
    @EnumSource(
            value = Place.class,
            names = {"HELLO_OVER_LINES", "JOIN_AS_TEXT"})
    void whoShowsNoTokenIsNobody(Place place) throws Exception {
        try (Client client = server.connect()) {
            if (place == Place.JOIN_AS_TEXT) {
                assertThat(client.send("JOIN global ada\r\n").line()).startsWith("ERROR Names belong to users here;");
                assertThat(client.send("hi\r\n").line()).startsWith("ERROR Say JOIN");
            } else {
                for (String frame : List.of(
                        "{\"type\":\"hello\",\"clientId\":\"ada\"}",
                        HI,
                        "{\"clientId\":\"ada\",\"Message\":\"psst\",\"to\":\"bob\"}",
                        "{\"type\":\"join\",\"room\":\"global\",\"history\":5}",
                        "{\"type\":\"leave\",\"room\":\"global\"}",
                        "{\"type\":\"rooms\"}",
                        "{\"type\":\"members\",\"room\":\"global\"}")) {
                    assertThat(client.send(frame + "\n").line())
                            .startsWith("{\"type\":\"error\",\"code\":\"unauthenticated\"")
                            .endsWith("\"fatal\":false}");
                }
                client.expectNothingMore();
            }
            bob.send("{\"clientId\":\"bob\",\"Message\":\"alone?\"}\n");
            assertThat(bob.line()).isEqualTo("{\"clientId\":\"bob\",\"Message\":\"alone?\"}");
            bob.expectNothingMore();
        }
    }

    @Test
    void aNameCannotBeChangedAfterTheHello() throws Exception {
        String hello = "{\"type\":\"hello\",\"clientId\":\"%s\",\"token\":\"%s\"}\n";
        try (Client eve = server.connect()) {
            eve.send(hello.formatted("eve", TestUsers.token("eve")));
            assertThat(eve.line()).startsWith("{\"type\":\"welcome\"");
            assertThat(bob.line()).isEqualTo("{\"type\":\"joined\",\"room\":\"global\",\"clientId\":\"eve\"}");
            assertThat(eve.send(HI + "\n").line()).contains("\"wrong_name\"");
            assertThat(eve.send("{\"clientId\":\"ada\",\"Message\":\"psst\",\"to\":\"bob\"}\n")
                            .line())
                    .contains("\"wrong_name\"");
            assertThat(eve.send(hello.formatted("ada", TestUsers.token("ada"))).line())
                    .contains("\"wrong_name\"");
            assertThat(eve.send(hello.formatted("eve", TestUsers.token("ada"))).line())
                    .contains("\"wrong_name\"");
            // A hello for other rooms needs no token again.
            eve.send("{\"type\":\"hello\",\"clientId\":\"eve\",\"rooms\":[\"rust\"]}\n");
            assertThat(eve.line()).contains("\"welcome\"").contains("[\"rust\"]");
        }
        assertThat(bob.line()).isEqualTo("{\"type\":\"left\",\"room\":\"global\",\"clientId\":\"eve\"}");
        bob.expectNothingMore();
    }

    /** Whoever repeats JOIN to go elsewhere does not hand its token to the room. */
    @Test
    void aTokenIsNotSaidToTheRoomByMistake() throws Exception {
        try (Client ada = server.connect()) {
            String join = "JOIN global ada " + TestUsers.token("ada") + "\r\n";
            assertThat(ada.send(join).line()).isEqualTo("ada has joined\r");
            assertThat(bob.line()).isEqualTo("{\"type\":\"joined\",\"room\":\"global\",\"clientId\":\"ada\"}");
            assertThat(ada.send(join.replace("global", "rust")).line()).startsWith("ERROR You have joined already,");
            ada.send("Join us on meet.example.com\r\n");
            assertThat(bob.line()).isEqualTo("{\"clientId\":\"ada\",\"Message\":\"Join us on meet.example.com\"}");
            bob.expectNothingMore();
        }
    }

    @Test
    void anUpgradeBindsTheName() throws Exception {
        try (WebSocketPeer eve =
                WebSocketPeer.open(server.port(), "/ws/global?access_token=" + TestUsers.token("eve"))) {
            assertThat(bob.line()).isEqualTo("{\"type\":\"joined\",\"room\":\"global\",\"clientId\":\"eve\"}");
            eve.say(HI);
            assertThat(eve.line()).contains("\"wrong_name\"");
            eve.say("{\"clientId\":\"eve\",\"Message\":\"hi\"}");
            assertThat(eve.line()).isEqualTo("{\"clientId\":\"eve\",\"Message\":\"hi\"}");
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Place.class,
            names = {"WEBSOCKET_HEADER", "REST"})
    void overHttpWhoShowsNoTokenIsAskedForOne(Place place) throws Exception {
        String request =
                place == Place.REST ? "GET /api/rooms HTTP/1.1\r\nHost: x\r\n\r\n" : WebSocketPeer.handshake("/ws");
        for (String shown : List.of(
                "",
                "Authorization: Basic YWRhOmFkYQ==\r\n",
                "Authorization: Bearer\r\n",
                "Authorization: Bearer " + TestUsers.token("ada") + "\r\nAuthorization: Bearer x\r\n")) {
            try (Client client = server.connect()) {
                assertThat(client.send(request.replace("Host: x\r\n", "Host: x\r\n" + shown))
                                .rest())
                        .startsWith("HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Bearer\r\n");
            }
        }
    }

    @Test
    void theHeaderCountsBeforeTheQuery() throws Exception {
        String request = WebSocketPeer.handshake("/ws?access_token=" + TestUsers.token("ada"));
        try (Client client = server.connect()) {
            assertThat(client.send(request.replace("Host: x", "Host: x\r\nAuthorization: Bearer a.b.c"))
                            .line())
                    .isEqualTo("HTTP/1.1 401 Unauthorized\r");
        }
    }

    /** Nobody listens without a name. */
    @Test
    void whoDoesNotShowATokenInTimeIsClosed() throws Exception {
        try (TestServer hasty = new TestUsers(folder).start("HANDSHAKE_TIMEOUT", "1s");
                Client silent = hasty.connect();
                Client undecided = hasty.connect().send("GE");
                Client asking = hasty.connect().send("{\"type\":\"ping\"}\n");
                Client typing = hasty.connect().send("HELP\r\n")) {
            assertThat(silent.rest()).isEmpty();
            assertThat(undecided.rest()).isEmpty();
            assertThat(asking.lines())
                    .containsExactly(
                            "{\"type\":\"pong\"}", "{\"type\":\"bye\",\"reason\":\"unauthenticated\",\"accepted\":0}");
            assertThat(typing.rest()).endsWith("BYE unauthenticated\r\n");
            for (Client client : List.of(silent, undecided, asking, typing)) {
                client.leave();
            }
            await().untilAsserted(
                            () -> assertThat(hasty.closed("unauthenticated")).isEqualTo(4));
        }
    }
}
