package chatlab.gatling.chain;

import static io.gatling.javaapi.core.CoreDsl.StringBody;
import static io.gatling.javaapi.core.CoreDsl.asLongAs;
import static io.gatling.javaapi.core.CoreDsl.doIf;
import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.jsonPath;
import static io.gatling.javaapi.core.CoreDsl.pause;
import static io.gatling.javaapi.http.HttpDsl.header;
import static io.gatling.javaapi.http.HttpDsl.http;
import static io.gatling.javaapi.http.HttpDsl.status;

import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.Session;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** How users log in over REST. Names are their own passwords, as for the load clients' dialect {@code users}. */
public final class Login {
    /** Who has been told to come back so often gives up. */
    private static final int MOST_ATTEMPTS = 100;

    private static final int OK = 200;
    private static final int BUSY = 503;
    private static final String ATTEMPTS = "attempts";
    private static final String RETRY_AFTER = "retryAfter";

    private Login() {}

    /** Logs in; a server that is busy is no failure, but is asked again when it has said. */
    public static ChainBuilder login() {
        return exec(session -> session.set(ATTEMPTS, 0))
                .exec(asLongAs(Login::isToTry)
                        .on(exec(http("login")
                                        .post("/api/login")
                                        .body(StringBody(Login::credentials))
                                        .asJson()
                                        .check(
                                                status().in(OK, BUSY),
                                                jsonPath("$.token").optional().saveAs(Chat.TOKEN),
                                                header("Retry-After").optional().saveAs(RETRY_AFTER)))
                                .exec(session -> session.set(ATTEMPTS, session.getInt(ATTEMPTS) + 1))
                                .exec(doIf(Login::isToTry).then(pause(Login::retryAfter)))))
                .exec(doIf(session -> !session.isFailed() && !session.contains(Chat.TOKEN))
                        .then(exec(http("login, for the last time")
                                .post("/api/login")
                                .body(StringBody(Login::credentials))
                                .asJson()
                                .check(status().is(OK), jsonPath("$.token").saveAs(Chat.TOKEN)))));
    }

    private static boolean isToTry(Session session) {
        return !session.isFailed() && !session.contains(Chat.TOKEN) && session.getInt(ATTEMPTS) < MOST_ATTEMPTS;
    }

    private static String credentials(Session session) {
        String name = User.clientId(session);
        return "{\"clientId\":\"" + name + "\",\"password\":\"" + name + "\"}";
    }

    private static Duration retryAfter(Session session) {
        @Nullable String seconds = session.getString(RETRY_AFTER);
        return Duration.ofSeconds(seconds == null ? 1 : Long.parseLong(seconds));
    }
}
