package chatlab.process;

import java.util.concurrent.CountDownLatch;
import org.slf4j.LoggerFactory;

/**
 * The life of a program: runs its body, turns what comes out of it into an exit code and a sentence, and lets a body that
 * is asked to end by a signal end in its own order, with its own exit code.
 *
 * <p>Only what the platform promises is used: a shutdown hook is told of SIGTERM and SIGINT, waits for the body and halts
 * with the body's code, where the virtual machine alone would answer 143 or 130 whatever the body achieved.
 */
public final class Program {
    /** What the program does. */
    public interface Body {
        /**
         * Runs until done or until {@code stop} is raised; closes what it opened either way. Must not end the virtual
         * machine itself: the hook would wait for the body, and the body for the hook.
         *
         * @throws SettingException if it was set up wrongly
         * @throws UnusableException if what it needs can't be used
         */
        ExitCode run(StopSignal stop) throws Exception;
    }

    private Program() {}

    /** Runs the body and ends the virtual machine with its exit code. */
    public static void run(Body body) {
        StopSignal stop = new StopSignal();
        CountDownLatch ended = new CountDownLatch(1);
        int[] code = new int[1];
        Thread hook = new Thread(
                () -> {
                    try {
                        stop.raise();
                    } finally {
                        awaitUninterruptibly(ended);
                        Runtime.getRuntime().halt(code[0]);
                    }
                },
                "stop-signal");
        Runtime.getRuntime().addShutdownHook(hook);
        code[0] = ExitCode.FAILURE.number();
        try {
            code[0] = outcome(body, stop).number();
            System.out.flush();
            System.err.flush();
            endWithoutSignal(hook);
        } finally {
            ended.countDown(); // whatever happened: the hook must not wait for ever
        }
        // With a signal under way this waits for the hook, which halts with the same code.
        System.exit(code[0]);
    }

    /** A body that ended by itself needs no halt: the virtual machine ends in its own order, with all its other hooks. */
    private static void endWithoutSignal(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // A signal came first, and the hook is at work.
        }
    }

    private static ExitCode outcome(Body body, StopSignal stop) {
        try {
            return body.run(stop);
        } catch (SettingException e) {
            System.err.println(e.getMessage());
            return ExitCode.USAGE;
        } catch (UnusableException e) {
            System.err.println(e.getMessage());
            return ExitCode.UNUSABLE;
        } catch (InterruptedException e) {
            return ExitCode.INTERRUPTED;
        } catch (Exception | Error e) {
            LoggerFactory.getLogger(Program.class).error("Unexpected failure", e);
            return ExitCode.FAILURE;
        }
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        while (true) {
            try {
                latch.await();
                return;
            } catch (InterruptedException e) {
                // The virtual machine is ending; the body's own deadlines bound this wait.
            }
        }
    }
}
