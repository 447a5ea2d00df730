package chatlab.lab.command;

import chatlab.lab.capsule.Capsule;
import chatlab.lab.report.Report;
import chatlab.lab.result.RunResult;
import chatlab.process.ExitCode;
import chatlab.process.UnusableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code chatlab report FOLDER}. */
@Command(
        mixinStandardHelpOptions = true,
        name = "report",
        description = "Write the report of a run again, from its results folder.")
final class ReportCommand implements Callable<Integer> {
    @Parameters(
            paramLabel = "FOLDER",
            description =
                    "A run's folder, such as results/first-look-20261123-131502, or what 'chatlab pack' made of it.")
    private Path folder = Path.of("");

    @Option(
            names = "--output",
            paramLabel = "FOLDER",
            description = "Where the report goes; unless said the run's folder, beside its archive for one.")
    private @Nullable Path output;

    @Override
    public Integer call() throws IOException {
        try (Capsule capsule = Capsule.open(folder)) {
            RunResult result = RunResults.read(capsule.folder());
            Path place = output != null
                    ? output
                    : capsule.archive() == null
                            ? folder
                            : folder.toAbsolutePath().resolveSibling(result.id());
            try {
                Files.createDirectories(place);
                Report.write(capsule.folder(), place, result);
            } catch (IOException e) {
                throw new UnusableException("The report can't be written: " + e.getMessage() + ".", e);
            }
            System.out.println(
                    "Report: " + place.resolve("report.html").toAbsolutePath().toUri());
        }
        return ExitCode.OK.number();
    }
}
