package chatlab.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The dialect for people with telnet. */
class PlainTextTest {
    private static final String FIRST = "ERROR Say JOIN <room> <name> first; HELP tells more.";

    /** A person at a terminal. */
    private record Person(Client client) implements AutoCloseable {
        static Person at(TestServer server) throws IOException {
            return new Person(server.connect());
        }

        /** One who has joined. */
        static Person at(TestServer server, String room, String name) throws IOException {
            Person person = at(server).type("JOIN " + room + " " + name);
            person.read(name + " has joined");
            return person;
        }

        Person type(String line) throws IOException {
            client.send(line + "\r\n");
            return this;
        }

        void read(String... lines) throws IOException {
            for (String line : lines) {
                assertThat(client.line()).isEqualTo(line + "\r");
            }
        }

        /** Goes away before the test is over. */
        void leave() throws IOException {
            close();
        }

        @Override
        public void close() throws IOException {
            client.close();
        }
    }

    @ParameterizedTest
    @CsvSource({"1, log", "3, log", "1, batched", "3, batched", "1, naive", "3, naive"})
    void peopleAndProgramsTalkInOneRoom(String loops, String broadcast) throws Exception {
        try (TestServer server =
                        TestServer.start("EVENT_LOOPS", loops, "BROADCAST", broadcast, "ANNOUNCE_BELOW", "10");
                Peer bob = Peer.Transport.LINES.connect(server, "bob", "rust")) {
            bob.say("{\"type\":\"members\",\"room\":\"rust\"}"); // when that is answered, nobody is told of bob any
            // more
            bob.expect("{\"type\":\"members\",\"room\":\"rust\",\"members\":[\"bob\"],\"count\":1}");
            Person ada = Person.at(server, "rust", "ada");
            bob.expect("{\"type\":\"joined\",\"room\":\"rust\",\"clientId\":\"ada\"}");
            try (Peer eve = Peer.Transport.WEBSOCKET.connect(server, "eve", "rust")) {
                ada.read("eve has joined");
                bob.expect("{\"type\":\"joined\",\"room\":\"rust\",\"clientId\":\"eve\"}");
                ada.type("hi {\"all\"} \u00fc");
                String hi = "{\"clientId\":\"ada\",\"Message\":\"hi {\\\"all\\\"} \u00fc\",\"room\":\"rust\"}";
                ada.read("ada: hi {\"all\"} \u00fc");
                bob.expect(hi);
                eve.expect(hi);
                eve.say(
                        "{\"clientId\":\"eve\",\"Message\":\"hello\\r\\nada: me\\u001b[2J\\ud800\\u2028\\tx\",\"mood\":1}");
                ada.read("eve: hello\\u000d\\u000aada: me\\u001b[2J\ufffd\\u2028\tx");
                bob.hear();
                bob.say("{\"clientId\":\"bob\",\"Message\":\"psst\",\"to\":\"ada\"}");
                ada.read("bob -> ada: psst");
                bob.hear();
            }
            ada.read("eve has left");
            bob.expect("{\"type\":\"left\",\"room\":\"rust\",\"clientId\":\"eve\"}");
            ada.type("QUIT");
            assertThat(ada.client.rest()).isEqualTo("BYE quit\r\n");
            bob.expect("{\"type\":\"left\",\"room\":\"rust\",\"clientId\":\"ada\"}");
            bob.say("{\"clientId\":\"bob\",\"Message\":\"alone\"}");
            bob.expect("{\"clientId\":\"bob\",\"Message\":\"alone\",\"room\":\"rust\"}");
            ada.leave();
        }
    }

    @Test
    void everyLineOfOneWhoHasJoinedIsAMessageButTwo() throws Exception {
        try (TestServer server = TestServer.start();
                Person ada = Person.at(server, "rust", "ada")) {
            for (String line :
                    List.of("JOIN us now", "help", " QUIT", "quit", "{\"type\":\"quit\"}", "GET / HTTP/1.1", " ")) {
                ada.type(line).read("ada: " + line);
            }
            ada.type("").type("HELP");
            ada.read(
                    "JOIN <room> <name>   come in, under a name of 1 to 20 printable ASCII characters",
                    "                     (where users log in, with a token behind the name)",
                    "HELP                 these lines",
                    "QUIT                 go away",
                    "Once you are in a room, every other line is a message to it.");
        }
    }

    @Test
    void wrongUseGetsAHintAndTheConnectionLives() throws Exception {
        try (TestServer server = TestServer.start("MAX_ROOMS", "2");
                Client bob = server.named("bob", "java");
                Person ada = Person.at(server)) {
            for (String line :
                    List.of("Guten Tag", "JOIN", "JOIN rust", "JOIN rust ada lovelace", "JOINrust ada", "QUITE")) {
                ada.type(line).read(FIRST);
            }
            String name = "ERROR A name has 1 to 20 printable ASCII characters here.";
            ada.type("JOIN rust " + "x".repeat(21)).read(name);
            ada.type("JOIN rust \u00e4da").read(name);
            ada.type("JOIN a/b ada")
                    .read("ERROR The room is \"a/b\", but a room's name has 1 to 64 characters of A-Z, a-z, 0-9,"
                            + " '.', '_', '~' and '-', and is neither '.' nor '..'.");
            ada.type("JOIN rust ada")
                    .read("ERROR One of these rooms would be new, and there are as many as this server takes.");
            ada.client.send(new byte[] {'h', (byte) 0xc3, '(', '\r', '\n'});
            ada.read("ERROR A line has to be text in UTF-8.");
            ada.type("").type("  join   java   " + "x".repeat(20) + " ");
            ada.read("x".repeat(20) + " has joined");
            ada.type("help").read("x".repeat(20) + ": help");
            assertThat(bob.line())
                    .isEqualTo("{\"clientId\":\"" + "x".repeat(20) + "\",\"Message\":\"help\",\"room\":\"java\"}");
        }
    }

    @Test
    void commandsOfOneWhoHasNotJoinedMayBeInSmallLetters() throws Exception {
        try (TestServer server = TestServer.start();
                Person ada = Person.at(server)) {
            ada.type(" help ").read("JOIN <room> <name>   come in, under a name of 1 to 20 printable ASCII characters");
            ada.type("quit");
            assertThat(ada.client.rest()).endsWith("\r\nBYE quit\r\n");
        }
    }

    @Test
    void whoHasNotJoinedHearsNothingHoweverLongItTakes() throws Exception {
        try (TestServer server = TestServer.start("HANDSHAKE_TIMEOUT", "50ms");
                Client bob = server.named("bob");
                Person ada = Person.at(server)) {
            ada.type("hm").read(FIRST);
            List<String> heard = new ArrayList<>();
            double began = System.nanoTime();
            await().until(() -> {
                bob.send("{\"clientId\":\"bob\",\"Message\":\"hi\"}\n");
                heard.add(bob.line());
                return System.nanoTime() - began > 300e6; // several rounds of looking at deadlines
            });
            assertThat(server.metric("chatlab_server_deliveries_total")).isEqualTo(heard.size());
            ada.type("JOIN global ada").read("ada has joined");
        }
    }

    /** As a message a line of 100 quotation marks has twice as many. */
    @ParameterizedTest
    @CsvSource({"300, x", "150, '\"'"})
    void aLineThatIsTooLongEndsTheConnection(int length, String character) throws Exception {
        try (TestServer server = TestServer.start("MAX_LINE_BYTES", "256");
                Client bob = server.named("bob", "rust");
                Person ada = Person.at(server, "rust", "ada")) {
            ada.type("one").read("ada: one");
            bob.line();
            ada.type(character.repeat(length)).type("after the end");
            assertThat(ada.client.rest()).isEqualTo("ERROR A line, as a message, may have at most 256 bytes.\r\n");
            ada.leave();
            await().untilAsserted(() -> assertThat(server.closed("too_long")).isEqualTo(1));
            bob.expectNothingMore();
        }
    }

    @Test
    void aSlowReaderIsToldWhatItMissed() throws Exception {
        try (TestServer server = TestServer.start("ROOM_LOG_BYTES", "512KiB", "EVENT_LOOPS", "1");
                Client bob = server.named("bob", "rust");
                Client slow = Client.connectWithSmallBuffer(server.port())) {
            slow.send("JOIN rust slow\r\n");
            assertThat(slow.line()).isEqualTo("slow has joined\r");
            String text = "x".repeat(15_000);
            int said = 0;
            while (said < 400) {
                bob.send("{\"clientId\":\"bob\",\"Message\":\"" + text + "\"}\n");
                bob.line();
                said++;
            }
            long missed = 0;
            int heard = 0;
            while (heard + missed < said) {
                String line = slow.line();
                if (line.startsWith("ERROR ")) {
                    assertThat(line).matches("ERROR [0-9]+ messages of rust did not reach this connection\\.\r");
                    missed += Long.parseLong(line.split(" ", 3)[1]);
                } else {
                    assertThat(line).isEqualTo("bob: " + text + "\r");
                    heard++;
                }
            }
            assertThat(missed).isPositive();
            assertThat(server.metric("chatlab_server_missed_total")).isEqualTo((double) missed);
        }
    }

    @Test
    void aServerThatGoesAwaySaysBye() throws Exception {
        try (TestServer server = TestServer.start();
                Person ada = Person.at(server, "rust", "ada")) {
            Thread stop = Thread.ofVirtual().start(server::stop);
            assertThat(ada.client.rest()).isEqualTo("BYE shutdown\r\n");
            ada.leave();
            stop.join();
        }
    }

    @Test
    void aPersonWhoSaysNothingIsAskedAndThenEnded() throws Exception {
        try (TestServer server = TestServer.start("HANDSHAKE_TIMEOUT", "50ms", "IDLE_TIMEOUT", "2s");
                Person ada = Person.at(server, "rust", "ada")) {
            ada.read("Still there? Press Enter, or this connection ends.");
            ada.type("").read("Still there? Press Enter, or this connection ends.");
            assertThat(ada.client.rest()).isEqualTo("BYE idle\r\n");
        }
    }
}
