package chatlab.lab.trial;

import chatlab.lab.engine.Deployment;
import chatlab.lab.engine.Node;
import chatlab.lab.result.Figures;
import chatlab.lab.result.Repetition.Limit;
import chatlab.lab.result.Repetition.Reason;
import chatlab.lab.result.Status;
import chatlab.process.UnusableException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** One repetition on its way, and what has come of it so far. */
final class Course {
    private final TrialPlan plan;
    private final Path folder;
    private final Progress progress;
    private final AdminClient admin;
    private final Waiting waiting;
    private final Judge judge;
    private final List<String> notices = new ArrayList<>();
    private Status status = Status.INVALID;
    private List<Reason> reasons = List.of();
    private List<Limit> limits = List.of();
    private @Nullable Figures figures;

    Course(TrialPlan plan, Path folder, Progress progress, AdminClient admin, Waiting waiting, Judge judge) {
        this.plan = plan;
        this.folder = folder;
        this.progress = progress;
        this.admin = admin;
        this.waiting = waiting;
        this.judge = judge;
    }

    Status status() {
        return status;
    }

    List<Reason> reasons() {
        return reasons;
    }

    List<String> notices() {
        return notices;
    }

    List<Limit> limits() {
        return limits;
    }

    @Nullable
    Figures figures() {
        return figures;
    }

    /** It could not be carried through, for a reason that says nothing about the server. */
    void fail(String sentence) {
        status = Status.INVALID;
        reasons = List.of(new Reason("failed", sentence));
    }

    void run(Deployment deployment) throws IOException, InterruptedException, TrialFailedException {
        progress.phase("starting");
        Node server = deployment.start(plan.server());
        Node clients = null;
        try {
            waiting.untilReady(server);
            limits = limitsReadBack(server);
            try (Scraper scraper = new Scraper(admin, server)) {
                progress.phase("connecting");
                clients = deployment.start(plan.clients(server.address()));
                try (Scraper ofClients = new Scraper(admin, clients)) {
                    waiting.untilPhase(clients, "ready", plan.connectPatience(), progress);
                    if (admin.post(clients.admin(), "/start").status() != 202) {
                        throw new TrialFailedException("the load clients did not take the start.");
                    }
                    waiting.untilPhase(clients, "done", plan.runPatience(), progress);
                    progress.phase("collecting");
                    save("clients-series.csv", bytes(ofClients.finish().csv(Series.OF_CLIENTS)));
                }
                Summary summary = collect(clients);
                String serverEnd = server.isRunning()
                        ? null
                        : server.stop(plan.patience().stop()).sentence();
                Samples samples = scraper.finish();
                save("server-series.csv", bytes(samples.csv(Series.OF_SERVER)));
                judge(summary, samples, serverEnd);
                if (serverEnd == null) {
                    end(server);
                }
                clients.stop(plan.patience().stop());
            }
        } catch (IOException e) {
            // If the engine is gone, or a container is, that is what has to be said.
            if (server.isRunning() && clients != null && clients.isRunning()) {
                throw new TrialFailedException("an admin port did not answer: " + e + ".");
            }
            throw e;
        } catch (TrialFailedException e) {
            if (!e.isServersDoing() && (clients == null || server.isRunning())) {
                throw e;
            }
            letDown(e.getMessage(), server);
        } finally {
            saveLog("server.log", server);
            if (clients != null) {
                saveLog("load-clients.log", clients);
            }
        }
    }

    /** The load clients could not go on because of the server: that is a finding about it. */
    private void letDown(String sentence, Node server) {
        status = Status.MISSED;
        if (server.isRunning()) {
            reasons = List.of(new Reason("server serves", sentence));
        } else {
            reasons = List.of(Judge.survives(server.stop(plan.patience().stop()).sentence()));
            notices.add("There are no figures: " + sentence);
        }
    }

    private List<Limit> limitsReadBack(Node server) throws IOException, InterruptedException {
        MetricsPage page =
                MetricsPage.parse(admin.get(server.admin(), "/metrics").text());
        return List.of(
                limit("cpus", plan.cpus(), page.value("chatlab_cgroup_cpu_limit_cores")),
                limit("memory", (double) plan.memoryBytes(), page.value("chatlab_cgroup_memory_limit_bytes")));
    }

    private static Limit limit(String name, double asked, OptionalDouble readBack) {
        return new Limit(name, asked, readBack.isPresent() ? readBack.getAsDouble() : null);
    }

    private Summary collect(Node clients) throws IOException, InterruptedException, TrialFailedException {
        AdminClient.Answer answer = admin.results(clients.admin(), "/results");
        if (!answer.isOk()) {
            throw new TrialFailedException(
                    "the load clients have no results: " + answer.text().strip());
        }
        save("clients-summary.json", answer.body());
        Summary summary = summary(answer);
        for (JsonNode file : summary.json().path("files")) {
            AdminClient.Answer raw = admin.results(clients.admin(), "/results/" + file.asText());
            if (!raw.isOk()) {
                throw new TrialFailedException("the load clients did not hand over " + file.asText() + ": "
                        + raw.text().strip());
            }
            save(file.asText(), raw.body());
        }
        return summary;
    }

    private static Summary summary(AdminClient.Answer answer) throws IOException, TrialFailedException {
        try {
            return new Summary(answer.json());
        } catch (IllegalArgumentException e) {
            throw new TrialFailedException(String.valueOf(e.getMessage()));
        }
    }

    private void judge(Summary summary, Samples samples, @Nullable String serverEnd) {
        ServerUse use = ServerUse.of(samples, limits, summary.fromNs(), summary.toNs());
        Figures measured = summary.figures(use.resources(), use.counters());
        figures = measured;
        Judge.Verdict verdict = judge.judge(measured, summary.invalid(), limits, use.longestGapSeconds(), serverEnd);
        status = verdict.status();
        reasons = verdict.reasons();
    }

    private void end(Node server) {
        Node.End end = server.stop(plan.patience().stop());
        if (end.exitCode() != 0) {
            notices.add("When it was asked to end, the server " + end.sentence() + ", where 0 was expected.");
        }
    }

    /** Never hides what went wrong before. */
    private void saveLog(String file, Node node) {
        String log;
        try {
            log = node.log();
        } catch (UnusableException e) {
            notices.add("There is no " + file + ": " + e.getMessage());
            return;
        }
        save(file, bytes(log));
    }

    /** A place that takes no more results ends the run: whatever was measured next would be lost too. */
    private void save(String file, byte[] content) {
        try {
            Files.write(folder.resolve(file), content);
        } catch (IOException e) {
            throw Unwritable.at(folder.resolve(file), e);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
