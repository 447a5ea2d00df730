package chatlab.bench.measure;

import java.io.IOException;

/** A server that runs and can be loaded. Closing ends it. */
public interface Server extends AutoCloseable {
    /** Its process, whose CPU time and memory are read. */
    long pid();

    /** On 127.0.0.1. */
    int port();

    /** In which of the client's dialects to speak to it. */
    String dialect(Transport transport);

    /** What it says it has done so far: never used for latency or deliveries, which the receivers count. */
    Counts counts(int messageBytes) throws IOException, InterruptedException;

    @Override
    void close();
}
