package chatlab.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A way to Redis on which a server's first connections end. */
@Timeout(60)
class RedisStartTest {
    private static final int ENDED = 2;

    private final AtomicInteger connections = new AtomicInteger();

    @Test
    void connectionsThatEndAtTheStartMayBeTheClientsOwnDoing() throws Exception {
        try (RedisServer redis = RedisServer.start();
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
                ServerSocket way = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            var _ = threads.submit(() -> {
                while (true) {
                    Socket client = way.accept();
                    if (connections.incrementAndGet() <= ENDED) {
                        int _ = client.getInputStream().read();
                        client.close();
                    } else {
                        Socket other = new Socket(InetAddress.getLoopbackAddress(), redis.port());
                        var _ = threads.submit(() -> pass(client.getInputStream(), other.getOutputStream(), other));
                        var _ = threads.submit(() -> pass(other.getInputStream(), client.getOutputStream(), client));
                    }
                }
            });

            try (TestServer server = TestServer.start("CLUSTER", "redis://127.0.0.1:" + way.getLocalPort())) {
                assertThat(server.metric("chatlab_server_cluster_connected")).isEqualTo(1);
            }
            assertThat(connections).hasValue(ENDED + 2); // one to speak on and one to listen on
        }
    }

    private static @Nullable Void pass(InputStream from, OutputStream to, Socket end) throws IOException {
        try (end) {
            from.transferTo(to);
        }
        return null;
    }
}
