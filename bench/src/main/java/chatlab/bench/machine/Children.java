package chatlab.bench.machine;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The processes that were started here. None of them outlives this; each is ended by its own handle. */
public final class Children implements AutoCloseable {
    private static final long GRACE_S = 2;

    private final List<Process> running = new ArrayList<>();
    private boolean closed;

    /** Starts a process, and ends it at once if everything is being ended already. */
    public synchronized Process start(ProcessBuilder builder) throws IOException {
        if (closed) {
            throw new IOException("being stopped");
        }
        running.removeIf(process -> !process.isAlive());
        Process process = builder.start();
        running.add(process);
        return process;
    }

    /** Ends one process, first by asking. */
    public static void end(Process process) {
        process.destroy();
        try {
            if (process.waitFor(GRACE_S, TimeUnit.SECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        process.destroyForcibly();
    }

    /** The exit code of a process that has ended, or is about to; nothing if it runs on. */
    public static Optional<Integer> endOf(Process process) throws InterruptedException {
        return process.waitFor(GRACE_S, TimeUnit.SECONDS) ? Optional.of(process.exitValue()) : Optional.empty();
    }

    /** Ends all that still run. Nothing can be started afterwards. */
    @Override
    public synchronized void close() {
        closed = true;
        running.forEach(Process::destroy);
        running.forEach(Children::end);
        running.clear();
    }
}
