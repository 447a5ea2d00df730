package chatlab.clients;

import static org.assertj.core.api.Assertions.assertThat;

import chatlab.generator.summary.Summary;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The built-in dialects for public servers, at servers that speak as those do. */
@Timeout(60)
class PublicFormatsTest {
    @Test
    void textServerIsAccountedForExactly() throws Exception {
        try (RoomServer server = new RoomServer() {
            @Override
            void take(String line, Member member) {
                if (member.room().isEmpty()) {
                    String[] words = line.split(" ", -1);
                    enter(member, words[1], words[2]);
                    tell(words[1], words[2] + " has joined");
                } else {
                    tell(member.room(), member.name() + ": " + line);
                }
            }
        }) {
            server.greeting = "Welcome! Use the command:\nJOIN <ROOMNAME> <USERNAME>\n";
            requireExact(Runs.run(server.target(), "DIALECT", "text", "CLIENTS", "12", "TALKERS", "4", "ROOMS", "2"));
        }
    }

    @Test
    void roomEventsServerIsAccountedForExactly() throws Exception {
        try (RoomServer server = new RoomServer() {
            @Override
            void take(String line, Member member) {
                String room = value(line, "r");
                if (line.startsWith("{\"_ct\":\"join_room\"")) {
                    enter(member, room, "user-" + member.hashCode());
                    tell(
                            room,
                            "{\"_et\":\"room_participation\",\"r\":\"" + room + "\",\"u\":\"" + member.name()
                                    + "\",\"s\":\"joined\"}");
                    member.send("{\"_et\":\"user_joined_room\",\"r\":\"" + room + "\",\"us\":[\"" + member.name()
                            + "\"]}\n");
                } else {
                    tell(
                            room,
                            "{\"_et\":\"user_message\",\"r\":\"" + room + "\",\"u\":\"" + member.name() + "\",\"c\":\""
                                    + value(line, "c") + "\"}");
                }
            }
        }) {
            server.greeting =
                    "{\"_et\":\"login_successful\",\"s\":\"s\",\"u\":\"u\",\"rs\":[{\"n\":\"room-1\",\"d\":\"\"}]}\n";
            requireExact(
                    Runs.run(server.target(), "DIALECT", "room-events", "CLIENTS", "12", "TALKERS", "4", "ROOMS", "2"));
        }
    }

    @Test
    void plainJsonOverWebSocketIsAccountedForExactly() throws Exception {
        try (TokenServer server = TokenServer.open()) {
            Summary summary = Runs.run(server.target(), "DIALECT", "json", "CLIENTS", "6");
            assertThat(summary.ledger().exact()).as(summary.ledger().toString()).isTrue();
            assertThat(summary.deliveries().received())
                    .isEqualTo(summary.messages().sent() * 6)
                    .isPositive();
        }
    }

    private static void requireExact(Summary summary) {
        assertThat(summary.ledger().exact()).as(summary.ledger().toString()).isTrue();
        assertThat(summary.deliveries().received())
                .isEqualTo(summary.messages().sent() * 6)
                .isPositive();
        assertThat(summary.messages().unsent()).isZero();
    }

    private static String value(String json, String name) {
        String rest = json.substring(json.indexOf("\"" + name + "\":\"") + name.length() + 4);
        return rest.substring(0, rest.indexOf('"'));
    }

    /** Rooms of lines. */
    private abstract static class RoomServer implements AutoCloseable {
        private final ServerSocket listener = new ServerSocket(0, 1000, InetAddress.getLoopbackAddress());
        private final Map<String, List<Member>> rooms = new ConcurrentHashMap<>();
        volatile String greeting = "";

        RoomServer() throws IOException {
            Thread.ofVirtual().start(this::accept);
        }

        /** Called for one line of one member at a time. */
        abstract void take(String line, Member member);

        String target() {
            return "tcp://127.0.0.1:" + listener.getLocalPort();
        }

        void enter(Member member, String room, String name) {
            member.room = room;
            member.name = name;
            rooms.computeIfAbsent(room, any -> new CopyOnWriteArrayList<>()).add(member);
        }

        synchronized void tell(String room, String line) {
            rooms.getOrDefault(room, List.of()).forEach(member -> member.send(line + "\n"));
        }

        private void accept() {
            try {
                while (true) {
                    Socket socket = listener.accept();
                    Thread.ofVirtual().start(() -> serve(socket));
                }
            } catch (IOException e) {
                // The test is over.
            }
        }

        private void serve(Socket socket) {
            try (socket;
                    BufferedReader lines = new BufferedReader(
                            new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))) {
                Member member = new Member(socket.getOutputStream());
                member.send(greeting);
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    take(line, member);
                }
            } catch (IOException e) {
                // The client has gone.
            }
        }

        @Override
        public void close() throws IOException {
            listener.close();
        }
    }

    private static final class Member {
        private final OutputStream out;
        private volatile String room = "";
        private volatile String name = "";

        Member(OutputStream out) {
            this.out = out;
        }

        String room() {
            return room;
        }

        String name() {
            return name;
        }

        synchronized void send(String text) {
            try {
                out.write(text.getBytes(StandardCharsets.UTF_8));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
