package chatlab.bench.generator;

import chatlab.bench.measure.RunFailedException;
import chatlab.bench.measure.Span;
import java.io.IOException;

/** Something that loads a server. */
public sealed interface Generator permits CClient, LoadClients {
    /** In the table. */
    String name();

    /** Whether it gets faster while it runs, and has to be warm before it is measured. */
    boolean warmsUp();

    /** Whether what it does badly is a result; of a mere yardstick it only makes points void. */
    boolean isUnderTest();

    /**
     * Starts it; it ends by itself.
     *
     * @param target the port of a server on 127.0.0.1
     */
    Session start(Load load, int target, Span span, Launcher launcher) throws IOException;

    /** Starts a process where the generator belongs. */
    interface Launcher {
        /**
         * Starts it.
         *
         * @param builder its command is the generator's own
         */
        Process launch(ProcessBuilder builder) throws IOException;
    }

    /** One that runs. Closing ends it. */
    interface Session extends AutoCloseable {
        /** What it runs in; it may have ended. */
        Process process();

        /**
         * What it says once it has ended.
         *
         * @throws RunFailedException if it did not measure
         */
        Account account() throws RunFailedException, IOException;

        @Override
        void close() throws IOException;
    }
}
