package chatlab.server.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import chatlab.server.cluster.Envelope.Kind;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class EnvelopeTest {
    private static final long SELF = 0x1122_3344_5566_7788L;

    private static byte[] said(long first, String... messages) {
        int bytes = Arrays.stream(messages)
                .mapToInt(message -> Envelope.LENGTH_BYTES + message.length())
                .sum();
        byte[] all = new byte[Envelope.HEAD_BYTES + bytes];
        Envelope.writeHead(all, Kind.SAID, SELF, 3, first, messages.length);
        ByteBuffer body = ByteBuffer.wrap(all).position(Envelope.HEAD_BYTES);
        for (String message : messages) {
            body.putInt(message.length()).put(message.getBytes(StandardCharsets.US_ASCII));
        }
        return all;
    }

    private static List<String> from(Envelope envelope, long number) {
        List<String> messages = new ArrayList<>();
        envelope.forEachFrom(
                number,
                (bytes, offset, length) -> messages.add(new String(bytes, offset, length, StandardCharsets.US_ASCII)));
        return messages;
    }

    @Test
    void whatIsWrittenIsRead() {
        Envelope envelope = Envelope.read(said(40, "one", "", "three")).orElseThrow();
        assertThat(envelope.kind()).isEqualTo(Kind.SAID);
        assertThat(envelope.origin()).isEqualTo(SELF);
        assertThat(envelope.life()).isEqualTo(3);
        assertThat(envelope.first()).isEqualTo(40);
        assertThat(envelope.next()).isEqualTo(43);
        assertThat(from(envelope, 40)).containsExactly("one", "", "three");
        assertThat(from(envelope, 42)).containsExactly("three");
        assertThat(from(envelope, 43)).isEmpty();
        assertThat(from(envelope, Long.MAX_VALUE)).isEmpty();
    }

    @Test
    void oneWithoutMessagesSaysHowManyThereHaveBeen() {
        Envelope envelope = Envelope.read(Envelope.empty(Kind.ASK, SELF, 3, 7)).orElseThrow();
        assertThat(envelope.kind()).isEqualTo(Kind.ASK);
        assertThat(envelope.first()).isEqualTo(7);
        assertThat(envelope.next()).isEqualTo(7);
        assertThat(from(envelope, 0)).isEmpty();
    }

    @Test
    void itIsKnownWhoseItIs() {
        assertThat(Envelope.isFrom(said(0, "a"), SELF)).isTrue();
        assertThat(Envelope.isFrom(said(0, "a"), SELF + 1)).isFalse();
        assertThat(Envelope.isFrom(new byte[3], SELF)).isFalse();
    }

    /** Whatever stands there: it is refused, or what it holds lies within. */
    @Test
    void whatIsNotWholeIsRefusedAndNothingElseHappens() {
        byte[] whole = said(0, "one", "two");
        for (int length = 0; length < whole.length; length++) {
            assertThat(Envelope.read(Arrays.copyOf(whole, length))).isEmpty();
        }
        assertThat(Envelope.read(Arrays.copyOf(whole, whole.length + 1))).isEmpty();
        Random random = new Random(1);
        for (int i = 0; i < 100_000; i++) {
            byte[] damaged = whole.clone();
            for (int n = random.nextInt(1, 4); n > 0; n--) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            }
            Envelope.read(damaged).ifPresent(envelope -> from(envelope, 0));
        }
    }
}
