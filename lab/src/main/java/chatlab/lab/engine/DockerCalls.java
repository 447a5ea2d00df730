package chatlab.lab.engine;

import chatlab.process.UnusableException;
import com.github.dockerjava.api.exception.NotFoundException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * Turns what docker-java throws into one kind of exception with one sentence: an answer of the engine that says no is a
 * DockerException, an engine that is gone a plain RuntimeException around whatever the socket said.
 */
final class DockerCalls {
    private DockerCalls() {}

    /**
     * Asks the engine.
     *
     * @param what is asked, to follow "The engine did not"
     */
    static <T> T ask(String what, Supplier<T> call) {
        try {
            return call.get();
        } catch (UnusableException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new UnusableException("The engine did not " + what + ": " + rootCause(e) + ".", e);
        }
    }

    /**
     * Asks an engine that may not be well: its answer is awaited for so long. The time limits of docker-java do not hold
     * for a socket on which nobody answers; the thread that reads from it can't be interrupted either and is left behind.
     *
     * @throws SilentEngineException if it does not answer in time
     */
    static <T> T within(Duration patience, Supplier<T> call) {
        FutureTask<T> answer = new FutureTask<>(call::get);
        Thread.ofPlatform().daemon().name("engine").start(answer);
        try {
            return answer.get(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new SilentEngineException(patience);
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case RuntimeException failure -> throw failure;
                case Error failure -> throw failure;
                case null, default -> throw new IllegalStateException(e);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UnusableException("The engine was not waited for: interrupted.", e);
        }
    }

    /** Asks the engine to remove something that may be gone already. */
    static void remove(String what, Runnable call) {
        ask("remove " + what, () -> {
            try {
                call.run();
            } catch (NotFoundException e) {
                // removed before
            }
            return what;
        });
    }

    /** What went wrong at the bottom, without a full stop. */
    static String rootCause(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        String message = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
        return message.strip().replaceAll("\\s*\\R\\s*", " ").replaceAll("\\.$", "");
    }
}
