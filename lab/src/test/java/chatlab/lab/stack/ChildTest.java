package chatlab.lab.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import chatlab.process.StopSignal;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ChildTest {
    private final StopSignal stop = new StopSignal();

    @Test
    void theExitCodeIsThatOfTheProgram() throws Exception {
        assertThat(new Child(Duration.ZERO).await(shell("exit 7"), stop)).isEqualTo(7);
    }

    @Test
    void aStopAsksTheProgramToEndAndLetsItPutThingsAway() throws Exception {
        Process process = shell("trap 'exit 3' TERM; echo ready; while :; do sleep 0.1; done");
        assertThat(process.inputReader().readLine()).isEqualTo("ready");
        stop.raise();

        assertThatExceptionOfType(InterruptedException.class)
                .isThrownBy(() -> new Child(Duration.ofMinutes(1)).await(process, stop));

        assertThat(process.exitValue()).isEqualTo(3);
    }

    @Test
    void aProgramThatDoesNotListenIsEndedByForceAfterItsGrace() throws Exception {
        Process process = shell("trap '' TERM; echo ready; exec sleep 60");
        assertThat(process.inputReader().readLine()).isEqualTo("ready");
        stop.raise();
        long begun = System.nanoTime();

        assertThatExceptionOfType(InterruptedException.class)
                .isThrownBy(() -> new Child(Duration.ofMillis(300)).await(process, stop));

        assertThat(process.exitValue()).isEqualTo(128 + 9);
        assertThat(Duration.ofNanos(System.nanoTime() - begun))
                .isBetween(Duration.ofMillis(300), Duration.ofSeconds(20));
    }

    private static Process shell(String script) throws IOException {
        return new ProcessBuilder("sh", "-c", script).start();
    }
}
