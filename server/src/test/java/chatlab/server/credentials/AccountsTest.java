package chatlab.server.credentials;

import static org.assertj.core.api.Assertions.assertThat;

import chatlab.server.chat.LoginAttempt;
import chatlab.server.chat.LoginAttempt.Outcome;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AccountsTest {
    /** So many that a check can't be over while a test goes on. */
    private static final int ENDLESS = PasswordHash.MOST_ITERATIONS;

    private final Accounts accounts = new Accounts(new AccountOptions(
            Map.of(
                    "ada",
                    PasswordHash.of("sesame", PasswordHash.LEAST_ITERATIONS),
                    "lengthy",
                    PasswordHash.ofNobody(20 * PasswordHash.LEAST_ITERATIONS),
                    "slow",
                    PasswordHash.ofNobody(ENDLESS)),
            "a secret of thirty-two bytes, or more".getBytes(StandardCharsets.US_ASCII),
            Duration.ofMinutes(1),
            0.01));

    @AfterEach
    void close() {
        accounts.close();
    }

    @Test
    void aTokenIsForWhoeverLoggedIn() throws Exception {
        Outcome outcome = login("ada", "sesame").get(10, TimeUnit.SECONDS);
        assertThat(outcome).isInstanceOfSatisfying(Outcome.Granted.class, granted -> {
            assertThat(granted.seconds()).isEqualTo(60);
            assertThat(name(granted.token())).isEqualTo("ada");
        });
        assertThat(login("ada", "Sesame").get(10, TimeUnit.SECONDS)).isEqualTo(new Outcome.Refused());
    }

    /** One is looked at, 32 wait while nobody knows how long that takes, and others are told at once. */
    @Test
    void tooManyAreTurnedAwayAtOnce() {
        List<CompletableFuture<Outcome>> waiting = new ArrayList<>();
        CompletableFuture<Outcome> last = login("slow", "x");
        while (!last.isDone()) {
            waiting.add(last);
            last = login("slow", "x");
        }
        assertThat(waiting).hasSizeBetween(32, 33).noneMatch(CompletableFuture::isDone);
        assertThat(last.join())
                .isInstanceOfSatisfying(
                        Outcome.Busy.class,
                        busy -> assertThat(busy.retryAfterSeconds()).isBetween(1, 62));
    }

    /** When it is known how long that takes, nobody waits who would not be looked at within ten seconds. */
    @Test
    void whoWouldWaitForTooLongDoesNotWait() throws Exception {
        assertThat(login("lengthy", "x").get(60, TimeUnit.SECONDS)).isEqualTo(new Outcome.Refused());
        int waiting = 0;
        while (!login("slow", "x").isDone()) {
            waiting++;
        }
        assertThat(waiting).isLessThan(20);
    }

    /** Whoever has gone away costs nothing more, in the middle of its check or before it. */
    @Test
    void whoeverGivesUpMakesRoom() throws Exception {
        List<LoginAttempt> gone = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            LoginAttempt attempt = new LoginAttempt("slow", "x", outcome -> {
                throw new IllegalStateException("Nobody waits for it.");
            });
            gone.add(attempt);
            accounts.check(attempt);
        }
        CompletableFuture<Outcome> next = login("ada", "sesame");
        gone.forEach(LoginAttempt::giveUp);
        assertThat(next.get(10, TimeUnit.SECONDS)).isInstanceOf(Outcome.Granted.class);
    }

    private CompletableFuture<Outcome> login(String clientId, String password) {
        CompletableFuture<Outcome> outcome = new CompletableFuture<>();
        accounts.check(new LoginAttempt(clientId, password, outcome::complete));
        return outcome;
    }

    private String name(String token) {
        try {
            return accounts.nameOf(token);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
