package chatlab.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShutdownTest {
    private static final int TALKERS = 4;
    private static final Pattern BYE = Pattern.compile(
            "\\{\"type\":\"bye\",\"reason\":\"shutdown\",\"accepted\":(\\d+),\"retryAfterMillis\":[12]\\d{3}}");

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void whatWasAcceptedReachesEveryoneAndByeSaysHowMuchThatWas(int loops) throws Exception {
        try (TestServer server = TestServer.start("EVENT_LOOPS", Integer.toString(loops));
                ExecutorService threads = Executors.newCachedThreadPool()) {
            List<Client> clients = new ArrayList<>();
            List<Future<List<String>>> heard = new ArrayList<>();
            for (int i = 0; i < TALKERS; i++) {
                clients.add(server.named("c" + i));
            }
            for (int i = 0; i < TALKERS; i++) {
                Client client = clients.get(i);
                String message = "{\"clientId\":\"c" + i + "\",\"Message\":\"again\"}\n";
                heard.add(threads.submit(() -> {
                    List<String> lines = client.lines();
                    client.endOutput();
                    return lines;
                }));
                Future<?> _ = threads.submit(() -> {
                    while (true) { // until the socket is closed
                        client.send(message);
                    }
                });
            }
            await().until(() -> server.metric("chatlab_server_messages_received_total") > 2_000);
            server.stop();

            List<List<String>> all = new ArrayList<>();
            for (Future<List<String>> lines : heard) {
                all.add(lines.get());
            }
            for (int i = 0; i < TALKERS; i++) {
                Matcher bye = BYE.matcher(all.get(i).getLast());
                assertThat(bye.matches()).as(all.get(i).getLast()).isTrue();
                long accepted = Long.parseLong(bye.group(1));
                String message = "{\"clientId\":\"c" + i + "\",\"Message\":\"again\"}";
                for (List<String> lines : all) {
                    assertThat(lines.stream().filter(message::equals).count()).isEqualTo(accepted);
                }
            }
            for (Client client : clients) {
                client.close();
            }
        }
    }
}
