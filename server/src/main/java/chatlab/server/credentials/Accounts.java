package chatlab.server.credentials;

import chatlab.protocol.ErrorCode;
import chatlab.protocol.FrameException;
import chatlab.server.chat.Credentials;
import chatlab.server.chat.LoginAttempt;
import chatlab.server.chat.LoginAttempt.Outcome;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Users who log in with a password. Passwords are checked one after the other by one thread, which has a share of the CPU: a
 * storm of logins makes a queue, and later a refusal, but not a slow chat. Thread-safe.
 */
public final class Accounts implements Credentials, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Accounts.class);

    /** How many logins may wait. */
    private static final int MAX_WAITING = 32;

    /** How long one may wait before it is looked at; who would wait for longer, as far as can be told, does not wait at all. */
    private static final long MAX_WAIT_NS = TimeUnit.SECONDS.toNanos(10);

    private static final long MOST_SECONDS_AWAY = 60;

    private record Waiting(LoginAttempt attempt, long sinceNs) {}

    private final Map<String, PasswordHash> users;
    private final Tokens tokens;
    private final PasswordHash nobody;
    private final Pace pace;
    private final BlockingQueue<Waiting> waiting = new ArrayBlockingQueue<>(MAX_WAITING);
    private final Thread checker;

    /** How long the last check took; 0 before the first. */
    private volatile long checkNs;

    /** Starts the thread that checks passwords. */
    public Accounts(AccountOptions options) {
        users = options.users();
        tokens = new Tokens(options.secret(), options.tokenLifetime());
        // An unknown name takes as long as those whose passwords are hashed most often, as usually all are, so that
        // nobody learns
        // by the clock who there is.
        nobody = PasswordHash.ofNobody(
                users.values().stream().mapToInt(PasswordHash::iterations).max().orElse(PasswordHash.USUAL_ITERATIONS));
        pace = new Pace(Math.min(1, options.cpus()));
        checker = Thread.ofPlatform().name("logins").daemon().start(this::checkAll);
    }

    @Override
    public boolean areNeeded() {
        return true;
    }

    @Override
    public String nameOf(String token) throws FrameException {
        String name = tokens.subject(token);
        if (!users.containsKey(name)) {
            throw new FrameException(ErrorCode.UNAUTHENTICATED, "This token is for a user that there is no more.");
        }
        return name;
    }

    @Override
    public void check(LoginAttempt attempt) {
        if (!waiting.isEmpty()) {
            waiting.removeIf(other -> other.attempt.isGivenUp());
        }
        boolean inTime = waiting.size() * checkNs <= MAX_WAIT_NS;
        if (!inTime || !waiting.offer(new Waiting(attempt, System.nanoTime()))) {
            attempt.done(busy());
        }
    }

    /** Ends the thread. Whoever waits is not told. */
    @Override
    public void close() {
        checker.interrupt();
    }

    private void checkAll() {
        try {
            while (true) {
                checkNext(waiting.take());
            }
        } catch (InterruptedException e) {
            // closed
        }
    }

    private void checkNext(Waiting next) {
        @Nullable Outcome outcome;
        try {
            outcome = outcome(next);
        } catch (RuntimeException | Error e) {
            log.error("a login failed", e); // the next ones are to be looked at all the same
            outcome = new Outcome.Failed();
        }
        if (outcome != null) {
            tell(next.attempt, outcome);
        }
    }

    private static void tell(LoginAttempt attempt, Outcome outcome) {
        try {
            attempt.done(outcome);
        } catch (RuntimeException e) {
            log.debug("a login's outcome could not be told", e); // its event loop has ended
        }
    }

    /** Null if nobody waits for it any more. */
    private @Nullable Outcome outcome(Waiting next) {
        LoginAttempt attempt = next.attempt;
        if (attempt.isGivenUp()) {
            return null;
        }
        long startNs = System.nanoTime();
        if (startNs - next.sinceNs > MAX_WAIT_NS) {
            return busy();
        }
        if (attempt.password().isEmpty()) {
            return new Outcome.Refused();
        }
        @Nullable PasswordHash kept = users.get(attempt.clientId());
        pace.start();
        @Nullable Boolean matches = (kept == null ? nobody : kept).matches(attempt.password(), () -> goOn(attempt));
        if (matches == null) {
            return null;
        }
        checkNs = System.nanoTime() - startNs;
        return matches && kept != null
                ? new Outcome.Granted(tokens.issue(attempt.clientId()), tokens.lifetimeSeconds())
                : new Outcome.Refused();
    }

    private boolean goOn(LoginAttempt attempt) {
        pace.restIfDue();
        return !attempt.isGivenUp() && !Thread.currentThread().isInterrupted();
    }

    /** When those that wait now will have been looked at, and a second more at random, so that not all come back at once. */
    private Outcome busy() {
        long seconds = TimeUnit.NANOSECONDS.toSeconds(checkNs * waiting.size());
        return new Outcome.Busy((int) (1
                + Math.min(seconds, MOST_SECONDS_AWAY)
                + ThreadLocalRandom.current().nextInt(2)));
    }
}
