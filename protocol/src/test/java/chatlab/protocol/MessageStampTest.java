package chatlab.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MessageStampTest {
    static Stream<String> goldenStamps() {
        return Golden.lines("stamps.txt").stream();
    }

    @ParameterizedTest
    @MethodSource("goldenStamps")
    void stampIsWrittenAsInTheGoldenFile(String golden) {
        String[] fields = golden.split(" ", -1);
        assertThat(write(stampOf(fields))).isEqualTo(fields[4]);
    }

    @ParameterizedTest
    @MethodSource("goldenStamps")
    void goldenStampIsRightByTheDocumentedFormula(String golden) {
        String[] fields = golden.split(" ", -1);
        assertThat(Stamps.in(fields[4])).containsExactly(stampOf(fields));
    }

    @Test
    void anyStampIsWrittenAsTheDocumentedFormulaSays() {
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 10_000; i++) {
            MessageStamp stamp =
                    new MessageStamp(random.nextInt(), random.nextInt(), random.nextInt(), random.nextLong());
            assertThat(Stamps.in(write(stamp))).containsExactly(stamp);
        }
    }

    @Test
    void stampIsWrittenWhereItWasAskedForAndNowhereElse() {
        byte[] bytes = "x".repeat(60).getBytes(StandardCharsets.US_ASCII);
        MessageStamp.write(bytes, 5, 1, 2, 3, 4);
        assertThat(new String(bytes, StandardCharsets.US_ASCII)).matches("x{5}~CL1[0-9a-f]{44}x{7}");
    }

    @Test
    void damagedDigitIsNoticedNearlyAlways() {
        String stamp = write(new MessageStamp(0x5f3a91c2, 7, 42, 86_400_000_000_000L));
        int damaged = 0;
        int unnoticed = 0;
        for (int at = 4; at < MessageStamp.LENGTH; at++) {
            for (char digit : "0123456789abcdef".toCharArray()) {
                if (stamp.charAt(at) != digit) {
                    damaged++;
                    unnoticed += Stamps.in(stamp.substring(0, at) + digit + stamp.substring(at + 1))
                            .size();
                }
            }
        }
        assertThat(damaged).isEqualTo(44 * 15);
        assertThat(unnoticed).isZero();
    }

    private static MessageStamp stampOf(String[] fields) {
        return new MessageStamp(
                new BigInteger(fields[0]).intValue(),
                new BigInteger(fields[1]).intValue(),
                new BigInteger(fields[2]).intValue(),
                new BigInteger(fields[3]).longValue());
    }

    static String write(MessageStamp stamp) {
        byte[] bytes = new byte[MessageStamp.LENGTH];
        MessageStamp.write(bytes, 0, stamp.run(), stamp.sender(), stamp.sequence(), stamp.intendedNs());
        return new String(bytes, StandardCharsets.US_ASCII);
    }
}
