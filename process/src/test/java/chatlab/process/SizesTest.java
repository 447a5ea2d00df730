package chatlab.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SizesTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "512, 512",
        "0KiB, 0",
        "64KiB, 65536",
        "256MiB, 268435456",
        "2GiB, 2147483648",
        "0010, 10",
        "8589934591GiB, 9223372035781033984",
        "9223372036854775807, 9223372036854775807"
    })
    void sizeIsReadAsWritten(String text, long bytes) {
        assertThat(Sizes.parse(text)).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "-1",
                "+1",
                "1 KiB",
                " 1",
                "1 ",
                "KiB",
                "1.5MiB",
                "1kib",
                "1KB",
                "1K",
                "1k",
                "1MB",
                "1TiB",
                "1B",
                "1e3",
                "0x10",
                "٣",
                "8589934592GiB",
                "9223372036854775808",
                "99999999999999999999"
            })
    void whatIsNoSizeIsRefused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Sizes.parse(text));
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "1000, 1000",
        "1024, 1KiB",
        "1536, 1536",
        "1048576, 1MiB",
        "1073741824, 1GiB",
        "1073742848, 1048577KiB"
    })
    void sizeIsWrittenInTheLargestUnitWithoutAFraction(long bytes, String text) {
        assertThat(Sizes.format(bytes)).isEqualTo(text);
    }

    @Test
    void everySizeIsReadBackAsItWasWritten() {
        SplittableRandom random = new SplittableRandom(7);
        for (int i = 0; i < 10_000; i++) {
            long bytes = ((random.nextLong(Long.MAX_VALUE) >> random.nextInt(63)) << (random.nextInt(4) * 10))
                    & Long.MAX_VALUE;
            assertThat(Sizes.parse(Sizes.format(bytes))).isEqualTo(bytes);
        }
    }
}
