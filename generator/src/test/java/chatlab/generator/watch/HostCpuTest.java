package chatlab.generator.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class HostCpuTest {
    /** A recorded line: user, nice, system, idle, iowait, irq, softirq, steal, guest, guest_nice. */
    private static final String LINE = "cpu  74608 2520 24433 1117073 6176 4054 100 5000 900 30";

    @Test
    void stealIsTheEighthKindAndGuestTimeIsNotCountedTwice() {
        assertThat(HostCpu.parse(LINE))
                .isEqualTo(new HostCpu(74608 + 2520 + 24433 + 1117073 + 6176 + 4054 + 100 + 5000, 5000));
    }

    @Test
    void whatIsNoSuchLineCountsAsNothing() {
        assertThat(HostCpu.parse("")).isEqualTo(new HostCpu(0, 0));
        assertThat(HostCpu.parse("cpu 1 2 3")).isEqualTo(new HostCpu(0, 0));
        assertThat(HostCpu.parse(LINE.replace("cpu ", "cpu0"))).isEqualTo(new HostCpu(0, 0));
    }

    @Test
    void theStolenShareIsThatOfTheTimeInBetween() {
        assertThat(new HostCpu(2000, 150).stealShareSince(new HostCpu(1000, 100)))
                .isCloseTo(0.05, within(1e-9));
        assertThat(new HostCpu(1000, 100).stealShareSince(new HostCpu(1000, 100)))
                .isZero();
    }
}
