package chatlab.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OrderTest {
    private static final String ROOM = ",\"room\":\"";
    private static final int TALKERS = 6;
    private static final int MESSAGES = 700; // more than may be under way between loops

    @ParameterizedTest
    @CsvSource({"1, epoll", "2, epoll", "3, nio"})
    void everyMemberOnEveryLoopSeesTheSameOrder(int loops, String io) throws Exception {
        try (TestServer server = TestServer.start("EVENT_LOOPS", Integer.toString(loops), "IO", io);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Client> clients = new ArrayList<>();
            for (int i = 0; i < TALKERS; i++) {
                clients.add(server.named("c" + i, "rust"));
            }
            List<Future<List<String>>> heard = new ArrayList<>();
            for (int i = 0; i < TALKERS; i++) {
                Client client = clients.get(i);
                String prefix = "{\"clientId\":\"c" + i + "\",\"Message\":\"";
                heard.add(threads.submit(() -> {
                    List<String> lines = new ArrayList<>();
                    for (int n = 0; n < TALKERS * MESSAGES; n++) {
                        lines.add(client.line());
                    }
                    return lines;
                }));
                Future<?> _ = threads.submit(() -> {
                    for (int n = 0; n < MESSAGES; n++) {
                        client.send(prefix + n + "\"}\n");
                    }
                    return null;
                });
            }
            List<String> first = heard.getFirst().get();
            for (Future<List<String>> other : heard) {
                assertThat(other.get()).isEqualTo(first);
            }
            for (int i = 0; i < TALKERS; i++) {
                String prefix = "{\"clientId\":\"c" + i + "\",\"Message\":\"";
                List<String> expected = new ArrayList<>();
                for (int n = 0; n < MESSAGES; n++) {
                    expected.add(prefix + n + "\",\"room\":\"rust\"}");
                }
                assertThat(first.stream()
                                .filter(line -> line.startsWith(prefix))
                                .toList())
                        .isEqualTo(expected);
            }
            for (Client client : clients) {
                client.close();
            }
        }
    }

    /** Every member is in all rooms, and reads them from one connection. */
    @ParameterizedTest
    @ValueSource(strings = {"log", "batched"})
    void everyMemberOfSeveralRoomsSeesTheSameOrderInEach(String broadcast) throws Exception {
        List<String> rooms = List.of("global", "rust", "java", "go");
        int talkers = 40;
        int perRoom = 50;
        try (TestServer server = TestServer.start("EVENT_LOOPS", "2", "BROADCAST", broadcast);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Client> clients = new ArrayList<>();
            for (int i = 0; i < talkers; i++) {
                clients.add(server.named("c" + i, rooms.toArray(String[]::new)));
            }
            List<Future<Map<String, List<String>>>> heard = new ArrayList<>();
            for (int i = 0; i < talkers; i++) {
                Client client = clients.get(i);
                String name = "c" + i;
                heard.add(threads.submit(() -> {
                    Map<String, List<String>> byRoom = new HashMap<>();
                    for (int n = 0; n < talkers * rooms.size() * perRoom; n++) {
                        String line = client.line();
                        String room = line.substring(line.indexOf(ROOM) + ROOM.length(), line.lastIndexOf('"'));
                        byRoom.computeIfAbsent(room, r -> new ArrayList<>()).add(line);
                    }
                    return byRoom;
                }));
                Future<?> _ = threads.submit(() -> {
                    for (int n = 0; n < perRoom * rooms.size(); n++) {
                        client.send(message(name, n / rooms.size(), rooms.get(n % rooms.size())) + "\n");
                    }
                    return null;
                });
            }
            Map<String, List<String>> first = heard.getFirst().get();
            assertThat(first).containsOnlyKeys(rooms);
            for (Future<Map<String, List<String>>> other : heard) {
                assertThat(other.get()).isEqualTo(first);
            }
            for (String room : rooms) {
                for (int i = 0; i < talkers; i++) {
                    String name = "c" + i;
                    assertThat(first.get(room))
                            .filteredOn(line -> line.startsWith("{\"clientId\":\"" + name + "\""))
                            .isEqualTo(IntStream.range(0, perRoom)
                                    .mapToObj(n -> message(name, n, room))
                                    .toList());
                }
            }
            for (Client client : clients) {
                client.close();
            }
        }
    }

    private static String message(String name, int number, String room) {
        return "{\"clientId\":\"" + name + "\",\"Message\":\"" + number + "\"" + ROOM + room + "\"}";
    }
}
