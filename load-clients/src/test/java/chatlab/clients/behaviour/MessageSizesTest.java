package chatlab.clients.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import chatlab.process.SettingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MessageSizesTest {
    private static final int MESSAGES = 100_000;

    @TempDir
    private Path folder;

    /** Those of a hundred senders, from the shortest to the longest. */
    private static int[] drawn(MessageSizes sizes) {
        return IntStream.range(0, MESSAGES)
                .map(i -> sizes.of(i % 100, i / 100))
                .sorted()
                .toArray();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/dev/zero", "/"})
    void whatIsNoFileIsNotRead(String path) {
        assertThatExceptionOfType(SettingException.class)
                .isThrownBy(() -> MessageSizes.parse("file:" + path))
                .withMessage(
                        "MESSAGE_BYTES names '" + path + "', but that has to be a file of at most 16777216 bytes.");
    }

    @Test
    void evenlyDrawnEverySizeOfAWideRangeIsPossible() {
        MessageSizes sizes = MessageSizes.parse("uniform:100..20000").drawnBy(3);
        assertThat(IntStream.range(0, 1_000_000).map(k -> sizes.of(1, k)).distinct())
                .hasSize(19_901);
    }

    @Test
    void aSizeIsThatOfEveryMessage() {
        assertThat(drawn(MessageSizes.parse("1KiB"))).containsOnly(1024);
        assertThat(MessageSizes.parse("1KiB").longest()).isEqualTo(1024);
    }

    @ParameterizedTest
    @CsvSource({"uniform:100..149, 50", "uniform:100..199, 100"})
    void fewUniformSizesAreAllDrawnEquallyOften(String text, int values) {
        int[] sizes = drawn(MessageSizes.parse(text));
        for (int value = 100; value < 100 + values; value++) {
            int size = value;
            double expected = (double) MESSAGES / values;
            assertThat((double) IntStream.of(sizes).filter(s -> s == size).count())
                    .isCloseTo(expected, within(5 * Math.sqrt(expected)));
        }
        assertThat(MessageSizes.parse(text).longest()).isEqualTo(99 + values);
    }

    @Test
    void manyUniformSizesReachFromEndToEnd() {
        int[] sizes = drawn(MessageSizes.parse("uniform:1000..20000"));
        assertThat(sizes[0]).isBetween(1000, 1005);
        assertThat(sizes[MESSAGES / 4]).isBetween(5650, 5850);
        assertThat(sizes[MESSAGES / 2]).isBetween(10_400, 10_600);
        assertThat(sizes[MESSAGES - 1]).isBetween(19_995, 20_000);
    }

    @Test
    void aLogNormalDistributionHasTheMedianAndTheTailItIsGiven() {
        int[] sizes = drawn(MessageSizes.parse("lognormal:256..4KiB"));
        assertThat(sizes[MESSAGES / 2]).isBetween(250, 262);
        assertThat(sizes[MESSAGES * 99 / 100]).isBetween(3800, 4400);
        // ln(4096/256) / 2.3263 = 1.1918; the 90th percentile is 256·e^(1.2816·1.1918)
        assertThat(sizes[MESSAGES * 9 / 10]).isBetween(1140, 1220);
        assertThat(sizes[0]).isEqualTo(Talker.MIN_MESSAGE_BYTES);
        assertThat(sizes[MESSAGES - 1]).isBetween(10_000, MessageSizes.LONGEST);
    }

    @Test
    void theSeedDraws() {
        MessageSizes sizes = MessageSizes.parse("uniform:100..2KiB");
        int[] first =
                IntStream.range(0, 1000).map(i -> sizes.drawnBy(1).of(3, i)).toArray();
        assertThat(IntStream.range(0, 1000).map(i -> sizes.drawnBy(1).of(3, i)).toArray())
                .isEqualTo(first);
        assertThat(IntStream.range(0, 1000).filter(i -> sizes.drawnBy(2).of(3, i) == first[i]))
                .hasSizeLessThan(20);
        assertThat(IntStream.range(0, 1000).filter(i -> sizes.drawnBy(1).of(4, i) == first[i]))
                .hasSizeLessThan(20);
    }

    @Test
    void aFileHoldsSizesEachOfThemEquallyLikely() throws IOException {
        Path file = Files.writeString(folder.resolve("sizes.txt"), "100\n100\n100\n4KiB\n");
        MessageSizes sizes = MessageSizes.parse("file:" + file);
        assertThat(drawn(sizes)).containsOnly(100, 4096);
        assertThat((double)
                        IntStream.of(drawn(sizes)).filter(size -> size == 100).count())
                .isCloseTo(MESSAGES * 0.75, within(700.0));
        assertThat(sizes.longest()).isEqualTo(4096);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    100\\n82      | :2: '82' stands in the file of MESSAGE_BYTES, but every line has to be a size from 83 to 20000, such as 512 or 4KiB.
                    100\\n\\n100 | :2: '' stands in the file of MESSAGE_BYTES, but every line has to be a size from 83 to 20000, such as 512 or 4KiB.
                    size,count  | :1: 'size,count' stands in the file of MESSAGE_BYTES, but every line has to be a size from 83 to 20000, such as 512 or 4KiB.
                    """)
    void aFileThatHoldsSomethingElseIsRefused(String content, String message) throws IOException {
        Path file = Files.writeString(folder.resolve("sizes.txt"), content.replace("\\n", "\n"));
        assertThatExceptionOfType(SettingException.class)
                .isThrownBy(() -> MessageSizes.parse("file:" + file))
                .withMessage(file + message);
    }

    @Test
    void aFileThatIsEmptyOrNotThereIsRefused() throws IOException {
        Path file = Files.createFile(folder.resolve("empty.txt"));
        assertThatExceptionOfType(SettingException.class)
                .isThrownBy(() -> MessageSizes.parse("file:" + file))
                .withMessage("MESSAGE_BYTES names the file '" + file
                        + "', which has 0 lines, but it has to have from 1 to 1000000, each a size.");
        assertThatExceptionOfType(SettingException.class)
                .isThrownBy(() -> MessageSizes.parse("file:/nowhere/sizes.txt"))
                .withMessageStartingWith("MESSAGE_BYTES names the file '/nowhere/sizes.txt', which can't be read (");
    }

    /** Abramowitz and Stegun, Handbook of Mathematical Functions, table 26.5, and symmetry. */
    @ParameterizedTest
    @CsvSource({
        "0.5, 0",
        "0.75, 0.6744898",
        "0.975, 1.959964",
        "0.99, 2.326348",
        "0.999, 3.090232",
        "0.999999, 4.753424"
    })
    void theNormalDistributionsQuantilesAreRight(double share, double quantile) {
        assertThat(NormalDistribution.quantile(share)).isCloseTo(quantile, within(2e-6));
        assertThat(NormalDistribution.quantile(1 - share)).isCloseTo(-quantile, within(2e-6));
    }
}
