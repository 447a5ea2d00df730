package chatlab.lab.engine;

import chatlab.process.UnusableException;
import com.github.dockerjava.api.exception.NotFoundException;
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
