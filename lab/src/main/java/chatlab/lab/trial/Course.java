package chatlab.lab.trial;

import chatlab.lab.engine.Deployment;
import chatlab.lab.engine.Node;
import chatlab.lab.result.Figures;
import chatlab.lab.result.Repetition.Limit;
import chatlab.lab.result.Repetition.Reason;
import chatlab.lab.result.Status;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** One repetition on its way, and what has come of it so far. */
final class Course {
    private final TrialPlan plan;
    private final RawFiles files;
    private final Progress progress;
    private final AdminClient admin;
    private final Waiting waiting;
    private final Judge judge;
    private final Extras extras;
    private final List<String> notices = new ArrayList<>();
    private Status status = Status.INVALID;
    private List<Reason> reasons = List.of();
    private List<Limit> limits = List.of();
    private @Nullable Figures figures;

    Course(
            TrialPlan plan,
            RawFiles files,
            Progress progress,
            AdminClient admin,
            Waiting waiting,
            Judge judge,
            Extras extras) {
        this.plan = plan;
        this.files = files;
        this.progress = progress;
        this.admin = admin;
        this.waiting = waiting;
        this.judge = judge;
        this.extras = extras;
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
        Generators clients = new Generators(admin, waiting);
        try (clients) {
            waiting.untilReady(server);
            limits = limitsReadBack(server);
            try (Scraper scraper = new Scraper(admin, server)) {
                try {
                    measure(deployment, server, clients, scraper);
                } finally {
                    // However it ended: what led to that is in them.
                    files.saveOnce("server-series.csv", () -> scraper.soFar().csv(Series.OF_SERVER));
                    clients.saveSeries(files);
                }
            }
        } catch (IOException e) {
            String sentence = "an admin port did not answer: " + e + ".";
            // If the engine is gone, or a container is, these say so.
            boolean serverRuns = server.isRunning();
            clients.requireThere();
            if (serverRuns) {
                throw new TrialFailedException(sentence);
            }
            letDown(sentence, server);
        } catch (TrialFailedException e) {
            if (!e.isServersDoing() && (!clients.areStarted() || server.isRunning())) {
                throw e;
            }
            letDown(e.getMessage(), server);
        } finally {
            files.saveLog("server.log", server, notices);
            clients.saveLogs(plan.clientsLog(), files, notices);
        }
    }

    private void measure(Deployment deployment, Node server, Generators clients, Scraper scraper)
            throws IOException, InterruptedException, TrialFailedException {
        Profiling profiling = new Profiling(admin, server, files, notices);
        progress.phase("connecting");
        clients.start(deployment, plan.clients(server.address()));
        clients.awaitReady(plan.connectPatience(), progress);
        if (extras.profiles()) {
            profiling.begin();
        }
        clients.play(plan.runPatience(), progress);
        progress.phase("collecting");
        Summary summary = clients.collect(files);
        String serverEnd =
                server.isRunning() ? null : server.stop(plan.patience().stop()).sentence();
        Samples samples = scraper.finish();
        files.saveOnce("server-series.csv", () -> samples.csv(Series.OF_SERVER));
        judge(summary, samples, serverEnd);
        if (serverEnd == null) {
            saveGcLog(server);
            profiling.collect();
        }
        if (!extras.keeps()) {
            if (serverEnd == null) {
                end(server);
            }
            clients.stop(plan.patience().stop());
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

    private void judge(Summary summary, Samples samples, @Nullable String serverEnd) {
        ServerUse use = ServerUse.of(samples, limits, summary.fromNs(), summary.toNs());
        Figures measured = summary.figures(use.resources(), use.counters());
        figures = measured;
        Judge.Verdict verdict = judge.judge(measured, summary.invalid(), limits, use.longestGapSeconds(), serverEnd);
        status = verdict.status();
        reasons = verdict.reasons();
    }

    /** What was measured does not depend on it. */
    private void saveGcLog(Node server) throws InterruptedException {
        try {
            AdminClient.Answer log = admin.results(server.admin(), "/gc-log");
            if (log.isOk()) {
                files.save("server-gc.log", log.body());
                return;
            }
            notices.add("There is no server-gc.log: " + log.text().strip());
        } catch (IOException e) {
            notices.add("There is no server-gc.log: the server did not hand it over: " + e + ".");
        }
    }

    private void end(Node server) {
        Node.End end = server.stop(plan.patience().stop());
        if (end.exitCode() != 0) {
            notices.add("When it was asked to end, the server " + end.sentence() + ", where 0 was expected.");
        }
    }
}
