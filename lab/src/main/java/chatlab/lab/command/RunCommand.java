package chatlab.lab.command;

import chatlab.lab.engine.Engine;
import chatlab.lab.engine.EngineKind;
import chatlab.lab.experiment.Experiment;
import chatlab.lab.experiment.Experiment.Purpose;
import chatlab.lab.experiment.ExperimentFile;
import chatlab.lab.result.RunResult;
import chatlab.lab.result.Status;
import chatlab.lab.run.ExperimentRun;
import chatlab.lab.run.RunFolder;
import chatlab.process.ExitCode;
import chatlab.process.UnusableException;
import java.io.Console;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
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
    private final Context context;

    @Parameters(paramLabel = "EXPERIMENT", description = "Its name (see 'chatlab list') or the path of a YAML file.")
    private String experimentName = "";

    @Option(
            names = "--engine",
            paramLabel = "docker|local",
            description = "What runs the processes; docker where one answers, else local.")
    private @Nullable EngineKind engineKind;

    @Option(names = "--output", paramLabel = "FOLDER", description = "Where results go; ${DEFAULT-VALUE} unless said.")
    private Path output = Path.of("results");

    RunCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Experiment experiment = ExperimentFile.read(context.experiment(experimentName));
        RunFolder folder = RunFolder.create(output, experiment.name());
        try (Engine engine = engineKind == null
                ? EngineKind.openBest(folder.id(), context.checkout())
                : engineKind.open(folder.id(), context.checkout())) {
            engine.prepare(context.stop());
            RunResult result = new ExperimentRun(
                            experiment,
                            engine,
                            folder,
                            Map.of("chatlab", context.revision()),
                            context.stop(),
                            System.out,
                            onTerminal())
                    .run();
            return conclude(experiment, result, folder).number();
        } catch (UnusableException | InterruptedException e) {
            folder.removeIfEmpty();
            throw e;
        }
    }

    @SuppressWarnings("SystemConsoleNull") // a JDK 25 does answer null where nobody sits in front
    private static boolean onTerminal() {
        Console console = System.console();
        return console != null && console.isTerminal();
    }

    private static ExitCode conclude(Experiment experiment, RunResult result, RunFolder folder) {
        System.out.println("Report: "
                + folder.path().resolve("report.html").toAbsolutePath().toUri());
        System.out.println("        " + folder.path().resolve("report.md"));
        if (result.interrupted()) {
            System.out.println("Stopped early; what had been measured by then is in the report.");
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
