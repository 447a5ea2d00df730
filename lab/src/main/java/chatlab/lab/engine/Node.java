package chatlab.lab.engine;

import java.net.URI;
import java.time.Duration;

/** A process of a deployment. */
public interface Node {
    /** Where its admin port is, as reached from here. */
    URI admin();

    /** {@code host:port} of its service, as reached from the other processes of the deployment. */
    String address();

    /** Whether it has not ended yet. */
    boolean isRunning();

    /** Asks it to end with SIGTERM, after {@code grace} with SIGKILL, and waits for it; at once if it has ended. */
    End stop(Duration grace);

    /** What it has written so far, both streams. */
    String log();

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
