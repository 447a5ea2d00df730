package chatlab.server;

import static org.assertj.core.api.Assertions.assertThat;

import chatlab.server.Peer.Transport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The right column of the conversations in docs/dialects.md, word by word, against a real server. */
class DocumentedConversationsTest {
    private static final Pattern BLOCK = Pattern.compile("(?s)```\n(theirs .*?)```");
    private static final Pattern HTTP = Pattern.compile("(GET|PUT|POST) (/\\S+)(?: (.*))?");
    private static final Pattern TOKEN = Pattern.compile("\"token\":\"([^\"]+)\"");

    @TempDir
    private Path folder;

    private TestServer open;
    private TestServer withUsers;

    @BeforeEach
    void start() throws IOException {
        open = TestServer.start();
        withUsers = new TestUsers(folder).start();
    }

    @AfterEach
    void stop() {
        open.close();
        withUsers.close();
    }

    /** The right column of each, its head first. */
    static Stream<List<String>> conversations() throws IOException {
        List<List<String>> all = new ArrayList<>();
        Matcher blocks = BLOCK.matcher(Files.readString(Path.of("..", "docs", "dialects.md")));
        while (blocks.find()) {
            all.add(blocks.group(1)
                    .lines()
                    .map(line -> line.substring(line.indexOf('│') + 1).strip())
                    .filter(line -> !line.isEmpty())
                    .toList());
        }
        return all.stream();
    }

    @Test
    void thereIsOneForEveryPublicFormat() throws IOException {
        assertThat(conversations().map(List::getFirst))
                .containsExactly("ours: telnet", "ours: websocket", "ours: lines", "ours: websocket");
    }

    @ParameterizedTest
    @MethodSource("conversations")
    void oursIsAsItStandsThere(List<String> conversation) throws Exception {
        boolean needsUser = conversation.stream().anyMatch(line -> line.contains("/api/login"));
        try (Speaker speaker = new Speaker(needsUser ? withUsers : open)) {
            for (String line : conversation.subList(1, conversation.size())) {
                if (line.startsWith("> ")) {
                    speaker.say(line.substring(2), conversation.getFirst());
                } else {
                    speaker.expect(line.substring(2));
                }
            }
            speaker.expectNothingMore();
        }
    }

    /** One who follows a conversation. */
    private static final class Speaker implements AutoCloseable {
        private final TestServer server;
        private String token = "TOKEN";

        /** What REST has answered, if that is still to be compared. */
        private @Nullable String answer;

        private @Nullable Client person;
        private @Nullable Peer peer;

        Speaker(TestServer server) {
            this.server = server;
        }

        void say(String what, String head) throws IOException {
            String said = what.replace("TOKEN", token);
            Matcher http = HTTP.matcher(said);
            if (http.matches() && http.group(2).startsWith("/ws")) {
                peer = Transport.over(WebSocketPeer.open(server.port(), http.group(2)));
            } else if (http.matches()) {
                ask(http.group(1), http.group(2), http.group(3) == null ? "" : http.group(3));
            } else if (head.endsWith("telnet")) {
                person = person == null ? server.connect() : person;
                person.send(said + "\r\n");
            } else {
                peer = peer == null ? Transport.LINES.connect(server) : peer;
                peer.say(said);
            }
        }

        private void ask(String method, String path, String body) throws IOException {
            String authorization = token.equals("TOKEN") ? "" : "Authorization: Bearer " + token + "\r\n";
            try (Client client = server.connect()) {
                String all = client.send(
                                method + ' ' + path + " HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                                        + authorization + "Content-Length: " + body.length() + "\r\n\r\n" + body)
                        .rest();
                assertThat(all).startsWith("HTTP/1.1 20");
                String json = all.substring(all.indexOf("\r\n\r\n") + 4).strip();
                answer = json.isEmpty() ? null : json;
                Matcher given = TOKEN.matcher(json);
                token = given.find() ? given.group(1) : token;
            }
        }

        void expect(String what) throws IOException {
            String expected = what.replace("TOKEN", token);
            String heard = heard();
            if (expected.endsWith("…")) {
                assertThat(heard).startsWith(expected.substring(0, expected.length() - 1));
            } else {
                assertThat(heard).isEqualTo(expected);
            }
        }

        private String heard() throws IOException {
            if (answer != null) {
                String rest = answer;
                answer = null;
                return rest;
            }
            return person != null
                    ? person.line().replace("\r", "")
                    : Objects.requireNonNull(peer).hear();
        }

        void expectNothingMore() throws IOException {
            if (peer != null) {
                peer.expectNothingMore();
            }
        }

        @Override
        public void close() throws IOException {
            if (peer != null) {
                peer.close();
            }
            if (person != null) {
                person.close();
            }
        }
    }
}
