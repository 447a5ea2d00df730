package chatlab.lab.command;

import chatlab.lab.capsule.Capsule;
import chatlab.lab.result.RunResult;
import chatlab.lab.run.RunFolder;
import chatlab.process.ExitCode;
import chatlab.process.SettingException;
import chatlab.process.UnusableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code chatlab pack FOLDER}. */
@Command(
        mixinStandardHelpOptions = true,
        name = "pack",
        description = {
            "Pack a run's folder into one ZIP file, to hand on or to keep.",
            "",
            "All of the run is in it: report, figures, histograms, logs, the experiment with every",
            "setting, image digests and host. 'chatlab report' and 'chatlab replay' take it as it is."
        })
final class PackCommand implements Callable<Integer> {
    @Parameters(paramLabel = "FOLDER", description = "A run's folder, such as results/first-look-20261123-131502.")
    private Path folder = Path.of("");

    @Option(
            names = "--output",
            paramLabel = "FILE",
            description = "The archive; the folder's name and .zip unless said.")
    private @Nullable Path output;

    @Override
    public Integer call() throws IOException {
        RunResult result = RunResults.read(folder);
        Path archive =
                output == null ? folder.toAbsolutePath().normalize().resolveSibling(result.id() + ".zip") : output;
        RunFolder run = RunFolder.existing(folder);
        if (run.isClaimed()) {
            throw new SettingException(
                    "The run " + run.path() + " is still running; it can be packed when it has ended.");
        }
        try {
            int files = Capsule.pack(run.path(), result.id(), archive);
            System.out.printf(Locale.ROOT, "%s: %,d files, %,.1f MB%n", archive, files, Files.size(archive) / 1e6);
        } catch (IOException e) {
            throw new UnusableException("The archive can't be written: " + e.getMessage() + ".", e);
        }
        return ExitCode.OK.number();
    }
}
