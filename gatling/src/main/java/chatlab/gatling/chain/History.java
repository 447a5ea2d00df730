package chatlab.gatling.chain;

import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.jsonPath;
import static io.gatling.javaapi.http.HttpDsl.http;
import static io.gatling.javaapi.http.HttpDsl.status;

import io.gatling.javaapi.core.ChainBuilder;

/** What users ask over REST about rooms. */
public final class History {
    private static final int OK = 200;

    private History() {}

    /** Looks which rooms there are. */
    public static ChainBuilder rooms() {
        return exec(http("rooms")
                .get("/api/rooms")
                .check(status().is(OK), jsonPath("$.count").exists()));
    }

    /** Reads the last messages of its room, of which there has to be one. */
    public static ChainBuilder messages(int most) {
        return exec(http("messages")
                .get(session -> "/api/rooms/" + User.room(session) + "/messages?limit=" + most)
                .check(status().is(OK), jsonPath("$.messages[0].clientId").exists()));
    }
}
