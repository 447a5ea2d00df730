package chatlab.lab.trial;

import chatlab.lab.engine.Deployment;
import chatlab.lab.engine.Engine;
import chatlab.lab.engine.EngineKind;
import chatlab.lab.engine.Node;
import chatlab.lab.experiment.Experiment;
import chatlab.lab.experiment.Point;
import chatlab.lab.result.Figures;
import chatlab.lab.result.Figures.Resources;
import chatlab.lab.result.Repetition;
import chatlab.lab.result.Repetition.Limit;
import chatlab.lab.result.Repetition.Reason;
import chatlab.lab.result.Status;
import chatlab.lab.trial.TrialPlan.Patience;
import chatlab.process.StopSignal;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Runs one repetition: deploy → ready → connect → barrier → warm up → measure → drain → collect → tear down → judge. Its
 * raw files are in its folder before it is judged.
 */
public final class TrialRunner implements AutoCloseable {
    private static final String CPU_USAGE = "chatlab_cgroup_cpu_usage_seconds_total";
    private static final String PROCESS_CPU = "chatlab_process_cpu_seconds_total";
    private static final String THROTTLED_PERIODS = "chatlab_cgroup_cpu_throttled_periods_total";
    private static final String PERIODS = "chatlab_cgroup_cpu_periods_total";
    private static final String MEMORY = "chatlab_cgroup_memory_bytes";
    private static final List<String> SERIES = List.of(
            CPU_USAGE,
            THROTTLED_PERIODS,
            PERIODS,
            MEMORY,
            "chatlab_server_connections",
            "chatlab_server_messages_received_total",
            "chatlab_server_deliveries_total");

    private final Engine engine;
    private final Experiment experiment;
    private final StopSignal stop;
    private final Patience patience;
    private final AdminClient admin = new AdminClient();
    private final Judge judge;

    public TrialRunner(Engine engine, Experiment experiment, StopSignal stop) {
        this(engine, experiment, stop, Patience.USUAL);
    }

    TrialRunner(Engine engine, Experiment experiment, StopSignal stop, Patience patience) {
        this.engine = engine;
        this.experiment = experiment;
        this.stop = stop;
        this.patience = patience;
        judge = new Judge(experiment.objectives(), engine.kind() == EngineKind.DOCKER);
    }

    /** How long one repetition at a point takes when all goes well. */
    public Duration expected(Point point) {
        return plan(point).expected();
    }

    /**
     * Runs one repetition.
     *
     * @param number which repetition of its trial
     * @param name unique within the run, of lower-case letters, digits and dashes
     * @param folder an empty folder for its files
     * @param label the folder relative to the run's
     * @throws InterruptedException if the user stopped it; nothing is left running then
     */
    public Repetition run(Point point, int number, String name, Path folder, String label, Progress progress)
            throws InterruptedException {
        Instant started = Instant.now();
        long startedNs = System.nanoTime();
        Course course = new Course(plan(point), folder, progress);
        try (Deployment deployment = engine.deploy(name)) {
            course.run(deployment);
        } catch (TrialFailedException e) {
            course.fail(e.getMessage());
        } catch (IOException e) {
            course.fail("an admin port did not answer: " + e + ".");
        }
        return new Repetition(
                number,
                label,
                started,
                (System.nanoTime() - startedNs) / 1e9,
                course.status,
                course.reasons,
                course.notices,
                course.figures,
                course.limits,
                files(folder));
    }

    @Override
    public void close() {
        admin.close();
    }

    private TrialPlan plan(Point point) {
        return new TrialPlan(point, experiment.timing(), experiment.seed(), patience);
    }

    private static List<String> files(Path folder) {
        try (var files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One repetition on its way, and what has come of it so far. */
    private final class Course {
        private final TrialPlan plan;
        private final Path folder;
        private final Progress progress;
        private Status status = Status.INVALID;
        private List<Reason> reasons = List.of();
        private final List<String> notices = new ArrayList<>();
        private List<Limit> limits = List.of();
        private @Nullable Figures figures;

        Course(TrialPlan plan, Path folder, Progress progress) {
            this.plan = plan;
            this.folder = folder;
            this.progress = progress;
        }

        void fail(String sentence) {
            status = Status.INVALID;
            reasons = List.of(new Reason("failed", sentence));
        }

        void run(Deployment deployment) throws IOException, InterruptedException, TrialFailedException {
            progress.phase("starting");
            Node server = deployment.start(plan.server());
            Node clients = null;
            try (Scraper scraper = new Scraper(admin, awaitReady(server))) {
                limits = limitsReadBack(server);
                progress.phase("connecting");
                clients = deployment.start(plan.clients(server.address()));
                awaitPhase(clients, "ready", plan.connectPatience());
                if (admin.post(clients.admin(), "/start").status() != 202) {
                    throw new TrialFailedException("the load clients did not take the start.");
                }
                awaitPhase(clients, "done", plan.runPatience());
                progress.phase("collecting");
                Summary summary = collect(clients);
                String serverEnd =
                        server.isRunning() ? null : server.stop(patience.stop()).sentence();
                Samples samples = scraper.finish();
                save("server-series.csv", samples.csv(SERIES));
                judge(summary, samples, serverEnd);
                if (serverEnd == null) {
                    end(server);
                }
                clients.stop(patience.stop());
            } catch (TrialFailedException e) {
                if (clients == null || server.isRunning()) {
                    throw e;
                }
                // The load clients were let down by the server: that is a finding about it.
                status = Status.MISSED;
                reasons = List.of(Judge.survives(server.stop(patience.stop()).sentence()));
                notices.add("There are no figures: " + e.getMessage());
            } finally {
                save("server.log", server.log());
                if (clients != null) {
                    save("load-clients.log", clients.log());
                }
            }
        }

        private Node awaitReady(Node server) throws InterruptedException, TrialFailedException {
            long deadline = System.nanoTime() + patience.start().toNanos();
            while (System.nanoTime() < deadline) {
                try {
                    if (admin.get(server.admin(), "/readyz").isOk()) {
                        return server;
                    }
                } catch (IOException e) {
                    // not listening yet
                }
                requireRunning(server, "server");
                pause();
            }
            throw new TrialFailedException(
                    "the server was not ready within " + patience.start().toSeconds() + " s.");
        }

        private void awaitPhase(Node clients, String wanted, Duration patience)
                throws IOException, InterruptedException, TrialFailedException {
            long deadline = System.nanoTime() + patience.toNanos();
            String phase = "starting";
            while (System.nanoTime() < deadline) {
                try {
                    JsonNode answer = admin.get(clients.admin(), "/status").json();
                    if (!answer.path("phase").asText().equals(phase)) {
                        phase = answer.path("phase").asText();
                        progress.phase(phase);
                    }
                    if (phase.equals("failed")) {
                        throw new TrialFailedException("the load clients gave up: "
                                + answer.path("failure").asText());
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
            throw new TrialFailedException("the load clients were not " + wanted + " within " + patience.toSeconds()
                    + " s; they were " + phase + ".");
        }

        private void requireRunning(Node node, String who) throws TrialFailedException {
            if (!node.isRunning()) {
                String lastLine = node.log().lines().reduce("", (first, second) -> second);
                throw new TrialFailedException(
                        "the " + who + " " + node.stop(patience.stop()).sentence() + ": " + lastLine);
            }
        }

        private void pause() throws InterruptedException {
            if (stop.await(200, TimeUnit.MILLISECONDS)) {
                throw new InterruptedException("stopped by the user");
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
            AdminClient.Answer answer = admin.get(clients.admin(), "/results");
            if (!answer.isOk()) {
                throw new TrialFailedException(
                        "the load clients have no results: " + answer.text().strip());
            }
            Files.write(folder.resolve("clients-summary.json"), answer.body());
            Summary summary = summary(answer);
            for (JsonNode file : summary.json().path("files")) {
                AdminClient.Answer raw = admin.get(clients.admin(), "/results/" + file.asText());
                if (!raw.isOk()) {
                    throw new TrialFailedException("the load clients did not hand over " + file.asText() + ": "
                            + raw.text().strip());
                }
                Files.write(folder.resolve(file.asText()), raw.body());
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
            long fromNs = summary.fromNs();
            long toNs = summary.toNs();
            boolean cpuBound = isBound("cpus");
            OptionalDouble cpu = samples.growth(cpuBound ? CPU_USAGE : PROCESS_CPU, fromNs, toNs);
            OptionalDouble periods = samples.growth(PERIODS, fromNs, toNs);
            OptionalDouble throttled = samples.growth(THROTTLED_PERIODS, fromNs, toNs);
            OptionalDouble memory = samples.max(MEMORY, fromNs, toNs);
            MetricsPage last = samples.last();
            Figures measured = summary.figures(
                    new Resources(
                            cpu.orElse(0) / summary.windowSeconds(),
                            cpuBound && periods.orElse(0) > 0 ? throttled.orElse(0) / periods.getAsDouble() : null,
                            isBound("memory") && memory.isPresent() ? (long) memory.getAsDouble() : null,
                            null),
                    last == null ? Map.of() : counters(last));
            figures = measured;
            Judge.Verdict verdict = judge.judge(
                    measured, summary.invalid(), limits, samples.longestGapSeconds(fromNs, toNs), serverEnd);
            status = verdict.status();
            reasons = verdict.reasons();
        }

        /** Where a limit does not bind, the group whose figures the server gives is shared with others. */
        private boolean isBound(String limit) {
            return limits.stream().anyMatch(l -> l.name().equals(limit) && l.bound());
        }

        private static Map<String, Double> counters(MetricsPage page) {
            Map<String, Double> counters = new LinkedHashMap<>();
            page.samples().forEach((name, value) -> {
                if (name.startsWith("chatlab_server_") && name.contains("_total")) {
                    counters.put(name, value);
                }
            });
            return counters;
        }

        private void end(Node server) {
            Node.End end = server.stop(patience.stop());
            if (end.exitCode() != 0) {
                notices.add("When it was asked to end, the server " + end.sentence() + ", where 0 was expected.");
            }
        }

        private void save(String file, String text) throws IOException {
            Files.writeString(folder.resolve(file), text);
        }
    }
}
