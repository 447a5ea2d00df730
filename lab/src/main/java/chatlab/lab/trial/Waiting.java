package chatlab.lab.trial;

import chatlab.lab.engine.Node;
import chatlab.lab.trial.TrialPlan.Patience;
import chatlab.process.ExitCode;
import chatlab.process.StopSignal;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** Waits until a process is as far as it should be, ends before that, or takes too long; the user's stop ends any wait. */
final class Waiting {
    private static final long POLL_MS = 200;
    static final String SERVER = "server";
    private static final String STARTING = "starting";

    private final AdminClient admin;
    private final StopSignal stop;
    private final Patience patience;
    private final String who;

    /** @param who the clients are, in plural, to follow "the" */
    Waiting(AdminClient admin, StopSignal stop, Patience patience, String who) {
        this.who = who;
        this.admin = admin;
        this.stop = stop;
        this.patience = patience;
    }

    /** Who the clients are, in plural, to follow "the". */
    String who() {
        return who;
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

    /**
     * Waits until a process's metrics say what they have to.
     *
     * @param whose it is, to follow "the"
     * @param what it then does or has, to follow "it did not"
     */
    void untilMetrics(Node node, String whose, Predicate<MetricsPage> wanted, String what)
            throws InterruptedException, TrialFailedException {
        long deadline = System.nanoTime() + patience.start().toNanos();
        while (System.nanoTime() < deadline) {
            try {
                AdminClient.Answer answer = admin.get(node.admin(), "/metrics");
                if (answer.isOk() && wanted.test(MetricsPage.parse(answer.text()))) {
                    return;
                }
            } catch (IOException e) {
                // not listening yet
            }
            requireRunning(node, whose);
            pause();
        }
        throw new TrialFailedException("the " + whose + " did not " + what + " within "
                + patience.start().toSeconds() + " s.");
    }

    /**
     * Waits until all load clients are in a phase, and watches all of them meanwhile.
     *
     * @param progress is told the phases of the first one
     */
    void untilPhase(List<Node> clients, String wanted, Duration atMost, Progress progress)
            throws InterruptedException, TrialFailedException {
        long deadline = System.nanoTime() + atMost.toNanos();
        List<String> phases = new ArrayList<>(Collections.nCopies(clients.size(), STARTING));
        while (System.nanoTime() < deadline) {
            look(clients, phases, progress);
            if (phases.stream().allMatch(wanted::equals)) {
                return;
            }
            pause();
        }
        throw new TrialFailedException("the " + who + " were not " + wanted + " within " + atMost.toSeconds()
                + " s; they were " + String.join(", ", new LinkedHashSet<>(phases)) + ".");
    }

    /**
     * Waits for what each of them tells as soon as it knows it, and watches all of them meanwhile.
     *
     * @return the answers, in the same order
     */
    List<String> forAnswers(List<Node> clients, String path, Duration atMost, Progress progress)
            throws InterruptedException, TrialFailedException {
        long deadline = System.nanoTime() + atMost.toNanos();
        List<String> phases = new ArrayList<>(Collections.nCopies(clients.size(), STARTING));
        Map<Node, String> answers = new HashMap<>();
        while (System.nanoTime() < deadline) {
            look(clients, phases, progress);
            for (Node node : clients) {
                try {
                    AdminClient.Answer answer = answers.containsKey(node) ? null : admin.get(node.admin(), path);
                    if (answer != null && answer.isOk()) {
                        answers.put(node, answer.text());
                    }
                } catch (IOException e) {
                    // too busy to answer within seconds, or it has ended, which the next look tells
                }
            }
            if (answers.size() == clients.size()) {
                return clients.stream()
                        .map(node -> answers.getOrDefault(node, ""))
                        .toList();
            }
            pause();
        }
        throw new TrialFailedException("the " + who + " had no " + path + " within " + atMost.toSeconds() + " s.");
    }

    /** @throws TrialFailedException if one of them has given up or ended */
    void requireAllWell(List<Node> clients) throws InterruptedException, TrialFailedException {
        look(clients, new ArrayList<>(Collections.nCopies(clients.size(), STARTING)), phase -> {});
    }

    private void look(List<Node> clients, List<String> phases, Progress progress)
            throws InterruptedException, TrialFailedException {
        for (int i = 0; i < clients.size(); i++) {
            Node node = clients.get(i);
            try {
                JsonNode answer = admin.get(node.admin(), "/status").json();
                String phase = answer.path("phase").asText();
                if (i == 0 && !phase.equals(phases.getFirst())) {
                    progress.phase(phase);
                }
                phases.set(i, phase);
                if (phase.equals("failed")) {
                    throw new TrialFailedException(
                            "the " + who + " gave up: " + answer.path("failure").asText(),
                            answer.path("blame").asText().equals(SERVER));
                }
            } catch (IOException e) {
                phases.set(i, STARTING); // not listening yet, or too busy to answer within seconds
            }
            requireRunning(node, who);
        }
    }

    private void requireRunning(Node node, String whose) throws TrialFailedException {
        if (!node.isRunning()) {
            String lastLine = node.log().lines().reduce("", (first, second) -> second);
            Node.End end = node.stop(patience.stop());
            boolean refusedItsSettings =
                    end.exitCode() == ExitCode.USAGE.number() || end.exitCode() == ExitCode.UNUSABLE.number();
            throw new TrialFailedException(
                    "the " + whose + " " + end.sentence() + ": " + lastLine,
                    whose.equals(SERVER) && !refusedItsSettings);
        }
    }

    private void pause() throws InterruptedException {
        if (stop.await(POLL_MS, TimeUnit.MILLISECONDS)) {
            throw new InterruptedException("stopped by the user");
        }
    }
}
