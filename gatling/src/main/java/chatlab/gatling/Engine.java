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
    private static final String EVENT_LOOPS = "io.netty.eventLoopThreads";
    private static final String CONSOLE_PERIOD_S = "gatling.data.console.writePeriod";

    private final CountDownLatch ended = new CountDownLatch(1);
    private final Class<? extends Simulation> simulation;
    private final Path results;
    private final boolean tells;
    private volatile int status = -1;
    private volatile @Nullable Throwable failure;

    /**
     * @param results the folder in which it makes one for its report
     * @param tells whether somebody reads how far it is: to say so takes the event loops' CPU for some 10 ms
     */
    Engine(Class<? extends Simulation> simulation, Path results, boolean tells) {
        this.tells = tells;
        this.simulation = simulation;
        this.results = results;
    }

    /** Before Gatling and Netty are there to read it. */
    private void configure() {
        // Two event loops for each core, which is Netty's own choice, take the core from each other when a message is
        // due.
        setIfUnset(EVENT_LOOPS, Integer.toString(Runtime.getRuntime().availableProcessors()));
        if (!tells) {
            setIfUnset(CONSOLE_PERIOD_S, Long.toString(TimeUnit.DAYS.toSeconds(1)));
        }
    }

    private static void setIfUnset(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }

    void start() {
        configure();
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
