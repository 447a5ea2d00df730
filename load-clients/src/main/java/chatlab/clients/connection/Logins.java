package chatlab.clients.connection;

import chatlab.clients.dialect.HttpStep;
import chatlab.clients.dialect.Persona;
import chatlab.generator.admin.Failure;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;

/**
 * Makes the requests that a dialect wants made before a client connects: some of them at a time. The others wait in line, one for
 * each client at most.
 */
final class Logins implements AutoCloseable {
    private static final int AT_A_TIME = 16;
    private static final int TIMEOUT_MILLIS = 10_000;
    private static final int MOST_ANSWER_BYTES = 64 * 1024;
    private static final JsonMapper JSON = new JsonMapper();

    private final List<HttpStep> steps;
    private final ExecutorService threads;

    /** Starts no thread before there is something to do. */
    Logins(List<HttpStep> steps) {
        this.steps = List.copyOf(steps);
        threads = Executors.newFixedThreadPool(
                AT_A_TIME, Thread.ofPlatform().daemon().name("login-", 0).factory());
    }

    /**
     * Makes the requests of one client, elsewhere.
     *
     * @param target whom to ask
     * @param loop the client's, which everything else happens on
     * @param then what to do when they were answered well; otherwise the client has failed
     */
    void make(Client client, Target target, Executor loop, Runnable then) {
        Persona who = client.persona();
        execute(threads, () -> {
            Runnable next;
            try {
                String token = token(target, who);
                next = () -> {
                    client.loggedIn(token);
                    then.run();
                };
            } catch (FailedStepException e) {
                next = () -> client.presence().failed(e.failure(who.name()));
            } catch (RuntimeException e) { // nothing that anybody has thought of; the client must not wait for ever
                next = () -> client.presence().failed(Failures.turnedAway(who.name(), "its login failed: " + e));
            }
            execute(loop, next);
        });
    }

    /** Not when everything is being closed. */
    private static void execute(Executor where, Runnable what) {
        try {
            where.execute(what);
        } catch (RejectedExecutionException e) {
            // It is.
        }
    }

    private String token(Target target, Persona who) throws FailedStepException {
        Persona known = who;
        for (HttpStep step : steps) {
            String path = step.path(known);
            byte[] answer;
            try {
                answer = post(target, path, step.body(known), known);
            } catch (IOException e) {
                throw new FailedStepException(path, e);
            }
            if (!step.token().isEmpty()) {
                known = new Persona(who.name(), who.room(), token(path, step.token(), answer));
            }
        }
        return known.token();
    }

    private static String token(String path, String member, byte[] answer) throws FailedStepException {
        JsonNode token;
        try {
            token = JSON.readTree(answer).path(member);
        } catch (IOException e) {
            throw new FailedStepException(path + " answered with something else than JSON");
        }
        if (!token.isTextual() || token.asText().isEmpty()) {
            throw new FailedStepException(path + " answered without a text '" + member + "'");
        }
        return token.asText();
    }

    private static byte[] post(Target target, String path, String json, Persona who)
            throws IOException, FailedStepException {
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        HttpURLConnection request = (HttpURLConnection)
                URI.create("http://" + target.authority() + path).toURL().openConnection();
        request.setRequestMethod("POST");
        request.setConnectTimeout(TIMEOUT_MILLIS);
        request.setReadTimeout(TIMEOUT_MILLIS);
        request.setInstanceFollowRedirects(false);
        request.setDoOutput(true);
        request.setFixedLengthStreamingMode(body.length);
        // Kept ones would be the server's connections, too, while it is measured.
        request.setRequestProperty("Connection", "close");
        if (body.length > 0) {
            request.setRequestProperty("Content-Type", "application/json");
        }
        if (!who.token().isEmpty()) {
            request.setRequestProperty("Authorization", "Bearer " + who.token());
        }
        try (OutputStream out = request.getOutputStream()) {
            out.write(body);
        }
        int status = request.getResponseCode();
        if (status / 100 != 2) {
            request.disconnect();
            throw new FailedStepException(path + " answered with status " + status);
        }
        try (InputStream in = request.getInputStream()) {
            return in.readNBytes(MOST_ANSWER_BYTES);
        }
    }

    /** What came of a request, as part of a sentence. */
    private static final class FailedStepException extends Exception {
        private static final long serialVersionUID = 1L;

        /** The server answered. */
        FailedStepException(String what) {
            super(what);
        }

        /** It did not. */
        FailedStepException(String path, IOException cause) {
            super(path, cause);
        }

        Failure failure(String client) {
            Throwable cause = getCause();
            return cause == null
                    ? Failures.turnedAway(client, String.valueOf(getMessage()))
                    : Failures.ofConnect(client, String.valueOf(getMessage()), cause);
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
