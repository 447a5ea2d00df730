package chatlab.lab.command;

import chatlab.lab.experiment.ExperimentFile;
import chatlab.process.ExitCode;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code chatlab list}. */
@Command(mixinStandardHelpOptions = true, name = "list", description = "List the experiments that come with chatlab.")
final class ListCommand implements Callable<Integer> {
    private final Context context;

    ListCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        List<Path> experiments = context.experiments();
        int width = experiments.stream()
                .mapToInt(e -> Context.name(e).length())
                .max()
                .orElse(1);
        for (Path file : experiments) {
            System.out.printf(
                    "%-" + width + "s  %s%n",
                    Context.name(file),
                    ExperimentFile.read(file).question());
        }
        return ExitCode.OK.number();
    }
}
