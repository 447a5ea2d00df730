package chatlab.server.credentials;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PaceTest {
    private static final long WORK_NS = TimeUnit.MILLISECONDS.toNanos(30);

    /** A machine that has no time for it makes the share smaller, never larger. */
    @ParameterizedTest
    @ValueSource(doubles = {0.1, 0.5})
    void theShareIsKept(double share) {
        Pace pace = new Pace(share);
        long startNs = System.nanoTime();
        long startCpuNs = cpuNs();
        pace.start();
        while (cpuNs() - startCpuNs < WORK_NS) {
            pace.restIfDue();
        }
        double took = System.nanoTime() - startNs;
        assertThat((cpuNs() - startCpuNs) / took).isLessThan(share * 1.2);
    }

    private static long cpuNs() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }
}
