package chatlab.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OrderTest {
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
}
