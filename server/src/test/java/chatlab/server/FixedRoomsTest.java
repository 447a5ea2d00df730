package chatlab.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import chatlab.process.SettingException;
import chatlab.server.Peer.Transport;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Rooms from a file. */
class FixedRoomsTest {
    private static final String TWO = """
            [
              {"name": "rust", "description": "Crabs, \\"mostly\\""},
              {"name": "java"}
            ]
            """;

    @TempDir
    private Path folder = Path.of("");

    private Path file(String json) throws Exception {
        return Files.writeString(folder.resolve("rooms.json"), json);
    }

    @ParameterizedTest
    @EnumSource
    void openRoomsComeAndGoBesideThoseOfTheFile(Transport transport) throws Exception {
        try (TestServer server = TestServer.start("ROOMS_FILE", file(TWO).toString());
                Peer ada = transport.connect(server, "ada")) {
            ada.say("{\"type\":\"join\",\"room\":\"go\"}");
            ada.expect("{\"type\":\"joined\",\"room\":\"go\",\"clientId\":\"ada\"}");
            ada.say("{\"type\":\"rooms\"}");
            ada.expect(
                    "{\"type\":\"rooms\",\"rooms\":[{\"name\":\"global\",\"members\":1},{\"name\":\"go\",\"members\":1},"
                            + "{\"name\":\"java\",\"members\":0},"
                            + "{\"name\":\"rust\",\"description\":\"Crabs, \\\"mostly\\\"\",\"members\":0}],\"count\":4}");
            ada.say("{\"type\":\"leave\",\"room\":\"go\"}");
            ada.expect("{\"type\":\"left\",\"room\":\"go\",\"clientId\":\"ada\"}");
            assertThat(server.metric("chatlab_server_rooms")).isEqualTo(3);
        }
    }

    @ParameterizedTest
    @EnumSource
    void fixedRoomsAreAllThatThereAre(Transport transport) throws Exception {
        try (TestServer server = TestServer.start(
                        "ROOMS", "fixed", "ROOMS_FILE", file(TWO).toString());
                Peer ada = transport.connect(server, "ada", "rust")) {
            ada.say("{\"type\":\"join\",\"room\":\"go\"}");
            ada.expect(
                    "{\"type\":\"error\",\"code\":\"no_such_room\",\"message\":\"There is no room \\\"go\\\"; {\\\"type\\\":\\\"rooms\\\"} tells which there are.\",\"fatal\":false}");
            ada.say("{\"type\":\"hello\",\"clientId\":\"ada\",\"rooms\":[\"java\",\"go\"]}");
            ada.expectError("no_such_room");
            ada.say("{\"type\":\"hello\",\"clientId\":\"ada\"}");
            assertThat(ada.hear()).contains("\"rooms\":[\"rust\"]");
            ada.say("{\"type\":\"join\",\"room\":\"global\"}");
            ada.expect("{\"type\":\"joined\",\"room\":\"global\",\"clientId\":\"ada\"}");
            assertThat(server.metric("chatlab_server_messages_refused_total{reason=\"no_such_room\"}"))
                    .isEqualTo(2);
            assertThat(server.metric("chatlab_server_rooms")).isEqualTo(3);
        }
    }

    @Test
    void anUpgradeIntoARoomThatIsNotThereIsNotFound() throws Exception {
        try (TestServer server = TestServer.start(
                        "ROOMS", "fixed", "ROOMS_FILE", file(TWO).toString());
                Client browser = server.connect()) {
            assertThat(browser.send(WebSocketPeer.handshake("/ws/go")).rest())
                    .startsWith("HTTP/1.1 404 Not Found\r\n")
                    .endsWith(
                            "\"detail\":\"There is no room \\\"go\\\"; {\\\"type\\\":\\\"rooms\\\"} tells which there are.\","
                                    + "\"code\":\"no_such_room\"}\n");
            await().untilAsserted(() -> assertThat(server.closed("http")).isEqualTo(1));
            try (WebSocketPeer ada = WebSocketPeer.open(server.port(), "/ws/rust")) {
                ada.expectNothingMore();
            }
        }
    }

    @Test
    void aFileWithoutRoomsIsFine() throws Exception {
        try (TestServer server =
                TestServer.start("ROOMS", "fixed", "ROOMS_FILE", file("[]").toString())) {
            assertThat(server.metric("chatlab_server_rooms")).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            {}                                             | it has to be an array of rooms such as [{"name":"rust","description":"Crabs"}].
            [{"name":"a"},7]                               | its entry 2 has to be an object such as {"name":"rust","description":"Crabs"}.
            [{"description":"x"}]                          | its entry 1 has no 'name'.
            [{"name":7}]                                   | its entry 1 has the 'name' 7, but it has to be a string.
            [{"name":"a","description":null}]              | its entry 1 has the 'description' null, but it has to be a string.
            [{"name":"a","topic":"x"}]                     | its entry 1 has the member 'topic', but a room has 'name' and 'description' alone.
            [{"name":"a"},{"name":"b"},{"name":"a"}]       | its entry 3 has the 'name' 'a', which entry 1 has already.
            [{"name":"a","description":"\\ud800"}]         | its entry 1 has a 'description' with control characters or half a character, which nobody can read.
            [{"name":"a b"}]                               | its entry 1 has a wrong 'name': The room is "a b", but a room's name has 1 to 64 characters of A-Z, a-z, 0-9, '.', '_', '~' and '-', and is neither '.' nor '..'.
            """)
    void aWrongFileIsNamedWithItsEntry(String json, String sentence) throws Exception {
        Path file = file(json);
        assertThatThrownBy(() -> TestServer.start("ROOMS_FILE", file.toString()))
                .isInstanceOf(SettingException.class)
                .hasMessage("ROOMS_FILE is '" + file + "', but " + sentence);
    }

    @Test
    void whatIsNoJsonIsNamedWithItsLine() throws Exception {
        Path file = file("[\n {\"name\":\"a\"},\n {\"name\" \"b\"}\n]");
        assertThatThrownBy(() -> TestServer.start("ROOMS_FILE", file.toString()))
                .isInstanceOf(SettingException.class)
                .hasMessageStartingWith("ROOMS_FILE is '" + file + "', but it has to be valid JSON; at line 3: ");
    }

    @Test
    void whatBreaksABoundOfTheParserIsNamedToo() throws Exception {
        Path file = file("[".repeat(5_000));
        assertThatThrownBy(() -> TestServer.start("ROOMS_FILE", file.toString()))
                .isInstanceOf(SettingException.class)
                .hasMessageStartingWith("ROOMS_FILE is '" + file + "', but it has to be valid JSON");
    }

    @Test
    void whatIsNoTextIsNamed() throws Exception {
        Path file = Files.write(folder.resolve("rooms.json"), new byte[] {'[', (byte) 0xc3, ']'});
        assertThatThrownBy(() -> TestServer.start("ROOMS_FILE", file.toString()))
                .hasMessage("ROOMS_FILE is '" + file + "', but it has to be text in UTF-8.");
    }

    @Test
    void aFileThatIsNotThereAndTooManyRoomsAreNamed() throws Exception {
        Path missing = folder.resolve("missing.json");
        assertThatThrownBy(() -> TestServer.start("ROOMS_FILE", missing.toString()))
                .hasMessage(
                        "ROOMS_FILE is '" + missing + "', but it has to be a file that can be read; there is none.");
        Path file = file(TWO);
        assertThatThrownBy(() -> TestServer.start("ROOMS_FILE", file.toString(), "MAX_ROOMS", "2"))
                .hasMessage("ROOMS_FILE is '" + file + "' with 3 rooms, global included, but MAX_ROOMS is 2.");
        assertThatThrownBy(() -> TestServer.start("ROOMS", "fixed"))
                .hasMessage("ROOMS is 'fixed', but then ROOMS_FILE has to say which rooms there are.");
        assertThatThrownBy(() -> TestServer.start(
                        "ROOMS_FILE",
                        file("[{\"name\":\"a\",\"description\":\"" + "x".repeat(201) + "\"}]")
                                .toString()))
                .hasMessageEndingWith("its entry 1 has a 'description' of 201 characters, but it may have 200.");
    }
}
