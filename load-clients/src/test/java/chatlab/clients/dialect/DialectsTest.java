package chatlab.clients.dialect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chatlab.process.SettingException;
import chatlab.protocol.MessageStamp;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class DialectsTest {
    private static final Persona ADA = new Persona("c000007", "room-1", "secret");

    @TempDir
    private Path folder;

    static List<String> names() {
        return Dialects.names();
    }

    @ParameterizedTest
    @MethodSource("names")
    void everyBuiltInDialectHasMessagesWithTheirStamp(String name) {
        Dialect dialect = Dialects.find(name);
        byte[] frame = new byte[300 + dialect.mostBytesAround()];
        int length = dialect.message(ADA).write(frame, 200, 9, 7, 3, 77);
        String message = new String(frame, 0, length, StandardCharsets.US_ASCII);
        byte[] stamp = new byte[MessageStamp.LENGTH];
        MessageStamp.write(stamp, 0, 9, 7, 3, 77);
        assertThat(message).containsOnlyOnce(new String(stamp, StandardCharsets.US_ASCII) + ".");
        assertThat(dialect.name()).isEqualTo(name);
    }

    @Test
    void sizeIsThatOfAChatlabFrameAndOfAnyOtherDialectsPayload() {
        byte[] frame = new byte[300];
        assertThat(ChatlabDialect.INSTANCE.message(ADA).write(frame, 200, 9, 7, 3, 77))
                .isEqualTo(200);
        int length = Dialects.find("nats").message(ADA).write(frame, 200, 9, 7, 3, 77);
        String message = new String(frame, 0, length, StandardCharsets.US_ASCII);
        assertThat(message).startsWith("PUB room-1 200\r\n~").endsWith(".\r");
        assertThat(length).isEqualTo("PUB room-1 200\r\n".length() + 200 + 1);
    }

    @Test
    void natsEntersWhenItsPingIsAnsweredAndAnswersPings() {
        Dialect nats = Dialects.find("nats");
        assertThat(nats.opening(ADA).stream().map(DialectsTest::text))
                .containsExactly(
                        "CONNECT {\"verbose\":false,\"pedantic\":false,\"name\":\"c000007\"}\r",
                        "SUB room-1 1\r",
                        "PING\r");
        assertThat(nats.entersUnanswered()).isFalse();
        assertThat(hear(nats, "PONG\r")).isInstanceOf(Heard.Welcome.class);
        assertThat(hear(nats, "PING\r"))
                .isInstanceOfSatisfying(
                        Heard.Call.class,
                        call -> assertThat(text(call.answer())).isEqualTo("PONG\r"));
        assertThat(hear(nats, "-ERR 'Unknown Protocol Operation'\r"))
                .isEqualTo(new Heard.Refusal("-ERR", "-ERR 'Unknown Protocol Operation'", false));
        assertThat(hear(nats, "INFO {}\r")).isInstanceOf(Heard.Nothing.class);
    }

    @Test
    void textIsInWhenItsOwnNameHasJoined() {
        Dialect text = Dialects.find("text");
        assertThat(text.opening(ADA).stream().map(DialectsTest::text)).containsExactly("JOIN room-1 c000007");
        assertThat(hear(text, "c000008 has joined")).isInstanceOf(Heard.Nothing.class);
        assertThat(hear(text, "c000007 has joined")).isInstanceOf(Heard.Welcome.class);
        Heeds heeds = text.heeds(ADA);
        assertThat(begins(heeds, "c000007 has joined")).isTrue();
        assertThat(begins(heeds, "c000007: hello")).isFalse();
        assertThat(begins(heeds, "ERROR")).isTrue();
        assertThat(mayBegin(heeds, "c00000")).isTrue();
        assertThat(mayBegin(heeds, "c000008")).isFalse();
        assertThat(mayBegin(heeds, "")).isTrue();
    }

    @Test
    void tokenIsSentInThePathAndNeverInAMessage() {
        Dialect token = Dialects.find("token");
        assertThat(token.httpSteps()).hasSize(2);
        assertThat(token.httpSteps().getFirst().path(ADA)).isEqualTo("/login");
        assertThat(token.httpSteps().getFirst().body(ADA))
                .isEqualTo("{\"username\":\"c000007\",\"password\":\"c000007\"}");
        assertThat(token.httpSteps().get(1).path(ADA)).isEqualTo("/user/c000007/joined-chat/room-1");
        assertThat(token.path("", ADA)).isEqualTo("/ws?jwt=secret");
        assertThat(token.entersUnanswered()).isTrue();
    }

    @Test
    void chatlabAsksForTheRoomBehindTheTargetsPath() {
        assertThat(ChatlabDialect.INSTANCE.path("/ws", ADA)).isEqualTo("/ws/room-1");
        assertThat(ChatlabDialect.INSTANCE.path("/ws", new Persona("c", "global", "")))
                .isEqualTo("/ws");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "`[1]` | :1: a dialect has to be a mapping, such as \"message: '%p'\".",
                "`` | :1: a dialect has to be a mapping, such as \"message: '%p'\".",
                "`welcome: a` | ` says no 'message', but a dialect has to, such as \"message: '%p'\".`",
                "`message: '%p'¶sendd: x` | :2: 'sendd' is no part of a dialect; there are answers, before, echo, message,"
                        + " move, opening, path, refusals and welcome.",
                "`message: '%p'¶move: [JOIN %r]` | ` says how to 'move' to another room, but then it has to say with what"
                        + " 'welcome' a frame begins that answers it, and that must not have the room in it.`",
                "`message: '%p'¶move: [JOIN %r]¶welcome: in %r` | ` says how to 'move' to another room, but then it has to say"
                        + " with what 'welcome' a frame begins that answers it, and that must not have the room in it.`",
                "`message: hello` | :1: message 'hello' has to have one place for the payload, %p, and has 0.",
                "`message: '%p %p'` | :1: message '%p %p' has to have one place for the payload, %p, and has 2.",
                "`message: '%p %t'` | :1: message '%p %t' has '%t', but there it may have %c, %r, %p, %n and %%.",
                "`opening: ['%p']` | :1: opening '%p' has '%p', but there it may have %c, %r, %t and %%.",
                "`opening: ['50%']` | :1: opening '50%' has '%', but there it may have %c, %r, %t and %%.",
                "`opening: hello` | :1: opening has to be a list.",
                "`opening: [1]` | :1: opening has 1, but it has to be a text.",
                "`welcome: ' '` | :1: welcome is empty, which every frame would begin with.",
                "`answers: [a]` | :1: answers has to be a mapping from how a frame begins to what is said then.",
                "`answers: {'': a}` | :1: answers has an empty beginning, which every frame would have.",
                "`echo: maybe` | :1: echo is \"maybe\", but it has to be true or false.",
                "`before: [{body: a}]` | :1: every entry of before has to have a path, such as \"post: /api/login\".",
                "`before: [{post: login}]` | :1: post is 'login', but it has to be a path that begins with '/' and has only"
                        + " characters that URLs have.",
                "`path: '/a b'` | :1: path is '/a b', but it has to be a path that begins with '/' and has only characters that"
                        + " URLs have.",
                "`path: '/{room}'` | :1: path is '/{room}', but it has to be a path that begins with '/' and has only"
                        + " characters that URLs have.",
                "`welcome: \"a\\nb\"` | :1: welcome has a beginning of several lines, which no frame has.",
                "`message: '%p'¶---¶message: '%p'` | :3: something follows the dialect, but a file has to hold one.",
                "`before: [{get: /login}]` | :1: 'get' is no part of what is done before; there are post, body and token.",
                "`refusals: [a,a,a,a,a,a,a,a,a,a,a,a,a,a,a,a,a,a,a,a,a]` | :1: refusals has 21 entries, but it has to have at"
                        + " most 20."
            })
    void brokenFileIsSaidWithItsLine(String text, String sentence) throws Exception {
        Path file = Files.writeString(folder.resolve("broken.yaml"), text == null ? "" : text.replace('¶', '\n'));
        assertThatThrownBy(() -> Dialects.find(file.toString()))
                .isInstanceOf(SettingException.class)
                .hasMessage(file + sentence);
    }

    @Test
    void whatIsNoYamlIsSaidWithItsLine() throws Exception {
        Path file = Files.writeString(folder.resolve("broken.yaml"), "message: '%p'\nwelcome: [a\n");
        assertThatThrownBy(() -> Dialects.find(file.toString()))
                .isInstanceOf(SettingException.class)
                .hasMessageMatching(
                        "\\Q" + file + "\\E:[23]: that can't be read as YAML \\(expected ',' or ']', but got .*\\)\\.");
    }

    @Test
    void partThatIsSaidTwiceIsSaid() throws Exception {
        Path file = Files.writeString(folder.resolve("twice.yaml"), "message: '%p'\nmessage: 'x%p'\n");
        assertThatThrownBy(() -> Dialects.find(file.toString()))
                .isInstanceOf(SettingException.class)
                .hasMessage(file + ":2: that can't be read as YAML (Duplicate field 'message').");
    }

    @Test
    void firstAnswerOfTheFileThatFitsIsGiven() throws Exception {
        Path file = Files.writeString(
                folder.resolve("order.yaml"), "message: '%p'\nanswers:\n  PING2: two\n  PING: one\n  P: none\n");
        Dialect dialect = Dialects.find(file.toString());
        assertThat(List.of("PING2", "PING", "PANG").stream().map(said -> answer(dialect, said)))
                .containsExactly("two", "one", "none");
    }

    private static String answer(Dialect dialect, String said) {
        return hear(dialect, said) instanceof Heard.Call call ? text(call.answer()) : "";
    }

    @Test
    void templateThatIsTooLongIsSaid() throws Exception {
        Path file = Files.writeString(folder.resolve("long.yaml"), "message: '" + "x".repeat(1_000) + "%p'\n");
        assertThatThrownBy(() -> Dialects.find(file.toString()))
                .isInstanceOf(SettingException.class)
                .hasMessageEndingWith("…' has 1002 characters, but it has to have at most 1000.");
    }

    @Test
    void fileThatCannotBeReadIsSaid() {
        assertThatThrownBy(() -> Dialects.find(folder.resolve("none.yaml").toString()))
                .isInstanceOf(SettingException.class)
                .hasMessageStartingWith(
                        "DIALECT names the file '" + folder.resolve("none.yaml") + "', which can't be read (");
    }

    private static Heard hear(Dialect dialect, String said) {
        byte[] bytes = said.getBytes(StandardCharsets.UTF_8);
        return dialect.hear(bytes, 0, bytes.length, ADA);
    }

    private static boolean begins(Heeds heeds, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return heeds.begins(bytes, 0, bytes.length);
    }

    private static boolean mayBegin(Heeds heeds, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return heeds.mayBegin(bytes, 0, bytes.length);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
