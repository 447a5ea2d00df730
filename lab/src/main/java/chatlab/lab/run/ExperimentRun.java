package chatlab.lab.run;

import chatlab.lab.engine.Engine;
import chatlab.lab.experiment.Experiment;
import chatlab.lab.experiment.ResolvedFile;
import chatlab.lab.report.Report;
import chatlab.lab.result.Figures;
import chatlab.lab.result.Repetition;
import chatlab.lab.result.ResultFiles;
import chatlab.lab.result.RunResult;
import chatlab.lab.result.Status;
import chatlab.lab.result.WholeFiles;
import chatlab.lab.trial.Extras;
import chatlab.lab.trial.TrialRunner;
import chatlab.lab.trial.Unwritable;
import chatlab.process.SettingException;
import chatlab.process.StopSignal;
import chatlab.process.UnusableException;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Runs all repetitions of an experiment one after the other and keeps the results folder up to date after each. */
public final class ExperimentRun {
    private final Experiment experiment;
    private final Engine engine;
    private final RunFolder folder;
    private final Map<String, String> facts;
    private final StopSignal stop;
    private final ProgressLine progress;
    private final Extras extras;
    private final Findings findings;
    private volatile String phase = "";
    private volatile boolean endingSoon;
    private boolean kept;

    /**
     * @param facts what identifies the lab itself, for the report
     * @param extras what is done with repetitions besides measuring them
     * @param out where progress is told
     * @param terminal whether {@code out} is a terminal, on which a line can be rewritten
     */
    public ExperimentRun(
            Experiment experiment,
            Engine engine,
            RunFolder folder,
            Map<String, String> facts,
            Extras extras,
            StopSignal stop,
            PrintStream out,
            boolean terminal) {
        this.experiment = experiment;
        this.engine = engine;
        this.folder = folder;
        this.facts = Map.copyOf(facts);
        this.extras = extras;
        this.stop = stop;
        findings = new Findings(experiment, engine, folder.id(), this.facts);
        progress = new ProgressLine(out, terminal);
    }

    /**
     * Goes on with what was begun, of which some is in the folder: none of that is measured again.
     *
     * @param spec what was begun
     * @param earlier what was measured then; empty if it did not come to the end of a repetition
     * @throws SettingException if something is not as it was then
     */
    public void goOnWith(RunSpec spec, Optional<RunResult> earlier) {
        List<String> differences = spec.differences(spec());
        if (!differences.isEmpty()) {
            throw new SettingException("The run " + folder.id() + " can't be gone on with: " + differences.getFirst()
                    + "; its results could not be compared.");
        }
        if (earlier.isEmpty()) {
            return;
        }
        findings.goOnWith(earlier.orElseThrow());
        findings.note(String.format(
                Locale.ROOT,
                "The run was cut short and gone on with at %s, when %d of %d repetitions had been measured.",
                Instant.now().truncatedTo(ChronoUnit.SECONDS),
                findings.stored(),
                Schedule.of(experiment).tasks().size()));
    }

    /** Lets the repetition that is under way come to its end, and begins no other. May be called by any thread. */
    public void endSoon() {
        endingSoon = true;
        progress.say("Ending when this repetition is measured and stored; Ctrl-C again stops it at once.");
    }

    /** Says in the report what is not as it was when the run that this one repeats was begun. */
    public void noteDifferences(RunSpec repeated) {
        repeated.differences(spec())
                .forEach(each -> findings.note("Not as in the run that this one repeats: " + each + "."));
    }

    private RunSpec spec() {
        Map<String, String> all = new LinkedHashMap<>(facts);
        all.putAll(engine.facts());
        return RunSpec.of(folder.id(), experiment, engine.kind().toString(), all);
    }

    /**
     * Runs it. The user's stop ends it early; what had been measured by then is in the result and the report.
     *
     * @throws UnusableException if the engine, a container or the disk is gone; what had been measured by then is in the result
     */
    public RunResult run() {
        List<Schedule.Task> tasks = Schedule.of(experiment).tasks().stream()
                .filter(task -> !findings.has(task))
                .toList();
        int before = findings.stored();
        boolean interrupted = false;
        try (TrialRunner runner = new TrialRunner(engine, experiment, stop)) {
            begin();
            Duration total = expected(tasks);
            progress.say(String.format(
                    Locale.ROOT,
                    "%s: %d trials × %d%s, about %s on %s. %s",
                    experiment.name(),
                    experiment.points().size(),
                    experiment.repetitions(),
                    before == 0 ? "" : String.format(Locale.ROOT, ", of which %d are there", before),
                    ProgressLine.clock(total),
                    engine.kind(),
                    experiment.question()));
            List<String> disturbances = engine.disturbances();
            disturbances.forEach(sentence -> progress.say("Warning: " + sentence));
            findings.notices().forEach(sentence -> progress.say("Note: " + sentence));
            disturbances.forEach(findings::note);
            String ended = "";
            for (int i = 0; i < tasks.size() && !interrupted; i++) {
                ended = reasonToEnd();
                if (!ended.isEmpty()) {
                    break;
                }
                interrupted = endingSoon || !runOne(runner, tasks, i, before);
            }
            if (!ended.isEmpty()) {
                String sentence = String.format(
                        Locale.ROOT,
                        "%s %d of %d repetitions had been measured.",
                        ended,
                        findings.stored(),
                        before + tasks.size());
                progress.say(sentence);
                findings.note(sentence);
            }
            if (extras.keeps() && !kept) {
                progress.say("Nothing was kept: the run ended before its last repetition had.");
            }
            return conclude(interrupted || stop.isRaised());
        } catch (IOException e) {
            throw given(Unwritable.at(folder.path(), e));
        } catch (UnusableException e) {
            throw given(e);
        }
    }

    /** What was measured before it was gone on with counts. */
    private String reasonToEnd() {
        return experiment
                .ending()
                .reason(findings.count(Status.MISSED), findings.count(Status.INVALID), findings.measuring());
    }

    private void begin() throws IOException {
        spec().write(folder.path());
        WholeFiles.write(folder.path().resolve(experiment.name() + ".yaml"), ResolvedFile.of(experiment));
    }

    /** The engine or the disk gave up; what was measured before is not lost, and is reported as far as that goes. */
    private UnusableException given(UnusableException failure) {
        findings.note("The run was cut short: " + failure.getMessage());
        try {
            conclude(true);
        } catch (IOException | UnusableException second) {
            failure.addSuppressed(second);
        }
        return failure;
    }

    private RunResult conclude(boolean interrupted) throws IOException {
        progress.done();
        RunResult result = findings.result(interrupted);
        ResultFiles.write(folder.path(), result);
        Report.write(folder.path(), result);
        return result;
    }

    /** @return false if the user stopped it */
    private boolean runOne(TrialRunner runner, List<Schedule.Task> tasks, int index, int before) throws IOException {
        Schedule.Task task = tasks.get(index);
        Duration remaining = expected(tasks.subList(index, tasks.size()));
        String title = String.format(
                Locale.ROOT, "%2d/%d  %s", before + index + 1, before + tasks.size(), experiment.title(task.point()));
        long begun = System.nanoTime();
        phase = "";
        try (ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name("progress").factory())) {
            ScheduledFuture<?> ticking = clock.scheduleAtFixedRate(
                    () -> {
                        Duration since = Duration.ofNanos(System.nanoTime() - begun);
                        Duration left = remaining.minus(since);
                        progress.show(String.format(
                                Locale.ROOT,
                                "%s  %s  %s  (%s to go)",
                                title,
                                phase,
                                ProgressLine.clock(since),
                                ProgressLine.clock(left.isNegative() ? Duration.ZERO : left)));
                    },
                    0,
                    500,
                    TimeUnit.MILLISECONDS);
            String label = task.folder(experiment);
            Repetition repetition = runner.run(
                    task.point(),
                    task.repetition(),
                    task.name(),
                    folder.repetition(label),
                    label,
                    name -> phase = name,
                    new Extras(extras.profiles(), extras.keeps() && index + 1 == tasks.size()));
            ticking.cancel(false);
            findings.add(task, repetition);
            progress.say(title + "  " + outcome(repetition));
            repetition.notices().stream()
                    .filter(notice -> notice.startsWith(Extras.KEPT))
                    .forEach(notice -> {
                        kept = true;
                        progress.say(notice);
                    });
            ResultFiles.write(folder.path(), findings.result(index + 1 < tasks.size()));
            return true;
        } catch (InterruptedException e) {
            progress.say(title + "  stopped");
            return false;
        }
    }

    private Duration expected(List<Schedule.Task> tasks) {
        return tasks.stream()
                .map(task -> TrialRunner.expected(experiment, task.point()))
                .reduce(Duration.ZERO, Duration::plus);
    }

    private static String outcome(Repetition repetition) {
        @Nullable Figures figures = repetition.figures();
        String measured = figures == null
                ? ""
                : String.format(
                        Locale.ROOT,
                        "  %,.0f deliveries/s  p99 %s  %s",
                        figures.deliveriesPerSecond(),
                        milliseconds(figures.latency().p99()),
                        cpu(figures));
        String why = repetition.reasons().stream()
                .map(reason -> "\n       " + reason.code() + ": " + reason.detail())
                .collect(Collectors.joining());
        return repetition.status() + measured + why;
    }

    /** {@code server 0.12 cores}; {@code 4 servers 0.31 cores  redis 0.05 cores  haproxy 0.20 cores}. */
    private static String cpu(Figures figures) {
        int servers = figures.servers().size();
        StringBuilder text = new StringBuilder(servers == 1 ? "server " : servers + " servers ")
                .append(cores(figures.server().cpuCores()));
        if (figures.parts() != null) {
            figures.parts().forEach((name, used) -> {
                if (!name.startsWith(Figures.SERVER)) {
                    text.append("  ").append(name).append(' ').append(cores(used.cpuCores()));
                }
            });
        }
        return text.toString();
    }

    private static String cores(@Nullable Double cores) {
        return cores == null ? "CPU unknown" : String.format(Locale.ROOT, "%.2f cores", cores);
    }

    private static String milliseconds(@Nullable Long ns) {
        return ns == null ? "never" : String.format(Locale.ROOT, "%,.1f ms", ns / 1e6);
    }
}
