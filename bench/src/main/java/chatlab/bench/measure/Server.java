package chatlab.bench.measure;

import java.util.Optional;

/** A server that runs and can be loaded. Closing ends it. */
public interface Server extends AutoCloseable {
    /** Its process, whose CPU time and memory are read. */
    long pid();

    /** On 127.0.0.1. */
    int port();

    /** In which of the client's dialects to speak to it. */
    String dialect(Transport transport);

    /** What it says it has done so far: never used for latency or deliveries, which the receivers count. */
    Counts counts(int messageBytes) throws ServerFailedException, InterruptedException;

    /** How it ended, as part of a sentence; nothing if it is alive. Waits a moment: connections break before a process is gone. */
    Optional<String> end() throws InterruptedException;

    @Override
    void close();
}
