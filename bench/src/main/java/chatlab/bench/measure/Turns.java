package chatlab.bench.measure;

import java.io.IOException;

/** A server that is warm and is measured window by window, in turn with others. Closing ends it. */
public interface Turns extends AutoCloseable {
    /** How many windows there are to be. */
    int count();

    /**
     * Measures the next window.
     *
     * @throws InterruptedException if the user stops
     */
    Reading next() throws IOException, InterruptedException;

    @Override
    void close();

    /** Of a server that could not be made ready: nothing but this can be said of it. */
    static Turns none(Reading reading) {
        return new Turns() {
            @Override
            public int count() {
                return 1;
            }

            @Override
            public Reading next() {
                return reading;
            }

            @Override
            public void close() {}
        };
    }
}
