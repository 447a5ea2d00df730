package chatlab.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationsTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "0s, 0",
        "0.000ms, 0",
        "250us, 250000",
        "1.5us, 1500",
        "0.001us, 1",
        "10ms, 10000000",
        "1.5s, 1500000000",
        "5m, 300000000000",
        "2h, 7200000000000",
        "0.5h, 1800000000000",
        "007s, 7000000000",
        "90m, 5400000000000",
        "9223372036854775.807us, 9223372036854775807"
    })
    void durationIsReadAsWritten(String text, long ns) {
        assertThat(Durations.parse(text)).isEqualTo(Duration.ofNanos(ns));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "1",
                "00",
                "-1s",
                "+1s",
                "1 s",
                " 1s",
                "1s ",
                "s",
                ".5s",
                "5.s",
                "1,5s",
                "1S",
                "1sec",
                "1d",
                "1ns",
                "1s2ms",
                "1e3s",
                "0x1s",
                "NaNs",
                "٣s",
                "1.5",
                "999999999h",
                "2562048h",
                "9223372036854775.808us",
                "0.0001us",
                "1.0000000001s",
                "99999999999999999999s"
            })
    void whatIsNoDurationIsRefused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Durations.parse(text));
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "7200000000000, 2h",
        "5400000000000, 90m",
        "1500000000, 1500ms",
        "1500, 1.5us",
        "1, 0.001us",
        "3600000000001, 3600000000.001us"
    })
    void durationIsWrittenInTheLargestUnitWithoutAFraction(long ns, String text) {
        assertThat(Durations.format(Duration.ofNanos(ns))).isEqualTo(text);
    }

    @Test
    void everyDurationIsReadBackAsItWasWritten() {
        SplittableRandom random = new SplittableRandom(7);
        for (int i = 0; i < 10_000; i++) {
            Duration duration = Duration.ofNanos(random.nextLong(Long.MAX_VALUE) >> random.nextInt(63));
            assertThat(Durations.parse(Durations.format(duration))).isEqualTo(duration);
        }
    }
}
