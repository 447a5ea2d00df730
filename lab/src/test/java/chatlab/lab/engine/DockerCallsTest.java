package chatlab.lab.engine;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class DockerCallsTest {
    @Test
    void whatAnAnswerBreaksOnIsNotTakenForSilence() {
        Supplier<String> broken = () -> {
            throw new NoClassDefFoundError("oh");
        };

        assertThatExceptionOfType(NoClassDefFoundError.class)
                .isThrownBy(() -> DockerCalls.within(Duration.ofMinutes(1), broken));
    }

    @Test
    void silenceIsAnExceptionOfItsOwn() {
        CountDownLatch end = new CountDownLatch(1);
        Supplier<Boolean> silent = () -> {
            try {
                end.await();
                return true;
            } catch (InterruptedException e) {
                return false;
            }
        };

        assertThatExceptionOfType(SilentEngineException.class)
                .isThrownBy(() -> DockerCalls.within(Duration.ofMillis(50), silent))
                .withMessage("it was silent for 50ms");
        end.countDown();
    }
}
