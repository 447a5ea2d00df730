package chatlab.lab.engine;

import chatlab.process.Durations;
import java.time.Duration;

/** An engine that takes connections but did not answer in time. */
public final class SilentEngineException extends RuntimeException {
    private static final long serialVersionUID = 1;

    SilentEngineException(Duration patience) {
        super("it was silent for " + Durations.format(patience));
    }
}
