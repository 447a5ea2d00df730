package chatlab.bench;

import chatlab.bench.measure.Reading;
import java.io.IOException;

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
    }
}
