package chatlab.lab.engine;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;

/** A process of a deployment. */
public interface Node {
    /** Where its admin port is, as reached from here. */
    URI admin();

    /** {@code host:port} of its service, as reached from the other processes of the deployment. */
    String address();

    /**
     * Watches from outside what it uses, about once a second, until it is closed.
     *
     * @param listener is told by another thread
     * @throws UnsupportedOperationException if that can't be seen from outside
     */
    Watch watch(Consumer<Use> listener);

    /** Whether it has not ended yet. */
    boolean isRunning();

    /** Asks it to end with SIGTERM, after {@code grace} with SIGKILL, and waits for it; at once if it has ended. */
    End stop(Duration grace);

    /** What it has written so far, both streams. */
    String log();

    /** What goes on until it is closed. */
    interface Watch extends AutoCloseable {
        @Override
        void close();
    }

    /**
     * What a process had used by a moment.
     *
     * @param at the moment, by the clock of the machine that it runs on
     * @param cpuSeconds CPU time
     * @param periods of its quota, 0 if it has none
     * @param throttledPeriods those of them in which it ran into its quota
     * @param memoryBytes what counts towards its limit
     */
    record Use(Instant at, double cpuSeconds, long periods, long throttledPeriods, long memoryBytes) {}

    /**
     * How a process ended.
     *
     * @param exitCode 128 + n if signal n ended it
     * @param outOfMemory whether the kernel killed it at its memory limit; false if that is not known
     */
    record End(int exitCode, boolean outOfMemory) {
        /** How it ended, to follow "the server". */
        public String sentence() {
            return outOfMemory
                    ? "was killed at its memory limit (exit code " + exitCode + ")"
                    : "ended with exit code " + exitCode;
        }
    }
}
