package chatlab.server.credentials;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PaceTest {
    private static final long WORK_NS = TimeUnit.MILLISECONDS.toNanos(30);

    /**
     * A machine that has no time for it makes the share smaller, never larger: CPU time counts only up to where the pace was asked last,
     * so that a moment in which the machine stood still, which the kernel may count as the thread's, is never without its rest.
     */
    @ParameterizedTest
    @ValueSource(doubles = {0.1, 0.5})
    void theShareIsKept(double share) {
        Pace pace = new Pace(share);
        pace.start();
        long startNs = System.nanoTime();
        long startCpuNs = cpuNs();
        long workedNs;
        do {
            workedNs = cpuNs() - startCpuNs;
            pace.restIfDue();
        } while (workedNs < WORK_NS);
        double tookNs = System.nanoTime() - startNs;
        assertThat(workedNs / tookNs).isLessThan(share * 1.2);
    }

    private static long cpuNs() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }
}
