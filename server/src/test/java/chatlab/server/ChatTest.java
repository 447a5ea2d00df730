package chatlab.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ChatTest {
    private final TestServer server = TestServer.start("EVENT_LOOPS", "2");

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void aMessageArrivesByteForByteAtEveryoneTheSenderToo() throws Exception {
        try (Client ada = server.connect();
                Client bob = server.named("bob")) {
            for (String message : List.of(
                    "{\"clientId\":\"ada\",\"Message\":\"hi\"}",
                    "{ \"Message\" : \"gr\u00fc\u00dfe \\u00fc \ud83d\ude00\", \"clientId\":\"ada\",\"more\":[1,{\"x\":null}]}  ")) {
                ada.send(message + "\n");
                assertThat(ada.line()).isEqualTo(message);
                assertThat(bob.line()).isEqualTo(message);
            }
        }
    }

    @Test
    void theCarriageReturnOfALineEndIsNotPassedOn() throws Exception {
        try (Client ada = server.connect()) {
            ada.send("{\"clientId\":\"ada\",\"Message\":\"hi\"}\r\n");
            assertThat(ada.line()).isEqualTo("{\"clientId\":\"ada\",\"Message\":\"hi\"}");
        }
    }

    @Test
    void theLongestLineIsTakenWithEitherLineEndInAnyPieces() throws Exception {
        String longest = "{\"clientId\":\"ada\",\"Message\":\"" + "x".repeat(20_000 - 31) + "\"}";
        assertThat(longest).hasSize(20_000);
        try (Client ada = server.connect()) {
            ada.send(longest + "\r\n").send(longest.substring(0, 7_000));
            assertThat(ada.line()).isEqualTo(longest);
            ada.send(longest.substring(7_000)).send("\r").send("\n");
            assertThat(ada.line()).isEqualTo(longest);
        }
    }

    @Test
    void helloBindsTheNameAndIsWelcomedWithItsRooms() throws Exception {
        try (Client ada = server.connect()) {
            ada.send("{\"type\":\"hello\",\"clientId\":\"ada\",\"rooms\":[\"rust\",\"java\",\"rust\"]}\n");
            assertThat(ada.line())
                    .isEqualTo(
                            "{\"type\":\"welcome\",\"clientId\":\"ada\",\"rooms\":[\"rust\",\"java\"],\"maxLineBytes\":20000,\"idleTimeoutMillis\":120000}");
            ada.send("{\"clientId\":\"eve\",\"Message\":\"hi\"}\n");
            assertThat(ada.line()).contains("\"code\":\"wrong_name\"").contains("\"fatal\":false");
        }
    }

    @Test
    void aHelloWithoutRoomsStaysInGlobal() throws Exception {
        try (Client ada = server.connect()) {
            ada.send("{\"type\":\"hello\",\"clientId\":\"ada\"}\n");
            assertThat(ada.line()).contains("\"rooms\":[\"global\"]");
        }
    }

    @Test
    void aMessageInAHomeRoomOtherThanGlobalIsGivenItsRoom() throws Exception {
        try (Client ada = server.named("ada", "rust", "java");
                Client bob = server.named("bob", "java");
                Client eve = server.named("eve")) {
            ada.send("{\"clientId\":\"ada\",\"Message\":\"a }\"} \n");
            assertThat(ada.line()).isEqualTo("{\"clientId\":\"ada\",\"Message\":\"a }\",\"room\":\"rust\"} ");
            ada.send("{\"clientId\":\"ada\",\"Message\":\"b\",\"room\":\"java\"}\n");
            assertThat(ada.line()).isEqualTo("{\"clientId\":\"ada\",\"Message\":\"b\",\"room\":\"java\"}");
            assertThat(bob.line()).isEqualTo("{\"clientId\":\"ada\",\"Message\":\"b\",\"room\":\"java\"}");
            eve.expectNothingMore();
            bob.expectNothingMore();
        }
    }

    @Test
    void aSecondHelloMovesToItsRooms() throws Exception {
        try (Client ada = server.named("ada", "rust");
                Client bob = server.named("bob", "java")) {
            ada.hello("ada", "java", "go");
            ada.send("{\"clientId\":\"ada\",\"Message\":\"hi\"}\n");
            assertThat(bob.line()).isEqualTo("{\"clientId\":\"ada\",\"Message\":\"hi\",\"room\":\"java\"}");
            ada.line();
            ada.send("{\"clientId\":\"ada\",\"Message\":\"hi\",\"room\":\"rust\"}\n");
            assertThat(ada.line()).contains("\"code\":\"not_in_room\"");
        }
    }

    @Test
    void aRoomTheSenderIsNotInIsRefused() throws Exception {
        try (Client ada = server.named("ada");
                Client bob = server.named("bob")) {
            ada.send("{\"clientId\":\"ada\",\"Message\":\"x\",\"room\":\"rust\"}\n");
            assertThat(ada.line()).contains("\"code\":\"not_in_room\"");
            bob.expectNothingMore();
        }
    }

    @Test
    void pingIsAnsweredWithItsNumberAndQuitWithBye() throws Exception {
        try (Client ada = server.named("ada")) {
            ada.send("""
                    {"type":"ping","t":-7}
                    {"type":"ping"}
                    {"clientId":"ada","Message":"1"}
                    {"type":"quit"}
                    {"clientId":"ada","Message":"after the end"}
                    """);
            assertThat(ada.lines())
                    .containsExactly(
                            "{\"type\":\"pong\",\"t\":-7}",
                            "{\"type\":\"pong\"}",
                            "{\"clientId\":\"ada\",\"Message\":\"1\"}",
                            "{\"type\":\"bye\",\"reason\":\"quit\",\"accepted\":1}");
        }
    }

    @Test
    void aLineWithoutItsEndIsNoMessageAndWhoHasEndedStillGetsWhatIsOnItsWay() throws Exception {
        try (Client ada = server.connect();
                Client bob = server.named("bob")) {
            ada.send("{\"clientId\":\"ada\",\"Message\":\"whole\"}\n{\"clientId\":\"ada\",\"Message\":\"no end\"}");
            ada.endOutput();
            assertThat(bob.line()).contains("whole");
            bob.expectNothingMore();
            assertThat(ada.rest()).isEqualTo("{\"clientId\":\"ada\",\"Message\":\"whole\"}\n");
        }
    }
}
