package chatlab.lab.engine;

import chatlab.process.Durations;
import chatlab.process.UnusableException;
import com.github.dockerjava.api.exception.NotFoundException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
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
     * Asks an engine that may not be well: its answer is awaited for so long. The time limits of docker-java do not hold for a
     * socket on which nobody answers.
     */
    static <T> T within(Duration patience, Supplier<T> call) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        Thread.ofPlatform().daemon().name("engine").start(() -> {
            try {
                answer.complete(call.get());
            } catch (RuntimeException e) {
                answer.completeExceptionally(e);
            }
        });
        try {
            return answer.orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS).join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof TimeoutException) {
                throw new IllegalStateException("it was silent for " + Durations.format(patience));
            }
            throw e;
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
