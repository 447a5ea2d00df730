package chatlab.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class StopSignalTest {
    @Test
    void onceRaisedItStaysRaised() throws Exception {
        StopSignal stop = new StopSignal();
        assertThat(stop.isRaised()).isFalse();
        assertThat(stop.await(1, TimeUnit.MILLISECONDS)).isFalse();
        stop.raise();
        stop.raise();
        assertThat(stop.isRaised()).isTrue();
        assertThat(stop.await(0, TimeUnit.MILLISECONDS)).isTrue();
        stop.await();
    }

    @Test
    void listenerIsToldOnceWhetherItCameBeforeOrAfter() {
        StopSignal stop = new StopSignal();
        AtomicInteger told = new AtomicInteger();
        stop.onRaise(told::incrementAndGet);
        assertThat(told).hasValue(0);
        stop.raise();
        stop.raise();
        assertThat(told).hasValue(1);
        stop.onRaise(told::incrementAndGet);
        assertThat(told).hasValue(2);
    }
}
