package chatlab.lab.command;

import chatlab.lab.engine.Engine;
import chatlab.lab.engine.EngineKind;
import chatlab.lab.experiment.Experiment;
import chatlab.lab.experiment.Experiment.Purpose;
import chatlab.lab.experiment.ExperimentFile;
import chatlab.lab.experiment.Overrides;
import chatlab.lab.result.ResultFiles;
import chatlab.lab.result.ResultFormatException;
import chatlab.lab.result.RunResult;
import chatlab.lab.result.Status;
import chatlab.lab.run.ExperimentRun;
import chatlab.lab.run.Plan;
import chatlab.lab.run.RunFolder;
import chatlab.lab.run.RunSpec;
import chatlab.process.ExitCode;
import chatlab.process.SettingException;
import chatlab.process.UnusableException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code chatlab run EXPERIMENT}. */
@Command(
        mixinStandardHelpOptions = true,
        name = "run",
        description = "Run an experiment and write its report.",
        footer = {
            "",
            "Exit codes: 0 all trials valid and every objective met (or the experiment only explores),",
            "3 an objective was missed, 4 a trial can't be trusted, 5 no usable engine, 130 interrupted."
        })
final class RunCommand implements Callable<Integer> {
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private final Context context;

    @Parameters(
            arity = "0..1",
            paramLabel = "EXPERIMENT",
            description = "Its name (see 'chatlab list') or the path of a YAML file.")
    private String experimentName = "";

    @Option(
            names = "--engine",
            paramLabel = "docker|local",
            description = "What runs the processes; docker where one answers, else local.")
    private @Nullable EngineKind engineKind;

    @Option(names = "--output", paramLabel = "FOLDER", description = "Where results go; results unless said.")
    private @Nullable Path output;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = {
                "Say something else than the file: --set clients.rate=40 (fixes it, even if the matrix varies it),",
                "--set 'clients.members=[100, 500]' (varies it), --set trial.duration=5s. May be given several times."
            })
    private List<String> overrides = new ArrayList<>();

    @Option(names = "--dry-run", description = "Only say which trials would be run in which order, and what they take.")
    private boolean dryRun;

    @Option(
            names = "--resume",
            paramLabel = "FOLDER",
            description = "Go on with a run that was cut short, even killed; what it measured is not measured again.")
    private @Nullable Path resumed;

    @Option(names = "--json", description = "With --dry-run: print the plan as JSON, for scripts.")
    private boolean json;

    RunCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (resumed != null) {
            return resume(resumed);
        }
        if (json && !dryRun) {
            throw new SettingException("--json goes with --dry-run; a run leaves its figures in summary.json.");
        }
        if (experimentName.isEmpty()) {
            throw new SettingException("Missing required parameter: 'EXPERIMENT'. See 'chatlab run --help'.");
        }
        Experiment experiment = ExperimentFile.read(context.experiment(experimentName), new Overrides(overrides));
        if (dryRun) {
            show(Plan.of(experiment));
            return ExitCode.OK.number();
        }
        RunFolder folder = RunFolder.create(output == null ? Path.of("results") : output, experiment.name());
        try (var _ = folder.claim();
                Engine engine = open(engineKind, folder)) {
            engine.prepare(context.stop());
            return conclude(experiment, run(experiment, engine, folder).run(), folder);
        } catch (UnusableException | InterruptedException e) {
            folder.removeIfEmpty();
            throw e;
        }
    }

    private int resume(Path path) throws IOException, InterruptedException {
        if (!experimentName.isEmpty()
                || !overrides.isEmpty()
                || dryRun
                || json
                || engineKind != null
                || output != null) {
            throw new SettingException(
                    "--resume takes nothing else: experiment, settings, engine and folder are those of the run.");
        }
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
                engine.prepare(context.stop());
                ExperimentRun run = run(experiment, engine, folder);
                run.goOnWith(spec, earlier);
                return conclude(experiment, run.run(), folder);
            }
        }
    }

    /** What was measured before; empty if it did not come to the end of a repetition. */
    private static Optional<RunResult> earlier(RunFolder folder) {
        Path file = folder.path().resolve(ResultFiles.NAME);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            RunResult result = ResultFiles.read(folder.path());
            if (!result.id().equals(folder.id())) {
                throw new SettingException(file + " is that of the run " + result.id() + ", not of this one.");
            }
            return Optional.of(result);
        } catch (ResultFormatException e) {
            throw new SettingException(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            throw new SettingException(file + " can't be read: " + e.getMessage() + ".");
        }
    }

    private static EngineKind engineOf(RunSpec spec) {
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

    private ExperimentRun run(Experiment experiment, Engine engine, RunFolder folder) {
        return new ExperimentRun(
                experiment,
                engine,
                folder,
                Map.of("chatlab", context.revision()),
                context.stop(),
                System.out,
                onTerminal());
    }

    private void show(Plan plan) throws IOException {
        if (json) {
            System.out.println(JSON.writeValueAsString(plan));
        } else {
            PlanText.lines(plan).forEach(System.out::println);
        }
    }

    @SuppressWarnings("SystemConsoleNull") // a JDK 25 does answer null where nobody sits in front
    private static boolean onTerminal() {
        Console console = System.console();
        return console != null && console.isTerminal();
    }

    private static int conclude(Experiment experiment, RunResult result, RunFolder folder) {
        return exitCode(experiment, result, folder).number();
    }

    private static ExitCode exitCode(Experiment experiment, RunResult result, RunFolder folder) {
        System.out.println("Report: "
                + folder.path().resolve("report.html").toAbsolutePath().toUri());
        System.out.println("        " + folder.path().resolve("report.md"));
        if (result.interrupted()) {
            System.out.println("Stopped early; what had been measured by then is in the report. To go on:");
            System.out.println("        ./chatlab run --resume " + folder.path());
            return ExitCode.INTERRUPTED;
        }
        if (result.status() == Status.INVALID) {
            System.out.println("At least one trial can't be trusted: see its reason in the report.");
            return ExitCode.INVALID;
        }
        if (result.status() == Status.MISSED && experiment.purpose() == Purpose.GATE) {
            System.out.println("At least one objective was missed.");
            return ExitCode.MISSED;
        }
        return ExitCode.OK;
    }
}
