package chatlab.clients.record;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LoopRecorderTest {
    /** More of them than are kept until the read ends. */
    @Test
    void latenciesOfAReadAreThereWhenItHasEnded() {
        LoopRecorder loop = new LoopRecorder();
        for (int i = 0; i < 5_000; i++) {
            loop.latency(i);
        }
        loop.arrived(5_000, 5_000);
        assertThat(loop.latencyInterval(null).getTotalCount()).isEqualTo(5_000);
        assertThat(loop.deliveries()).isEqualTo(5_000);
        assertThat(loop.deliveriesInWindow()).isEqualTo(5_000);
    }
}
