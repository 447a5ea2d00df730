package chatlab.lab.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import chatlab.lab.engine.Deployment.ServingSide;
import chatlab.lab.result.Repetition.Reason;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class HostCoresTest {
    private static final long SECOND = 1_000_000_000;

    /** user nice system idle iowait irq softirq steal guest guest_nice, in hundredths of a second. */
    private static final String STAT = """
            cpu  1000 0 0 1000 0 0 0 0 0 0
            cpu0 100 20 30 800 50 4 5 6 90 0
            cpu1 1000 0 0 0 0 0 0 0 0 0
            cpu10 7 0 0 0 0 0 0 0 0 0
            intr 1
            """;

    @Test
    void whatIsNotIdleIsBusyAndGuestsAreNotCountedTwice() throws Exception {
        assertThat(HostCores.read(STAT, Set.of(0)))
                .containsOnly(entry("host_cpu_busy_seconds_total", 1.65), entry("host_cpu_seconds_total", 10.15));
        assertThat(HostCores.read(STAT, Set.of(0, 1)).get("host_cpu_busy_seconds_total"))
                .isEqualTo(11.65);
    }

    @Test
    void aCoreThatIsNotThereIsNamed() {
        assertThatThrownBy(() -> HostCores.read(STAT, Set.of(2)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no core 2");
    }

    @Test
    void busyCoresWithLimitsBeyondThemAreADoubt() {
        assertThat(HostCores.doubt(busy(0.95), new ServingSide(Set.of(0), false, 1.9), 0, 10 * SECOND))
                .contains(new Reason(
                        "host-bound",
                        "the core that all who serve were kept on was busy for 95% of the window, and their limits add up to 1.90"
                                + " cores: they would have had more where there are more cores."));
    }

    @Test
    void coresWithTimeLeftOrEnoughForAllLimitsAreNone() {
        assertThat(HostCores.doubt(busy(0.85), new ServingSide(Set.of(0), false, 1.9), 0, 10 * SECOND))
                .isEmpty();
        assertThat(HostCores.doubt(busy(1), new ServingSide(Set.of(0), false, 1), 0, 10 * SECOND))
                .isEmpty();
    }

    @Test
    void coresThatTheLoadClientsHaveToUseTooAreADoubtWhateverTheLimits() {
        assertThat(HostCores.doubt(busy(0.95), new ServingSide(Set.of(0, 1), true, 1), 0, 10 * SECOND))
                .hasValueSatisfying(
                        reason -> assertThat(reason.detail())
                                .startsWith(
                                        "the 2 cores that all who serve were kept on, together with the load clients, were busy"));
    }

    private static Samples busy(double share) {
        Samples samples = new Samples();
        for (int second = 0; second <= 10; second++) {
            samples.add(new MetricsPage(Map.of(
                    Samples.TIME,
                    (double) second,
                    "host_cpu_busy_seconds_total",
                    100 + second * share,
                    "host_cpu_seconds_total",
                    1000.0 + second)));
        }
        return samples;
    }
}
