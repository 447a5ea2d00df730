package chatlab.server.chat;

import java.util.function.Consumer;

/** A name and a password that somebody has sent, and the wish to get a token for them. Thread-safe. */
public final class LoginAttempt {
    /** What came of it. */
    public sealed interface Outcome {
        /**
         * They belong together.
         *
         * @param token what is shown from now on
         * @param seconds for how long it is valid
         */
        record Granted(String token, long seconds) implements Outcome {}

        /** They don't; which of the two is wrong is not told. */
        record Refused() implements Outcome {}

        /**
         * They were not looked at, as too many others wait.
         *
         * @param retryAfterSeconds when to try again
         */
        record Busy(int retryAfterSeconds) implements Outcome {}

        /** Our own failure. */
        record Failed() implements Outcome {}
    }

    private final String clientId;
    private final String password;
    private final Consumer<Outcome> whenDone;
    private volatile boolean givenUp;

    /** @param whenDone told what came of it, once, by any thread */
    public LoginAttempt(String clientId, String password, Consumer<Outcome> whenDone) {
        this.clientId = clientId;
        this.password = password;
        this.whenDone = whenDone;
    }

    public String clientId() {
        return clientId;
    }

    public String password() {
        return password;
    }

    /** Nobody waits for it any more. */
    public void giveUp() {
        givenUp = true;
    }

    /** Whether nobody waits for it any more, so that it need not be looked at. */
    public boolean isGivenUp() {
        return givenUp;
    }

    /** Tells what came of it. */
    public void done(Outcome outcome) {
        whenDone.accept(outcome);
    }
}
