package chatlab.lab.stack;

import chatlab.process.StopSignal;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Waits for programs that the stack's commands have started.
 *
 * @param grace for a program to put away what it had in hand when it is asked to end
 */
record Child(Duration grace) {
    /** How soon a stop by the user is noticed. */
    private static final long TICK_MILLIS = 100;

    /**
     * Waits until a program has ended. When the user wants to stop, it is asked to end, and ended by force if it has not
     * after its grace.
     *
     * @return its exit code
     * @throws InterruptedException if the user stopped it; it has ended then
     */
    int await(Process process, StopSignal stop) throws InterruptedException {
        try {
            while (!process.waitFor(TICK_MILLIS, TimeUnit.MILLISECONDS)) {
                if (stop.isRaised()) {
                    // Not by the process itself: that would close its streams, and what it still says would break it.
                    process.toHandle().destroy();
                    if (!process.waitFor(grace.toMillis(), TimeUnit.MILLISECONDS)) {
                        process.destroyForcibly().waitFor();
                    }
                }
            }
        } finally {
            if (process.isAlive()) {
                process.destroyForcibly();
            }
        }
        if (stop.isRaised()) {
            throw new InterruptedException("stopped by the user");
        }
        return process.exitValue();
    }
}
