package chatlab.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.util.internal.PlatformDependent;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/**
 * A line without an end. What is held is measured as the virtual machine's heap in use after a collection, plus Netty's
 * direct memory, which grows by whole chunks: what a single connection holds shows only in many. What the kernel holds is
 * bounded by its socket buffers.
 */
class EndlessLineTest {
    private static final int MIB = 1024 * 1024;
    private static final int HELD_BYTES = 64 * 1024;

    /** What Netty's direct memory may grow by for any load: some chunks that are used again and again. */
    private static final int CHUNKS_BYTES = 4 * MIB;

    private static final int HOARDERS = 200;

    /** Less than this is what measuring itself leaves. */
    private static final int SETTLED_BYTES = 64 * 1024;

    private static final long MOST_NS = Duration.ofSeconds(30).toNanos();

    @Test
    void aGibibyteEndsItsConnectionAloneAndIsNotKept() throws Exception {
        try (TestServer server = TestServer.start();
                ExecutorService thread = Executors.newSingleThreadExecutor();
                Client ada = server.named("ada");
                Client bob = server.named("bob");
                Client first = server.connect();
                Client endless = server.connect()) {
            pour(first, 4);
            chat(ada, bob, 0);
            first.leave();
            long before = PlatformDependent.usedDirectMemory();
            Future<Long> poured = thread.submit(() -> pour(endless, 1024));
            long most = 0;
            int said = 0;
            while (!poured.isDone()) {
                chat(ada, bob, said++);
                most = Math.max(most, PlatformDependent.usedDirectMemory() - before);
            }
            System.out.println(poured.get() + " MiB poured, " + said + " messages said meanwhile, at most " + most
                    + " bytes of direct memory more");
            assertThat(poured.get()).as("MiB that were taken").isGreaterThan(1);
            assertThat(said).isPositive();
            assertThat(most).isLessThanOrEqualTo(CHUNKS_BYTES);
            endless.leave();
            await().untilAsserted(() -> assertThat(server.closed("too_long")).isEqualTo(2));
            assertThat(server.metric("chatlab_server_connections")).isEqualTo(2);
            ada.expectNothingMore();
            bob.expectNothingMore();
        }
    }

    /** Half of them at the bound and still served, half of them beyond and told so. */
    @Test
    void manyEndlessLinesHoldLessThan64KibibytesEach() throws Exception {
        List<Client> hoarders = new ArrayList<>();
        try (TestServer server = TestServer.start();
                Client ada = server.named("ada");
                Client bob = server.named("bob")) {
            for (int i = 0; i < HOARDERS; i++) {
                Client hoarder = server.connect();
                hoarder.hello("h" + i, "quiet");
                hoarders.add(hoarder);
            }
            chat(ada, bob, 0);
            long before = usedBytes();
            for (int i = 0; i < HOARDERS; i++) {
                Client hoarder = hoarders.get(i);
                if (i % 2 == 0) {
                    hoarder.send("{\"type\":\"ping\"}\n" + "x".repeat(20_000));
                    assertThat(hoarder.line()).isEqualTo("{\"type\":\"pong\"}");
                } else {
                    hoarder.send("x".repeat(100_000));
                    assertThat(hoarder.line()).startsWith("{\"type\":\"error\",\"code\":\"too_long\"");
                }
            }
            long held = (usedBytes() - before) / HOARDERS;
            System.out.println(held + " bytes held by each of " + HOARDERS);
            assertThat(held).isLessThanOrEqualTo(HELD_BYTES).isGreaterThan(5_000); // half of them do hold a line
            chat(ada, bob, 1);
            for (Client hoarder : hoarders) {
                hoarder.close();
            }
        }
    }

    /** Answers how many MiB the server's side took before it, or time, ended it. */
    private static long pour(Client client, int mebibytes) throws IOException {
        byte[] piece = "x".repeat(MIB).getBytes(StandardCharsets.US_ASCII);
        client.send("{\"clientId\":\"eve\",\"Message\":\"");
        long startNs = System.nanoTime();
        for (int i = 0; i < mebibytes; i++) {
            try {
                client.send(piece);
            } catch (IOException e) {
                return i; // the server has waited for this client's end for as long as it does
            }
            if (System.nanoTime() - startNs > MOST_NS) {
                throw new IOException("neither taken nor ended after " + i + " MiB");
            }
        }
        assertThat(client.line())
                .startsWith("{\"type\":\"error\",\"code\":\"too_long\"")
                .endsWith("\"fatal\":true}");
        return mebibytes;
    }

    /** What tests before this one have left is freed by more than one collection: collects until that frees nothing any more. */
    private static long usedBytes() {
        long used = Long.MAX_VALUE;
        long last;
        do {
            last = used;
            System.gc();
            used = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed()
                    + PlatformDependent.usedDirectMemory();
        } while (used < last - SETTLED_BYTES);
        return used;
    }

    private static void chat(Client ada, Client bob, int number) throws IOException {
        String message = BroadcasterContractTest.message("still here " + number);
        ada.send(message + "\n");
        assertThat(bob.line()).isEqualTo(message);
        assertThat(ada.line()).isEqualTo(message);
    }
}
