package chatlab.lab.command;

import chatlab.lab.command.Measuring.Outcome;
import chatlab.lab.engine.EngineKind;
import chatlab.lab.experiment.Experiment;
import chatlab.lab.experiment.Experiment.Purpose;
import chatlab.lab.experiment.ExperimentFile;
import chatlab.lab.experiment.Overrides;
import chatlab.lab.run.Plan;
import chatlab.lab.run.RunSpec;
import chatlab.lab.trial.Extras;
import chatlab.process.ExitCode;
import chatlab.process.SettingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
            completionCandidates = ExperimentNames.class,
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

    @Option(
            names = "--profile",
            description = {
                "Record the server's virtual machine in each repetition (JFR) and draw flame graphs of where it spent",
                "its CPU time; this takes CPU itself, so the figures are not those of a run without."
            })
    private boolean profile;

    @Option(
            names = "--keep",
            description = "Leave the containers of the last repetition as they are, and say how to remove them.")
    private boolean keep;

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
        return conclude(
                new Measuring(context).with(new Extras(profile, keep)).begin(experiment, engineKind, output, null),
                experiment.purpose());
    }

    private int resume(Path path) throws IOException, InterruptedException {
        if (!experimentName.isEmpty()
                || !overrides.isEmpty()
                || dryRun
                || json
                || profile
                || keep
                || engineKind != null
                || output != null) {
            throw new SettingException(
                    "--resume takes nothing else: experiment, settings, engine and folder are those of the run.");
        }
        Outcome outcome = new Measuring(context).goOn(path);
        RunSpec spec = RunSpec.read(path);
        int code = conclude(outcome, spec.experiment().purpose());
        @Nullable String repeated = spec.facts().get(RunSpec.REPEATS);
        if (repeated != null && !outcome.result().interrupted()) {
            System.out.println("It repeats " + repeated + ". To hold it against that:");
            System.out.println("        ./chatlab replay " + path.resolveSibling(repeated) + " --with " + path);
        }
        return code;
    }

    private static int conclude(Outcome outcome, Purpose purpose) {
        Conclusion.say(outcome);
        return Conclusion.of(outcome, purpose).number();
    }

    private void show(Plan plan) throws IOException {
        if (json) {
            System.out.println(JSON.writeValueAsString(plan));
        } else {
            PlanText.lines(plan).forEach(System.out::println);
        }
    }
}
