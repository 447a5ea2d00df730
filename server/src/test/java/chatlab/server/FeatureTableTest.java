package chatlab.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import chatlab.server.Peer.Transport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every feature over every transport that it exists on, as the table in docs/protocol.md has it. On one event loop and with the usual settings;
 * {@link FeaturesTest} has the details, between loops, with every strategy and way of I/O.
 */
class FeatureTableTest {
    private static final String HI = "{\"clientId\":\"bob\",\"Message\":\"hi\",\"room\":\"rust\"}";
    private static final String ADAS_HI = "{\"clientId\":\"ada\",\"Message\":\"hi\",\"room\":\"rust\"}";
    private static final String PSST = "{\"clientId\":\"bob\",\"Message\":\"psst\",\"to\":\"ada\"}";

    /** In the order in which they stand in the docs. */
    private static final List<Over> COLUMNS = List.of(Over.LINES, Over.WEBSOCKET, Over.TEXT, Over.REST);

    @TempDir
    private Path folder;

    private Stage stage;

    enum Over {
        LINES,
        WEBSOCKET,
        TEXT,
        REST
    }

    interface Play {
        void play(Stage stage) throws Exception;
    }

    @BeforeEach
    void open() throws IOException {
        stage = new Stage(folder);
    }

    @AfterEach
    void close() throws IOException {
        stage.close();
    }

    /** By feature: what ada does, and what becomes of it. Bob is in the room rust, over JSON lines. */
    private static Map<String, Map<Over, Play>> table() {
        Map<String, Map<Over, Play>> table = new LinkedHashMap<>();
        table.put(
                "enter a room",
                all(FeatureTableTest::enters, FeatureTableTest::joinsAsText, FeatureTableTest::joinsOverRest));
        table.put("say something", people(FeatureTableTest::says, FeatureTableTest::saysAsText));
        table.put("hear something", people(FeatureTableTest::hears, FeatureTableTest::hearsAsText));
        table.put(
                "leave a room",
                all(FeatureTableTest::leaves, FeatureTableTest::quitsAsText, FeatureTableTest::leavesOverRest));
        table.put(
                "hear who comes and goes",
                people(FeatureTableTest::hearsOfCarol, FeatureTableTest::hearsOfCarolAsText));
        table.put(
                "be told what was said before",
                programs(FeatureTableTest::isToldThePast, FeatureTableTest::readsThePast));
        table.put("ask which rooms there are", programs(FeatureTableTest::asksForRooms, FeatureTableTest::getsRooms));
        table.put("ask who is in a room", programs(FeatureTableTest::asksForMembers, FeatureTableTest::getsMembers));
        table.put("say something in private", json(FeatureTableTest::whispers));
        table.put(
                "hear something in private",
                people(FeatureTableTest::hearsWhisper, FeatureTableTest::hearsWhisperAsText));
        table.put("reach all devices of a user", json(FeatureTableTest::reachesAllDevices));
        table.put(
                "show a token",
                all(
                        FeatureTableTest::showsToken,
                        FeatureTableTest::showsTokenAsText,
                        FeatureTableTest::showsTokenOverRest));
        table.put(
                "be told of a mistake",
                all(FeatureTableTest::errs, FeatureTableTest::errsAsText, FeatureTableTest::errsOverRest));
        table.put(
                "be thrown out for a line that is too long",
                people(FeatureTableTest::isTooLong, FeatureTableTest::isTooLongAsText));
        table.put("ask whether the server is there", json(FeatureTableTest::pings));
        table.put("end", people(FeatureTableTest::quits, FeatureTableTest::endsAsText));
        return table;
    }

    private interface JsonPlay {
        void play(Stage stage, Transport over) throws Exception;
    }

    private static Map<Over, Play> json(JsonPlay play) {
        Map<Over, Play> row = new EnumMap<>(Over.class);
        row.put(Over.LINES, stage -> play.play(stage, Transport.LINES));
        row.put(Over.WEBSOCKET, stage -> play.play(stage, Transport.WEBSOCKET));
        return row;
    }

    private static Map<Over, Play> people(JsonPlay play, Play asText) {
        Map<Over, Play> row = json(play);
        row.put(Over.TEXT, asText);
        return row;
    }

    private static Map<Over, Play> programs(JsonPlay play, Play overRest) {
        Map<Over, Play> row = json(play);
        row.put(Over.REST, overRest);
        return row;
    }

    private static Map<Over, Play> all(JsonPlay play, Play asText, Play overRest) {
        Map<Over, Play> row = people(play, asText);
        row.put(Over.REST, overRest);
        return row;
    }

    static Stream<Arguments> cells() {
        return table().entrySet().stream()
                .flatMap(row -> row.getValue().entrySet().stream()
                        .map(cell -> arguments(row.getKey(), cell.getKey(), cell.getValue())));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("cells")
    void works(String feature, Over over, Play play) throws Exception {
        play.play(stage);
        stage.bob.expectNothingMore();
    }

    /** The rows of the table in docs/protocol.md, and in which of its columns there is a yes. */
    @Test
    void theTableInTheDocsIsThisOne() throws IOException {
        Map<String, List<Over>> documented = Files.readString(Path.of("..", "docs", "protocol.md"))
                .lines()
                .dropWhile(line -> !line.startsWith("| a client can |"))
                .skip(2)
                .takeWhile(line -> line.startsWith("|"))
                .map(line -> line.split("\\|", -1))
                .collect(Collectors.toMap(
                        cells -> cells[1].strip(),
                        cells -> IntStream.range(0, COLUMNS.size())
                                .filter(i -> !cells[2 + i].strip().equals("–"))
                                .mapToObj(COLUMNS::get)
                                .toList(),
                        (first, second) -> first,
                        LinkedHashMap::new));
        Map<String, List<Over>> tested = new LinkedHashMap<>();
        table().forEach((feature, row) -> tested.put(feature, List.copyOf(row.keySet())));
        assertThat(documented).containsExactlyEntriesOf(tested);
    }

    private static void enters(Stage stage, Transport over) throws Exception {
        stage.ada(over, "rust");
        stage.bobHears("{\"type\":\"joined\",\"room\":\"rust\",\"clientId\":\"ada\"}");
    }

    private static void joinsAsText(Stage stage) throws Exception {
        stage.person("ada");
        stage.bobHears("{\"type\":\"joined\",\"room\":\"rust\",\"clientId\":\"ada\"}");
    }

    private static void joinsOverRest(Stage stage) throws Exception {
        Peer device = stage.ada(Transport.LINES, "java");
        assertThat(stage.ask("PUT", "/api/rooms/rust/members/ada")).startsWith("HTTP/1.1 204 ");
        device.expect("{\"type\":\"joined\",\"room\":\"rust\",\"clientId\":\"ada\"}");
        stage.bobHears("{\"type\":\"joined\",\"room\":\"rust\",\"clientId\":\"ada\"}");
    }

    private static void says(Stage stage, Transport over) throws Exception {
        Peer ada = stage.ada(over, "rust");
        stage.bob.line();
        ada.say("{\"clientId\":\"ada\",\"Message\":\"hi\"}");
        ada.expect(ADAS_HI);
        stage.bobHears(ADAS_HI);
    }

    private static void saysAsText(Stage stage) throws Exception {
        Client ada = stage.person("ada");
        stage.bob.line();
        ada.send("hi\r\n");
        assertThat(ada.line()).isEqualTo("ada: hi\r");
        stage.bobHears(ADAS_HI);
    }

    private static void hears(Stage stage, Transport over) throws Exception {
        Peer ada = stage.ada(over, "rust");
        stage.bob.line();
        stage.bobSays("{\"clientId\":\"bob\",\"Message\":\"hi\"}");
        ada.expect(HI);
        stage.bobHears(HI);
    }

    private static void hearsAsText(Stage stage) throws Exception {
        Client ada = stage.person("ada");
        stage.bob.line();
        stage.bobSays("{\"clientId\":\"bob\",\"Message\":\"hi\"}");
        assertThat(ada.line()).isEqualTo("bob: hi\r");
        stage.bobHears(HI);
    }

    private static void leaves(Stage stage, Transport over) throws Exception {
        Peer ada = stage.ada(over, "rust");
        stage.bob.line();
        ada.say("{\"type\":\"leave\",\"room\":\"rust\"}");
        ada.expect("{\"type\":\"left\",\"room\":\"rust\",\"clientId\":\"ada\"}");
        stage.bobHears("{\"type\":\"left\",\"room\":\"rust\",\"clientId\":\"ada\"}");
    }

    private static void quitsAsText(Stage stage) throws Exception {
        Client ada = stage.person("ada");
        stage.bob.line();
        ada.send("QUIT\r\n");
        assertThat(ada.rest()).isEqualTo("BYE quit\r\n");
        stage.bobHears("{\"type\":\"left\",\"room\":\"rust\",\"clientId\":\"ada\"}");
    }

    private static void leavesOverRest(Stage stage) throws Exception {
        Peer device = stage.ada(Transport.WEBSOCKET, "java", "rust");
        stage.bob.line();
        assertThat(stage.ask("DELETE", "/api/rooms/rust/members/ada")).startsWith("HTTP/1.1 204 ");
        device.expect("{\"type\":\"left\",\"room\":\"rust\",\"clientId\":\"ada\"}");
        stage.bobHears("{\"type\":\"left\",\"room\":\"rust\",\"clientId\":\"ada\"}");
    }

    private static void hearsOfCarol(Stage stage, Transport over) throws Exception {
        Peer ada = stage.ada(over, "rust");
        stage.bob.line();
        try (Client carol = stage.server.named("carol", "rust")) {
            ada.expect("{\"type\":\"joined\",\"room\":\"rust\",\"clientId\":\"carol\"}");
            carol.leave();
            ada.expect("{\"type\":\"left\",\"room\":\"rust\",\"clientId\":\"carol\"}");
        }
        stage.bobHears("{\"type\":\"joined\",\"room\":\"rust\",\"clientId\":\"carol\"}");
        stage.bobHears("{\"type\":\"left\",\"room\":\"rust\",\"clientId\":\"carol\"}");
    }

    private static void hearsOfCarolAsText(Stage stage) throws Exception {
        Client ada = stage.person("ada");
        stage.bob.line();
        try (Client carol = stage.server.named("carol", "rust")) {
            assertThat(ada.line()).isEqualTo("carol has joined\r");
            carol.leave();
            assertThat(ada.line()).isEqualTo("carol has left\r");
        }
        stage.bobHears("{\"type\":\"joined\",\"room\":\"rust\",\"clientId\":\"carol\"}");
        stage.bobHears("{\"type\":\"left\",\"room\":\"rust\",\"clientId\":\"carol\"}");
    }

    private static void isToldThePast(Stage stage, Transport over) throws Exception {
        stage.bobSays("{\"clientId\":\"bob\",\"Message\":\"hi\"}");
        stage.bobHears(HI);
        Peer ada = stage.ada(over, "java");
        ada.say("{\"type\":\"join\",\"room\":\"rust\",\"history\":1}");
        ada.expect(
                "{\"type\":\"joined\",\"room\":\"rust\",\"clientId\":\"ada\"}",
                "{\"type\":\"history\",\"room\":\"rust\",\"messages\":[" + HI + "]}");
        stage.bob.line();
    }

    private static void readsThePast(Stage stage) throws Exception {
        stage.bobSays("{\"clientId\":\"bob\",\"Message\":\"hi\"}");
        stage.bobHears(HI);
        assertThat(stage.ask("GET", "/api/rooms/rust/messages?limit=1"))
                .endsWith("{\"type\":\"history\",\"room\":\"rust\",\"messages\":[" + HI + "]}\n");
    }

    private static void asksForRooms(Stage stage, Transport over) throws Exception {
        Peer ada = stage.ada(over, "java");
        ada.say("{\"type\":\"rooms\"}");
        assertThat(ada.hear()).startsWith("{\"type\":\"rooms\",").contains("{\"name\":\"rust\",\"members\":1}");
    }

    private static void getsRooms(Stage stage) throws Exception {
        assertThat(stage.ask("GET", "/api/rooms"))
                .contains("{\"type\":\"rooms\",")
                .contains("{\"name\":\"rust\",\"members\":1}");
    }

    private static void asksForMembers(Stage stage, Transport over) throws Exception {
        Peer ada = stage.ada(over, "java");
        ada.say("{\"type\":\"members\",\"room\":\"rust\"}");
        ada.expect("{\"type\":\"members\",\"room\":\"rust\",\"members\":[\"bob\"],\"count\":1}");
    }

    private static void getsMembers(Stage stage) throws Exception {
        assertThat(stage.ask("GET", "/api/rooms/rust/members"))
                .endsWith("{\"type\":\"members\",\"room\":\"rust\",\"members\":[\"bob\"],\"count\":1}\n");
    }

    private static void whispers(Stage stage, Transport over) throws Exception {
        Peer ada = stage.ada(over, "java");
        String psst = "{\"clientId\":\"ada\",\"Message\":\"psst\",\"to\":\"bob\"}";
        ada.say(psst);
        ada.expect(psst);
        stage.bobHears(psst);
    }

    private static void hearsWhisper(Stage stage, Transport over) throws Exception {
        Peer ada = stage.ada(over, "java");
        stage.bobSays(PSST);
        ada.expect(PSST);
        stage.bobHears(PSST);
    }

    private static void hearsWhisperAsText(Stage stage) throws Exception {
        Client ada = stage.person("ada");
        stage.bob.line();
        stage.bobSays(PSST);
        assertThat(ada.line()).isEqualTo("bob -> ada: psst\r");
        stage.bobHears(PSST);
    }

    /** Of ada's, who has one on each transport; carol writes to her. */
    private static void reachesAllDevices(Stage stage, Transport over) throws Exception {
        Peer lines = stage.ada(Transport.LINES, "java");
        Peer webSocket = stage.ada(Transport.WEBSOCKET, "go");
        Client text = stage.person("ada");
        stage.bob.line();
        Peer carol = stage.kept(over.connect(stage.server, "carol", "java"));
        lines.expect("{\"type\":\"joined\",\"room\":\"java\",\"clientId\":\"carol\"}");
        String psst = "{\"clientId\":\"carol\",\"Message\":\"psst\",\"to\":\"ada\"}";
        carol.say(psst);
        for (Peer device : List.of(carol, lines, webSocket)) {
            device.expect(psst);
            device.expectNothingMore();
        }
        assertThat(text.line()).isEqualTo("carol -> ada: psst\r");
    }

    private static void showsToken(Stage stage, Transport over) throws Exception {
        Peer ada = over == Transport.LINES
                ? stage.kept(over.connect(stage.withUsers))
                : stage.kept(Transport.over(
                        WebSocketPeer.open(stage.withUsers.port(), "/ws?access_token=" + stage.token())));
        ada.say("{\"type\":\"hello\",\"clientId\":\"ada\",\"token\":\"" + stage.token() + "\"}");
        assertThat(ada.hear()).startsWith("{\"type\":\"welcome\",\"clientId\":\"ada\"");
    }

    private static void showsTokenAsText(Stage stage) throws Exception {
        Client ada = stage.kept(stage.withUsers.connect());
        assertThat(ada.send("JOIN rust ada " + stage.token() + "\r\n").line()).isEqualTo("ada has joined\r");
    }

    private static void showsTokenOverRest(Stage stage) throws Exception {
        Client ada = stage.kept(stage.withUsers.connect());
        assertThat(ada.send("GET /api/rooms HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + stage.token() + "\r\n\r\n")
                        .rest())
                .startsWith("HTTP/1.1 200 OK\r\n");
    }

    private static void errs(Stage stage, Transport over) throws Exception {
        Peer ada = stage.ada(over, "java");
        ada.say("{\"type\":\"members\",\"room\":\"nowhere\"}");
        ada.expectError("no_such_room");
    }

    private static void errsAsText(Stage stage) throws Exception {
        assertThat(stage.kept(stage.server.connect()).send("Guten Tag\r\n").line())
                .isEqualTo("ERROR Say JOIN <room> <name> first; HELP tells more.\r");
    }

    private static void errsOverRest(Stage stage) throws Exception {
        assertThat(stage.ask("GET", "/api/rooms/nowhere/members"))
                .startsWith("HTTP/1.1 404 Not Found\r\n")
                .contains("application/problem+json")
                .contains("\"code\":\"no_such_room\"");
    }

    private static void isTooLong(Stage stage, Transport over) throws Exception {
        Peer ada = stage.ada(over, "java");
        ada.say("{\"clientId\":\"ada\",\"Message\":\"" + "x".repeat(20_000) + "\"}");
        assertThat(ada.hear())
                .startsWith("{\"type\":\"error\",\"code\":\"too_long\"")
                .endsWith("\"fatal\":true}");
    }

    private static void isTooLongAsText(Stage stage) throws Exception {
        assertThat(stage.kept(stage.server.connect())
                        .send("x".repeat(20_001) + "\r\n")
                        .rest())
                .startsWith("ERROR A line, as a message, may have at most 20000 bytes.");
    }

    private static void pings(Stage stage, Transport over) throws Exception {
        Peer ada = stage.ada(over, "java");
        ada.say("{\"type\":\"ping\",\"t\":7}");
        ada.expect("{\"type\":\"pong\",\"t\":7}");
    }

    private static void quits(Stage stage, Transport over) throws Exception {
        Peer ada = stage.ada(over, "java");
        ada.say("{\"type\":\"quit\"}");
        ada.expect("{\"type\":\"bye\",\"reason\":\"quit\",\"accepted\":0}");
    }

    private static void endsAsText(Stage stage) throws Exception {
        assertThat(stage.kept(stage.server.connect()).send("QUIT\r\n").rest()).isEqualTo("BYE quit\r\n");
    }

    /** Two servers, bob on one of them, and whoever comes. */
    static final class Stage implements AutoCloseable {
        private final TestServer server = TestServer.start("EVENT_LOOPS", "1", "ANNOUNCE_BELOW", "10");
        private final TestServer withUsers;
        private final Client bob;
        private final List<AutoCloseable> there = new ArrayList<>();

        Stage(Path folder) throws IOException {
            withUsers = new TestUsers(folder).start();
            bob = kept(server.named("bob", "rust"));
        }

        <T extends AutoCloseable> T kept(T one) {
            there.add(one);
            return one;
        }

        /** Ada, in these rooms, over a transport of JSON. */
        Peer ada(Transport over, String... rooms) throws IOException {
            return kept(over.connect(server, "ada", rooms));
        }

        /** A person in the room rust. */
        Client person(String name) throws IOException {
            Client person = kept(server.connect());
            assertThat(person.send("JOIN rust " + name + "\r\n").line()).isEqualTo(name + " has joined\r");
            return person;
        }

        /** What REST answers, all of it. */
        String ask(String method, String target) throws IOException {
            return kept(server.connect())
                    .send(method + ' ' + target + " HTTP/1.1\r\nHost: x\r\n\r\n")
                    .rest();
        }

        /** Ada's, for a name and a password. */
        String token() throws IOException {
            String body = "{\"clientId\":\"ada\",\"password\":\"adaada\"}";
            String answer = kept(withUsers.connect())
                    .send("POST /api/login HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: "
                            + body.length() + "\r\n\r\n" + body)
                    .rest();
            String token = answer.substring(answer.indexOf("\"token\":\"") + 9);
            return token.substring(0, token.indexOf('"'));
        }

        void bobSays(String frame) throws IOException {
            bob.send(frame + "\n");
        }

        void bobHears(String frame) throws IOException {
            assertThat(bob.line()).isEqualTo(frame);
        }

        @Override
        public void close() throws IOException {
            for (AutoCloseable one : there) {
                try {
                    one.close();
                } catch (Exception e) {
                    throw new IOException(e);
                }
            }
            server.close();
            withUsers.close();
        }
    }
}
