package chatlab.lab.command;

import chatlab.lab.experiment.Experiment;
import chatlab.lab.experiment.ExperimentFile;
import chatlab.lab.run.Plan;
import chatlab.process.ExitCode;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code chatlab list}. */
@Command(mixinStandardHelpOptions = true, name = "list", description = "List the experiments that come with chatlab.")
final class ListCommand implements Callable<Integer> {
    private final Context context;

    @Option(names = "--json", description = "Print them as JSON, for scripts.")
    private boolean json;

    ListCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        List<Experiment> experiments =
                context.experiments().stream().map(ExperimentFile::read).toList();
        if (json) {
            System.out.println(ExperimentJson.list(experiments));
            return ExitCode.OK.number();
        }
        int width = experiments.stream()
                .mapToInt(each -> each.name().length())
                .max()
                .orElse(1);
        for (Experiment each : experiments) {
            System.out.printf(
                    Locale.ROOT,
                    "%-" + width + "s  %3d min  %s%n",
                    each.name(),
                    Math.max(1, Math.round(Plan.of(each).seconds() / 60)),
                    each.question());
        }
        return ExitCode.OK.number();
    }
}
