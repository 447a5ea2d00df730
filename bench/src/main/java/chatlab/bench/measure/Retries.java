package chatlab.bench.measure;

import chatlab.process.StopSignal;
import java.io.IOException;
import java.util.function.Consumer;

/** Measures again what something else on the machine spoilt. */
public final class Retries {
    private static final int MORE_ATTEMPTS = 2;

    /** Measures a point once. */
    public interface Attempt {
        Reading make() throws IOException, InterruptedException;
    }

    private final boolean noisy;
    private final StopSignal stop;
    private final Consumer<String> progress;

    /** @param noisy whether disturbed points stand */
    public Retries(boolean noisy, StopSignal stop, Consumer<String> progress) {
        this.noisy = noisy;
        this.stop = stop;
        this.progress = progress;
    }

    /**
     * Measures until it was undisturbed, three times at most. A failure stays one, however often it is absent.
     *
     * @throws InterruptedException if the user stops
     */
    public Reading undisturbed(Attempt attempt) throws IOException, InterruptedException {
        for (int made = 0; ; made++) {
            Reading reading = once(attempt);
            Run run = reading.run();
            boolean again = !noisy
                    && !reading.isFailed()
                    && run != null
                    && !run.disturbances().isEmpty();
            if (!again || made == MORE_ATTEMPTS) {
                return reading;
            }
            progress.accept("again: " + String.join(", ", reading.doubts()));
        }
    }

    /** @throws InterruptedException if the user stops */
    Reading once(Attempt attempt) throws IOException, InterruptedException {
        Reading reading = attempt.make();
        if (stop.isRaised()) {
            throw new InterruptedException("stopped by the user");
        }
        return reading;
    }
}
