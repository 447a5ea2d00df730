package chatlab.server;

import static org.assertj.core.api.Assertions.assertThat;

import chatlab.protocol.WebSocket;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Many members of {@code global}, every other one over WebSocket, and one that talks to them: a batch of long messages at a
 * time, which all who read have to get before the next. Some of them don't read until they are asked to.
 */
final class Crowd implements AutoCloseable {
    private static final int BATCH = 25;
    private static final String FILLING = "x".repeat(16_000);
    private static final Pattern GAP = Pattern.compile("\\{\"type\":\"gap\",\"room\":\"global\",\"missed\":(\\d+)\\}");

    /** A message in the longer one of its forms. */
    static final int LONGEST_FRAME_BYTES = message(0).length() + 4;

    private final Client talker;
    private final List<Ear> reading = new ArrayList<>();
    private final List<Ear> stopped = new ArrayList<>();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private int said;

    private Crowd(Client talker) {
        this.talker = talker;
    }

    /** Connects so many members and a talker. */
    static Crowd enter(TestServer server, int members, int stopped) throws IOException {
        Crowd crowd = new Crowd(server.named("ada"));
        for (int i = 0; i < members; i++) {
            boolean stops = i < stopped;
            Client client = stops ? Client.connectWithSmallBuffer(server.port()) : server.connect();
            (stops ? crowd.stopped : crowd.reading).add(Ear.open(client, i));
        }
        return crowd;
    }

    List<Ear> stopped() {
        return stopped;
    }

    /** How many messages have been said. */
    int said() {
        return said;
    }

    void sayToThoseWhoRead() throws Exception {
        say(reading);
    }

    void sayToAll() throws Exception {
        List<Ear> all = new ArrayList<>(reading);
        all.addAll(stopped);
        say(all);
    }

    private void say(List<Ear> to) throws Exception {
        StringBuilder batch = new StringBuilder();
        int from = said;
        said += BATCH;
        for (int i = from; i < said; i++) {
            batch.append(message(i)).append('\n');
        }
        List<Future<?>> heard = new ArrayList<>();
        heard.add(threads.submit(() -> talker.send(batch.toString())));
        heard.add(threads.submit(() -> {
            for (int i = from; i < from + BATCH; i++) {
                assertThat(talker.line()).isEqualTo(message(i));
            }
            return null;
        }));
        for (Ear ear : to) {
            heard.add(threads.submit(() -> {
                ear.expect(from, from + BATCH);
                return null;
            }));
        }
        for (Future<?> future : heard) {
            future.get();
        }
    }

    private static String message(int number) {
        return "{\"clientId\":\"ada\",\"Message\":\"%06d%s\"}".formatted(number, FILLING);
    }

    @Override
    public void close() throws IOException {
        threads.close();
        talker.close();
        for (Ear ear : reading) {
            ear.client.close();
        }
        for (Ear ear : stopped) {
            ear.client.close();
        }
    }

    /** One member, over either transport. */
    record Ear(Client client, @Nullable WebSocketPeer peer) {
        static Ear open(Client client, int number) throws IOException {
            if (number % 2 == 1) {
                return new Ear(client, WebSocketPeer.open(client, "/ws"));
            }
            client.hello("m" + number);
            return new Ear(client, null);
        }

        /** These messages and nothing else come next. */
        void expect(int from, int to) throws IOException {
            for (int i = from; i < to; i++) {
                byte[] wanted = framed(message(i));
                assertThat(client.bytes(wanted.length)).isEqualTo(wanted);
            }
        }

        private byte[] framed(String message) {
            byte[] payload = message.getBytes(StandardCharsets.US_ASCII);
            if (peer == null) {
                return WebSocketPeer.join(payload, new byte[] {'\n'});
            }
            byte[] header = new byte[WebSocket.headerBytes(payload.length, false)];
            WebSocket.writeHeader(header, 0, WebSocket.TEXT, payload.length);
            return WebSocketPeer.join(header, payload);
        }

        private String line() throws IOException {
            return peer == null ? client.line() : peer.line();
        }

        /** Every message up to this number comes in its order or is in a gap; answers how many are in gaps. */
        long missedUntil(int end) throws IOException {
            int next = 0;
            long missed = 0;
            while (next < end) {
                String line = line();
                Matcher gap = GAP.matcher(line);
                if (gap.matches()) {
                    missed += Integer.parseInt(gap.group(1));
                    next += Integer.parseInt(gap.group(1));
                } else {
                    assertThat(line).isEqualTo(message(next));
                    next++;
                }
            }
            assertThat(next).isEqualTo(end);
            return missed;
        }

        /** The first messages come, without a hole, then a bye and the server's end. */
        void expectByeAfterSomeMessages() throws IOException {
            String bye = "{\"type\":\"bye\",\"reason\":\"slow_consumer\",\"accepted\":0}";
            String line = line();
            for (int next = 0; !line.equals(bye); next++) {
                assertThat(line).isEqualTo(message(next));
                line = line();
            }
            if (peer == null) {
                assertThat(client.rest()).isEmpty();
            } else {
                assertThat(peer.rest()).containsExactly(WebSocketPeer.Frame.close(1008, "slow_consumer"));
            }
            client.close();
        }
    }
}
