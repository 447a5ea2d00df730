package chatlab.server.chat;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HistoryTest {
    @Test
    void itIsEmptyFirst() {
        assertThat(history(5, 10_000).last(5)).isEmpty();
    }

    /** Against a list that keeps everything: what is kept is its end, and no less of it than the bounds allow. */
    @ParameterizedTest
    @CsvSource({"1, 1", "7, 2", "50, 3", "1000, 4", "1000, 5"})
    void itKeepsTheLastMessagesWhateverTheirSizes(int messages, int seed) {
        Random random = new Random(seed);
        History history = history(messages, 1024 * 1024);
        Deque<String> all = new ArrayDeque<>();
        for (int i = 0; i < 20_000; i++) {
            String message = i + "x".repeat(random.nextInt(random.nextInt(10) == 0 ? 3_000 : 60));
            assertThat(add(history, message)).isEqualTo(i);
            all.addLast(message);
            if (all.size() > messages) {
                all.removeFirst();
            }
            if (i % 97 == 0) {
                List<String> kept = strings(history.last(Integer.MAX_VALUE));
                assertThat(kept).isEqualTo(end(all, kept.size()));
                int bytes = all.stream().mapToInt(each -> each.length() + 4).sum();
                assertThat(kept).hasSizeGreaterThanOrEqualTo(bytes < 32 * 1024 ? all.size() : 1);
                assertThat(kept.stream().mapToInt(each -> each.length() + 4).sum())
                        .isLessThanOrEqualTo(64 * 1024);
                int most = random.nextInt(messages + 1);
                assertThat(strings(history.last(most))).isEqualTo(end(kept, Math.min(most, kept.size())));
            }
        }
    }

    @Test
    void aMessageThatIsLongerThanARoomMayKeepIsKeptAlone() {
        History history = history(10, 1024 * 1024);
        String longest = "y".repeat(200_000);
        add(history, "1");
        add(history, longest);
        assertThat(strings(history.last(10))).containsExactly(longest);
        add(history, "2");
        assertThat(strings(history.last(10))).endsWith("2");
    }

    @Test
    void roomsShareWhatMemoryThereIsAndGiveItBack() {
        HistoryBudget budget = new HistoryBudget(10, 1_000);
        History first = new History(budget);
        History second = new History(budget);
        add(first, "x".repeat(400));
        add(second, "y");
        assertThat(second.last(10)).as("512 bytes are gone, 488 left").isEmpty();
        add(first, "z".repeat(400));
        assertThat(strings(first.last(10))).as("no larger ring").containsExactly("z".repeat(400));
        first.close();
        add(first, "late");
        assertThat(first.last(10)).isEmpty();
        add(second, "y");
        assertThat(strings(second.last(10))).containsExactly("y");
        assertThat(second.lastNumber()).isEqualTo(1);
    }

    /** It is a view of what is kept then, and no more of the bytes that it came in. */
    @Test
    void aMessageThatIsKeptGoesOnAsItWas() {
        byte[] bytes = "noise{\"Message\":\"x\"} noise".getBytes(StandardCharsets.US_ASCII);
        byte[] splice = ",\"room\":\"r\"".getBytes(StandardCharsets.US_ASCII);
        String whole = "{\"Message\":\"x\",\"room\":\"r\"} ";
        Message message = Message.of(ByteBufAllocator.DEFAULT, bytes, 5, 16, splice);
        History history = history(10, 10_000);
        add(history, "before");
        history.add(message);
        Arrays.fill(bytes, (byte) '?');
        assertThat(strings(history.last(1))).containsExactly(whole);
        ByteBuf copy = Unpooled.buffer(100);
        message.copyTo(copy, 0, Framing.LINE);
        assertThat(copy.setIndex(0, message.framedBytes(Framing.LINE)).toString(StandardCharsets.US_ASCII))
                .isEqualTo(whole + "\n");
        message.copyTo(copy, 0, Framing.WEBSOCKET);
        assertThat(copy.setIndex(2, message.framedBytes(Framing.WEBSOCKET)).toString(StandardCharsets.US_ASCII))
                .isEqualTo(whole);
        ByteBuf framed = message.framed(Framing.LINE);
        assertThat(framed.toString(StandardCharsets.US_ASCII)).isEqualTo(whole + "\n");
        framed.release();
        message.release();
    }

    private static History history(int messages, long bytes) {
        return new History(new HistoryBudget(messages, bytes));
    }

    private static long add(History history, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        return history.add(Message.of(ByteBufAllocator.DEFAULT, bytes, 0, bytes.length, new byte[0]));
    }

    private static List<String> strings(List<byte[]> messages) {
        return messages.stream()
                .map(bytes -> new String(bytes, StandardCharsets.US_ASCII))
                .toList();
    }

    private static List<String> end(Iterable<String> all, int size) {
        List<String> list = new ArrayList<>();
        all.forEach(list::add);
        return list.subList(list.size() - size, list.size());
    }
}
