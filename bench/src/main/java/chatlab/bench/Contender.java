package chatlab.bench;

import chatlab.bench.measure.Reading;
import chatlab.bench.measure.Turns;
import java.io.IOException;
import java.util.Optional;

/**
 * What is measured in turn with others.
 *
 * @param name in the table
 * @param <P> what can be measured of it
 */
record Contender<P>(String name, Probe<P> probe) {
    /** Measures one point of it. */
    interface Probe<P> {
        Reading measure(P point) throws IOException, InterruptedException;

        /** Makes it ready to be measured in turn with another, window by window; empty if a point is not for that. */
        default Optional<Turns> inTurns(P point) throws IOException, InterruptedException {
            return Optional.empty();
        }
    }
}
