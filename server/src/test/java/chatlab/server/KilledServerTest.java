package chatlab.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Timeout;

/** One of several servers, as a process of its own, is killed while it tells its members what was said. */
class KilledServerTest {
    private static final int MEMBERS = 400;
    private static final String IN_RUST = ",\"room\":\"rust\"}\n";
    private static final String SAID = "{\"clientId\":\"ada\",\"Message\":\"hi\"";

    /** It goes to Redis before the first one here hears it, who kills the server at once: the others are not served yet. */
    @RepeatedTest(4)
    @Timeout(60)
    void whatSomebodyHasHeardThereIsHeardOnTheOtherServers() throws Exception {
        try (RedisServer redis = RedisServer.start();
                TestServer other = redis.server();
                Client bob = other.named("bob", "rust")) {
            Process killed = ServerProcess.start(Map.of(
                    "CLUSTER", redis.url(), "PORT", "0", "ADMIN_PORT", "0", "EVENT_LOOPS", "1", "ANNOUNCE_BELOW", "0"));
            List<SocketChannel> members = new ArrayList<>();
            try {
                int port = ServerProcess.listeningPort(killed.errorReader());
                try (Client ada = Client.named(port, "ada", "lobby", "rust")) {
                    enter(port, members);
                    redis.awaitListeners("room:rust", 2);
                    try (Selector selector = Selector.open()) {
                        for (SocketChannel member : members) {
                            var _ = member.configureBlocking(false).register(selector, SelectionKey.OP_READ);
                        }
                        ada.send(SAID + "}\n" + SAID + IN_RUST); // in the lobby, and behind that in rust
                        int heard = selector.select();
                        killed.destroyForcibly();
                        assertThat(heard).isPositive();
                    }
                    assertThat(bob.line()).isEqualTo((SAID + IN_RUST).strip());
                }
            } finally {
                killed.destroyForcibly().waitFor();
                for (SocketChannel member : members) {
                    member.close();
                }
            }
        }
    }

    private static void enter(int port, List<SocketChannel> members) throws IOException {
        for (int i = 0; i < MEMBERS; i++) {
            SocketChannel member = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            member.write(ByteBuffer.wrap(("{\"type\":\"hello\",\"clientId\":\"m" + i + "\",\"rooms\":[\"rust\"]}\n")
                    .getBytes(StandardCharsets.UTF_8)));
            members.add(member);
            readLine(member);
        }
    }

    /** The welcome; nothing comes behind it. */
    private static void readLine(SocketChannel from) throws IOException {
        ByteBuffer one = ByteBuffer.allocate(1);
        do {
            one.clear();
            if (from.read(one) < 0) {
                throw new IOException("the end came instead of a welcome");
            }
        } while (one.get(0) != '\n');
    }
}
