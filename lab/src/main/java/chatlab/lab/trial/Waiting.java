package chatlab.lab.trial;

import chatlab.lab.engine.Node;
import chatlab.lab.trial.TrialPlan.Patience;
import chatlab.process.ExitCode;
import chatlab.process.StopSignal;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Waits until a process is as far as it should be, ends before that, or takes too long; the user's stop ends any wait. */
final class Waiting {
    private static final long POLL_MS = 200;
    private static final String SERVER = "server";

    private final AdminClient admin;
    private final StopSignal stop;
    private final Patience patience;

    Waiting(AdminClient admin, StopSignal stop, Patience patience) {
        this.admin = admin;
        this.stop = stop;
        this.patience = patience;
    }

    void untilReady(Node server) throws InterruptedException, TrialFailedException {
        long deadline = System.nanoTime() + patience.start().toNanos();
        while (System.nanoTime() < deadline) {
            try {
                if (admin.get(server.admin(), "/readyz").isOk()) {
                    return;
                }
            } catch (IOException e) {
                // not listening yet
            }
            requireRunning(server, SERVER);
            pause();
        }
        throw new TrialFailedException(
                "the server was not ready within " + patience.start().toSeconds() + " s.");
    }

    void untilPhase(Node clients, String wanted, Duration atMost, Progress progress)
            throws InterruptedException, TrialFailedException {
        long deadline = System.nanoTime() + atMost.toNanos();
        String phase = "starting";
        while (System.nanoTime() < deadline) {
            try {
                JsonNode answer = admin.get(clients.admin(), "/status").json();
                if (!answer.path("phase").asText().equals(phase)) {
                    phase = answer.path("phase").asText();
                    progress.phase(phase);
                }
                if (phase.equals("failed")) {
                    throw new TrialFailedException(
                            "the load clients gave up: "
                                    + answer.path("failure").asText(),
                            answer.path("blame").asText().equals("server"));
                }
            } catch (IOException e) {
                phase = "starting"; // not listening yet, or too busy to answer within seconds
            }
            if (phase.equals(wanted)) {
                return;
            }
            requireRunning(clients, "load clients");
            pause();
        }
        throw new TrialFailedException("the load clients were not " + wanted + " within " + atMost.toSeconds()
                + " s; they were " + phase + ".");
    }

    /** Waits for what a process tells as soon as it knows it. */
    String forAnswer(Node node, String path, String who, Duration atMost)
            throws IOException, InterruptedException, TrialFailedException {
        long deadline = System.nanoTime() + atMost.toNanos();
        while (System.nanoTime() < deadline) {
            AdminClient.Answer answer = admin.get(node.admin(), path);
            if (answer.isOk()) {
                return answer.text();
            }
            requireRunning(node, who);
            pause();
        }
        throw new TrialFailedException("the " + who + " had no " + path + " within " + atMost.toSeconds() + " s.");
    }

    private void requireRunning(Node node, String who) throws TrialFailedException {
        if (!node.isRunning()) {
            String lastLine = node.log().lines().reduce("", (first, second) -> second);
            Node.End end = node.stop(patience.stop());
            boolean refusedItsSettings =
                    end.exitCode() == ExitCode.USAGE.number() || end.exitCode() == ExitCode.UNUSABLE.number();
            throw new TrialFailedException(
                    "the " + who + " " + end.sentence() + ": " + lastLine, who.equals(SERVER) && !refusedItsSettings);
        }
    }

    private void pause() throws InterruptedException {
        if (stop.await(POLL_MS, TimeUnit.MILLISECONDS)) {
            throw new InterruptedException("stopped by the user");
        }
    }
}
