package chatlab.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A JSON-lines and a WebSocket member of one room see the same messages in the same order. */
class TransportsTogetherTest {
    private static final int TALKERS_EACH = 3;
    private static final int MESSAGES = 400; // more than may be under way between loops

    /** A client over either transport. */
    private record Member(Sends sends, Callable<String> line, AutoCloseable connection) {
        interface Sends {
            void send(String frame) throws Exception;
        }

        static Member overLines(TestServer server, String name, String room) throws Exception {
            Client client = server.named(name, room);
            return new Member(frame -> client.send(frame + "\n"), client::line, client);
        }

        static Member overWebSocket(TestServer server, String room) throws Exception {
            WebSocketPeer peer = WebSocketPeer.open(server.port(), room.equals("global") ? "/ws" : "/ws/" + room);
            return new Member(peer::say, peer::line, peer);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "1, batched, epoll, global",
        "1, naive, epoll, rust",
        "2, batched, epoll, rust",
        "3, naive, nio, global",
        "3, batched, nio, rust"
    })
    void everyoneSeesTheSameOrder(int loops, String broadcast, String io, String room) throws Exception {
        try (TestServer server =
                        TestServer.start("EVENT_LOOPS", Integer.toString(loops), "BROADCAST", broadcast, "IO", io);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Member> members = new ArrayList<>();
            for (int i = 0; i < TALKERS_EACH; i++) {
                members.add(Member.overLines(server, "c" + members.size(), room));
                members.add(Member.overWebSocket(server, room));
            }
            List<Future<List<String>>> heard = new ArrayList<>();
            for (int i = 0; i < members.size(); i++) {
                Member member = members.get(i);
                String prefix = "{\"clientId\":\"c" + i + "\",\"Message\":\"";
                heard.add(threads.submit(() -> {
                    List<String> lines = new ArrayList<>();
                    for (int n = 0; n < members.size() * MESSAGES; n++) {
                        lines.add(member.line.call());
                    }
                    return lines;
                }));
                Future<?> _ = threads.submit(() -> {
                    for (int n = 0; n < MESSAGES; n++) {
                        member.sends.send(prefix + n + "\"} ");
                    }
                    return null;
                });
            }
            List<String> first = heard.getFirst().get();
            for (Future<List<String>> other : heard) {
                assertThat(other.get()).isEqualTo(first);
            }
            String splice = room.equals("global") ? "" : ",\"room\":\"" + room + "\"";
            for (int i = 0; i < members.size(); i++) {
                String prefix = "{\"clientId\":\"c" + i + "\",\"Message\":\"";
                List<String> expected = new ArrayList<>();
                for (int n = 0; n < MESSAGES; n++) {
                    expected.add(prefix + n + "\"" + splice + "} ");
                }
                assertThat(first.stream()
                                .filter(line -> line.startsWith(prefix))
                                .toList())
                        .isEqualTo(expected);
            }
            for (Member member : members) {
                member.connection.close();
            }
        }
    }
}
