package chatlab.generator.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class LoopThreadTest {
    /** More threads that spin than there are CPUs: all of them wait, and each of them says so. */
    @Test
    @Timeout(60)
    void threadThatHasToShareItsCpuHasWaited() throws Exception {
        assumeTrue(Files.isReadable(Path.of("/proc/thread-self/schedstat")), "a kernel that keeps this account");
        List<Long> waitedNs = new ArrayList<>();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 3 * Runtime.getRuntime().availableProcessors(); i++) {
            threads.add(Thread.ofPlatform().start(() -> {
                LoopThread own = LoopThread.current();
                while (own.waitedNs() == 0) {
                    Thread.onSpinWait();
                }
                synchronized (waitedNs) {
                    waitedNs.add(own.waitedNs());
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(waitedNs).hasSameSizeAs(threads).allMatch(ns -> ns > 0);
    }

    @Test
    void secondNumberIsTheTimeWaited() {
        assertThat(LoopThread.waitedNs("123456 7890 12\n")).isEqualTo(7890);
        assertThat(LoopThread.waitedNs("")).isZero();
        assertThat(LoopThread.waitedNs("1 x 2")).isZero();
    }

    @Test
    void whereNobodyKnowsNothingHasWaited() {
        assertThat(new LoopThread(1, "").waitedNs()).isZero();
        assertThat(new LoopThread(1, "/proc/0/task/0/schedstat").waitedNs()).isZero();
    }
}
