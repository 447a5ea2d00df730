package chatlab.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HexDigitsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {"00000000", "00000001", "89abcdef", "01234567", "ffffffff", "80000000", "0a0b0c0d", "fedcba98"})
    void eightDigitsAreTheirValue(String digits) {
        assertThat(eight(digits)).isEqualTo(Long.parseLong(digits, 16));
    }

    @Test
    void anyValueIsReadAsItIsWritten() {
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 100_000; i++) {
            int value = random.nextInt();
            assertThat(eight(String.format("%08x", value))).isEqualTo(Integer.toUnsignedLong(value));
        }
    }

    /** Each byte that is no digit, at each place, among the lowest and the highest digits. */
    @Test
    void anyOtherByteAnywhereIsNoDigit() {
        for (String others : new String[] {"00000000", "99999999", "aaaaaaaa", "ffffffff"}) {
            for (int place = 0; place < 8; place++) {
                for (int other = 0; other < 256; other++) {
                    byte[] bytes = others.getBytes(StandardCharsets.US_ASCII);
                    bytes[place] = (byte) other;
                    boolean digit = (other >= '0' && other <= '9') || (other >= 'a' && other <= 'f');
                    long value = HexDigits.eight(bytes, 0);
                    assertThat(value)
                            .as("byte %d at %d of %s", other, place, others)
                            .isEqualTo(
                                    digit
                                            ? Long.parseLong(new String(bytes, StandardCharsets.US_ASCII), 16)
                                            : HexDigits.NONE);
                }
            }
        }
    }

    private static long eight(String digits) {
        return HexDigits.eight(("x" + digits).getBytes(StandardCharsets.US_ASCII), 1);
    }
}
