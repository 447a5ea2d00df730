package chatlab.gatling;

import chatlab.process.ExitCode;
import chatlab.process.Logging;
import io.gatling.app.Gatling$;
import io.gatling.javaapi.core.Simulation;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Gatling, in a thread of its own: it can't be told to stop, but left. */
final class Engine {
    private static final int SUCCESS = 0;
    private static final int ASSERTIONS_FAILED = 2;

    private final CountDownLatch ended = new CountDownLatch(1);
    private final Class<? extends Simulation> simulation;
    private final Path results;
    private volatile int status = -1;
    private volatile @Nullable Throwable failure;

    /** @param results the folder in which it makes one for its report */
    Engine(Class<? extends Simulation> simulation, Path results) {
        this.simulation = simulation;
        this.results = results;
    }

    void start() {
        Thread.ofPlatform().daemon().name("gatling").start(this::run);
    }

    private void run() {
        try {
            status = Gatling$.MODULE$.fromArgs(
                    new String[] {"--simulation", simulation.getName(), "--results-folder", results.toString()});
        } catch (Throwable e) {
            failure = e;
        } finally {
            // Gatling ends all logging when it does, that of whoever started it, too.
            Logging.configure(Logging.Verbosity.INFO, Logging.Format.TEXT);
            ended.countDown();
        }
    }

    boolean await(long time, TimeUnit unit) throws InterruptedException {
        return ended.await(time, unit);
    }

    /** How it ended; only when it has. */
    ExitCode exitCode() {
        @Nullable Throwable why = failure;
        if (why != null) {
            throw new IllegalStateException("Gatling failed", why);
        }
        return switch (status) {
            case SUCCESS -> ExitCode.OK;
            case ASSERTIONS_FAILED -> ExitCode.MISSED;
            default -> throw new IllegalStateException("Gatling ended with status " + status);
        };
    }
}
