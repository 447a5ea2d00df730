package chatlab.lab.command;

import chatlab.lab.engine.Engine;
import chatlab.lab.engine.EngineKind;
import chatlab.lab.experiment.Experiment;
import chatlab.lab.result.ResultFiles;
import chatlab.lab.result.RunResult;
import chatlab.lab.run.ExperimentRun;
import chatlab.lab.run.RunFolder;
import chatlab.lab.run.RunSpec;
import chatlab.lab.trial.Extras;
import chatlab.lab.trial.TrialRunner;
import chatlab.process.SettingException;
import chatlab.process.UnusableException;
import java.io.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Runs an experiment for a user who watches: in a folder of its own, on an engine that is removed again, with progress. */
final class Measuring {
    private final Context context;
    private final Extras extras;

    Measuring(Context context) {
        this(context, Extras.NONE);
    }

    private Measuring(Context context, Extras extras) {
        this.context = context;
        this.extras = extras;
    }

    /** The same, but for what is done besides measuring. */
    Measuring with(Extras newExtras) {
        return new Measuring(context, newExtras);
    }

    /** What came of it, and where it is. */
    record Outcome(RunFolder folder, RunResult result) {}

    /**
     * Runs it from its beginning.
     *
     * @param kind null for the best there is
     * @param output null for {@code results}
     * @param repeated what it is a repeat of, null if of nothing
     */
    Outcome begin(Experiment experiment, @Nullable EngineKind kind, @Nullable Path output, @Nullable RunSpec repeated)
            throws IOException, InterruptedException {
        RunFolder folder = RunFolder.create(output == null ? Path.of("results") : output, experiment.name());
        try (var _ = folder.claim();
                Engine engine = open(kind, folder)) {
            if (extras.keeps() && engine.kind() != EngineKind.DOCKER) {
                throw new SettingException("--keep is for containers, but the engine is '" + engine.kind()
                        + "', whose processes end with the lab.");
            }
            TrialRunner.requireEngineFor(experiment, engine.kind());
            engine.prepare(TrialRunner.roles(experiment), context.stop());
            ExperimentRun run = run(experiment, engine, folder, repeated == null ? null : repeated.id());
            if (repeated != null) {
                run.noteDifferences(repeated);
            }
            return new Outcome(folder, measure(run));
        } catch (SettingException | UnusableException | InterruptedException e) {
            folder.removeIfEmpty();
            sayHowToGoOn(folder);
            throw e;
        }
    }

    /**
     * Goes on with one that was cut short.
     *
     * @throws SettingException if there is nothing to go on with, or something is not as it was
     */
    Outcome goOn(Path path) throws IOException, InterruptedException {
        RunSpec spec = RunSpec.read(path);
        RunFolder folder = RunFolder.existing(path);
        if (!folder.id().equals(spec.id())) {
            throw new SettingException("The folder " + folder.path() + " is that of the run " + spec.id()
                    + ", and has to be called so: what the run has made carries that name.");
        }
        try (var _ = folder.claim()) {
            Optional<RunResult> earlier = earlier(folder);
            if (earlier.isPresent() && !earlier.orElseThrow().interrupted()) {
                throw new SettingException(
                        "The run " + folder.id()
                                + " came to its end; there is nothing to go on with. './chatlab report' renders its report again.");
            }
            Experiment experiment = spec.experiment();
            try (Engine engine = open(engineOf(spec), folder)) {
                engine.removeLeft();
                engine.prepare(TrialRunner.roles(experiment), context.stop());
                boolean profiles = spec.facts().containsKey(RunResult.PROFILED);
                ExperimentRun run = with(new Extras(profiles, false))
                        .run(experiment, engine, folder, spec.facts().get(RunSpec.REPEATS));
                run.goOnWith(spec, earlier);
                return new Outcome(folder, measure(run));
            } catch (UnusableException | InterruptedException e) {
                sayHowToGoOn(folder);
                throw e;
            }
        }
    }

    /** The first Ctrl-C lets the repetition that is under way come to its end. */
    private static RunResult measure(ExperimentRun run) {
        try (var _ = FirstInterrupt.runs(run::endSoon)) {
            return run.run();
        }
    }

    /** What was measured before; empty if it did not come to the end of a repetition. */
    private static Optional<RunResult> earlier(RunFolder folder) {
        Path file = folder.path().resolve(ResultFiles.NAME);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        RunResult result = RunResults.read(folder.path());
        if (!result.id().equals(folder.id())) {
            throw new SettingException(file + " is that of the run " + result.id() + ", not of this one.");
        }
        return Optional.of(result);
    }

    /** The kind of engine that a run was begun on. */
    static EngineKind engineOf(RunSpec spec) {
        return Arrays.stream(EngineKind.values())
                .filter(kind -> kind.toString().equals(spec.engine()))
                .findFirst()
                .orElseThrow(() -> new SettingException("The run's engine is '" + spec.engine() + "', which is none."));
    }

    private Engine open(@Nullable EngineKind kind, RunFolder folder) {
        return kind == null
                ? EngineKind.openBest(folder.id(), context.checkout())
                : kind.open(folder.id(), context.checkout());
    }

    private ExperimentRun run(Experiment experiment, Engine engine, RunFolder folder, @Nullable String repeatedId) {
        Map<String, String> facts = new LinkedHashMap<>();
        if (extras.profiles()) {
            facts.put(RunResult.PROFILED, "yes, the server");
        }
        facts.put("chatlab", context.revision());
        if (repeatedId != null) {
            facts.put(RunSpec.REPEATS, repeatedId);
        }
        return new ExperimentRun(experiment, engine, folder, facts, extras, context.stop(), System.out, onTerminal());
    }

    /** Nothing is said where nothing was measured. */
    private static void sayHowToGoOn(RunFolder folder) {
        if (Files.exists(folder.path().resolve(ResultFiles.NAME))
                && !RunResults.read(folder.path()).trials().isEmpty()) {
            System.out.println("What had been measured by then is in " + folder.path() + ". To go on:");
            System.out.println("        ./chatlab run --resume " + folder.path());
        }
    }

    @SuppressWarnings("SystemConsoleNull") // a JDK 25 does answer null where nobody sits in front
    private static boolean onTerminal() {
        Console console = System.console();
        return console != null && console.isTerminal();
    }
}
