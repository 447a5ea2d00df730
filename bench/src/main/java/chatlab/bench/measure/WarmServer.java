package chatlab.bench.measure;

import java.io.IOException;
import java.util.Optional;

/** A server that is under way, and what is done with it in each window. */
final class WarmServer implements Turns {
    /** Measures one window. */
    interface Window {
        Reading measure() throws RunFailedException, IOException, InterruptedException;
    }

    /** Measures a window once, or again where something else spoilt it. */
    interface Policy {
        Reading apply(Retries.Attempt window) throws IOException, InterruptedException;
    }

    private final Server server;
    private final int count;
    private final Window window;
    private final Policy policy;

    WarmServer(Server server, int count, Window window, Policy policy) {
        this.server = server;
        this.count = count;
        this.window = window;
        this.policy = policy;
    }

    @Override
    public int count() {
        return count;
    }

    @Override
    public Reading next() throws IOException, InterruptedException {
        return policy.apply(() -> {
            try {
                return window.measure();
            } catch (RunFailedException e) {
                return ofFailure(e, server, 0);
            }
        });
    }

    @Override
    public void close() {
        server.close();
    }

    /**
     * What became of a point that could not be measured to its end.
     *
     * @param kills how many processes of the server's group the kernel has killed
     */
    static Reading ofFailure(RunFailedException e, Server server, long kills) throws InterruptedException {
        Optional<String> end = server.end();
        if (end.isPresent()) {
            return Reading.failed(kills > 0 ? "the kernel killed the server for want of memory" : end.get());
        }
        return e instanceof ServerFailedException
                ? Reading.failed(String.valueOf(e.getMessage()))
                : Reading.notMade(String.valueOf(e.getMessage()));
    }
}
