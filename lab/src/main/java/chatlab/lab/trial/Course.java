package chatlab.lab.trial;

import chatlab.lab.engine.Deployment;
import chatlab.lab.engine.NodeSpec;
import chatlab.lab.result.Figures;
import chatlab.lab.result.Figures.Resources;
import chatlab.lab.result.Repetition.Limit;
import chatlab.lab.result.Repetition.Reason;
import chatlab.lab.result.Status;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One repetition on its way, and what has come of it so far. */
final class Course {
    private final TrialPlan plan;
    private final RawFiles files;
    private final Progress progress;
    private final AdminClient admin;
    private final Waiting waiting;
    private final Judge judge;
    private final HostCores.Account account;
    private final Extras extras;
    private final List<String> notices = new ArrayList<>();
    private Status status = Status.INVALID;
    private List<Reason> reasons = List.of();
    private List<Limit> limits = List.of();
    private List<String> targets = List.of();
    private @Nullable Figures figures;

    Course(
            TrialPlan plan,
            RawFiles files,
            Progress progress,
            AdminClient admin,
            Waiting waiting,
            Judge judge,
            HostCores.Account account,
            Extras extras) {
        this.plan = plan;
        this.files = files;
        this.progress = progress;
        this.admin = admin;
        this.waiting = waiting;
        this.judge = judge;
        this.account = account;
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
        Servers servers = new Servers(admin, waiting, plan);
        Parts parts = new Parts(waiting);
        Generators clients = new Generators(admin, waiting);
        try (clients;
                servers;
                parts) {
            Backdrop backdrop = start(deployment, servers, parts);
            limits = servers.limits();
            servers.beginToScrape();
            try (backdrop) {
                measure(deployment, servers, parts, clients, backdrop);
            } finally {
                // However it ended: what led to that is in them.
                servers.saveSeries(files);
                parts.saveSeries(files);
                backdrop.saveSeries(files);
                clients.saveSeries(files);
            }
        } catch (IOException e) {
            String sentence = "an admin port did not answer: " + e + ".";
            if (failBecauseOf(parts, sentence)) {
                return;
            }
            // If the engine is gone, or a container is, these say so.
            boolean serversRun = servers.areRunning();
            clients.requireThere();
            if (serversRun) {
                throw new TrialFailedException(sentence);
            }
            letDown(sentence, servers);
        } catch (TrialFailedException e) {
            if (failBecauseOf(parts, e.getMessage())) {
                return;
            }
            if (!e.isServersDoing() && (!clients.areStarted() || servers.areRunning())) {
                throw e;
            }
            letDown(e.getMessage(), servers);
        } finally {
            servers.saveLogs(files, notices);
            parts.saveLogs(files, notices);
            clients.saveLogs(plan.clientsLog(), files, notices);
        }
    }

    /**
     * Without Redis or HAProxy whatever happened says nothing about the servers.
     *
     * @param sentence what happened
     */
    private boolean failBecauseOf(Parts parts, String sentence) {
        List<Reason> doubts = parts.doubts();
        if (doubts.isEmpty()) {
            return false;
        }
        status = Status.INVALID;
        reasons = doubts;
        notices.add("There are no figures: " + sentence);
        return true;
    }

    /** Whom others look for when they start comes before them. */
    private Backdrop start(Deployment deployment, Servers servers, Parts parts)
            throws IOException, InterruptedException, TrialFailedException {
        Optional<String> redis = plan.topology().sharesRooms()
                ? Optional.of(parts.start(deployment, Parts.REDIS, plan.redis()))
                : Optional.empty();
        servers.start(deployment, plan.servers(redis, deployment::servers));
        servers.awaitReady();
        if (!plan.hasParts()) {
            return Backdrop.NONE;
        }
        if (plan.serving().others().contains(NodeSpec.Role.HAPROXY)) {
            targets = List.of(parts.start(deployment, Parts.HAPROXY, plan.haproxy(deployment::servers)));
            parts.awaitHaproxy(plan.topology().servers());
        }
        long clockOffsetNs = servers.clockOffsetNs();
        parts.beginToWatch(clockOffsetNs);
        return Backdrop.of(deployment.servingSide(plan.serving()), account, clockOffsetNs, notices);
    }

    private void measure(Deployment deployment, Servers servers, Parts parts, Generators clients, Backdrop backdrop)
            throws IOException, InterruptedException, TrialFailedException {
        List<Profiling> profilings = extras.profiles() ? servers.profilings(files, notices) : List.of();
        progress.phase("connecting");
        clients.start(deployment, plan.clients(targets.isEmpty() ? servers.addresses() : targets));
        clients.awaitReady(plan.connectPatience(), progress);
        for (Profiling profiling : profilings) {
            profiling.begin();
        }
        clients.play(plan.runPatience(), progress);
        progress.phase("collecting");
        Summary summary = clients.collect(files);
        @Nullable String serverEnd = servers.end(plan.patience().stop());
        servers.finish();
        parts.finish();
        backdrop.finish();
        servers.saveSeries(files);
        judge(summary, servers, parts, backdrop, serverEnd);
        servers.saveGcLogs(files, notices);
        if (serverEnd == null) {
            for (Profiling profiling : profilings) {
                profiling.collect();
            }
        }
        if (!extras.keeps()) {
            servers.stop(plan.patience().stop(), notices);
            clients.stop(plan.patience().stop());
        }
    }

    /** The load clients could not go on because of a server: that is a finding about it. */
    private void letDown(String sentence, Servers servers) {
        status = Status.MISSED;
        @Nullable String end = servers.end(plan.patience().stop());
        if (end == null) {
            reasons = List.of(new Reason("server serves", sentence));
        } else {
            reasons = List.of(Judge.survives(end));
            notices.add("There are no figures: " + sentence);
        }
    }

    private void judge(Summary summary, Servers servers, Parts parts, Backdrop backdrop, @Nullable String serverEnd) {
        List<ServerUse> each = servers.uses(summary.fromNs(), summary.toNs());
        ServerUse all = ServerUse.sum(each);
        Map<String, ServerUse> others = parts.uses(summary.fromNs(), summary.toNs());
        Figures measured =
                summary.figures(all.resources(), all.counters(), plan.hasParts() ? named(each, others) : null);
        figures = measured;
        List<Reason> doubts = new ArrayList<>(summary.invalid());
        doubts.addAll(parts.doubts());
        others.forEach((name, use) -> {
            if (parts.isRunning(name)) {
                Judge.gap(name, use.longestGapSeconds()).ifPresent(doubts::add);
            }
        });
        backdrop.doubt(summary.fromNs(), summary.toNs()).ifPresent(doubts::add);
        Judge.Verdict verdict = judge.judge(measured, doubts, limits, all.longestGapSeconds(), serverEnd);
        status = verdict.status();
        reasons = verdict.reasons();
    }

    private static Map<String, Resources> named(List<ServerUse> servers, Map<String, ServerUse> parts) {
        Map<String, Resources> named = new LinkedHashMap<>();
        for (int i = 0; i < servers.size(); i++) {
            named.put(Figures.SERVER + (i + 1), servers.get(i).resources());
        }
        parts.forEach((name, use) -> named.put(name, use.resources()));
        return named;
    }
}
