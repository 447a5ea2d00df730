package chatlab.clients.connection;

import static org.assertj.core.api.Assertions.assertThat;

import chatlab.clients.behaviour.Frames;
import chatlab.clients.dialect.ChatlabDialect;
import chatlab.clients.dialect.Heeds;
import chatlab.clients.dialect.Persona;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LineScannerTest implements Scanner.Sink {
    private static final Heeds HEEDS = ChatlabDialect.INSTANCE.heeds(new Persona("c000000", "global", ""));

    private final List<String> found = new ArrayList<>();

    @Override
    public void delivery(int run, int sender, int sequence, long intendedNs, long messageBytes) {
        found.add(run + "/" + sender + "/" + sequence + "/" + intendedNs + "/" + messageBytes);
    }

    @Override
    public void serverFrame(byte[] bytes, int from, int to) {
        found.add(new String(bytes, from, to - from, StandardCharsets.UTF_8));
    }

    @Override
    public void open() {}

    @Override
    public void end(String reason) {}

    /** However the stream is cut into reads, the same is found. */
    @Test
    void everyCutFindsTheSame() {
        String stream = "{\"type\":\"welcome\"}\n"
                + frame(1, 0)
                + "{\"clientId\":\"ada\",\"Message\":\"no stamp, ~CL1 or so\"}\n"
                + frame(2, 1).replace("}\n", ",\"room\":\"room-1\"}\n")
                + "{\"type\":\"gap\",\"missed\":3}\n"
                + "\n~CL\n"
                + frame(1, 2)
                + "{\"type\":\"bye\",\"reason\":\"idle\"}\n";
        byte[] bytes = stream.getBytes(StandardCharsets.US_ASCII);
        List<String> expected = List.of(
                "{\"type\":\"welcome\"}",
                "9/1/0/77/200",
                "9/2/1/77/216",
                "{\"type\":\"gap\",\"missed\":3}",
                "9/1/2/77/200",
                "{\"type\":\"bye\",\"reason\":\"idle\"}");
        for (int piece = 1; piece <= bytes.length; piece++) {
            found.clear();
            LineScanner scanner = new LineScanner(HEEDS, this);
            for (int at = 0; at < bytes.length; at += piece) {
                int length = Math.min(piece, bytes.length - at);
                byte[] buffer = new byte[Scanner.MAX_KEPT_BYTES + bytes.length];
                int kept = scanner.keptBytes();
                scanner.restore(buffer);
                System.arraycopy(bytes, at, buffer, kept, length);
                scanner.scan(buffer, 0, kept + length);
            }
            assertThat(found).as("cut every %d bytes", piece).isEqualTo(expected);
        }
    }

    @Test
    void aMessageCountsWhenItsLineIsWhole() {
        byte[] line = frame(3, 4).getBytes(StandardCharsets.US_ASCII);
        LineScanner scanner = new LineScanner(HEEDS, this);
        scanner.scan(line, 0, line.length - 1);
        assertThat(found).isEmpty();
        scanner.scan(new byte[] {'\n'}, 0, 1);
        assertThat(found).containsExactly("9/3/4/77/200");
    }

    private static String frame(int client, int sequence) {
        return Frames.of(9, client, 200, sequence, 77) + "\n";
    }
}
