package chatlab.lab.command;

import chatlab.lab.capsule.Capsule;
import chatlab.lab.report.Report;
import chatlab.lab.result.RunResult;
import chatlab.process.ExitCode;
import chatlab.process.SettingException;
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
        description = "Write the report of a run again, from its folder or its archive, which is unpacked.")
final class ReportCommand implements Callable<Integer> {
    @Parameters(
            paramLabel = "FOLDER",
            description =
                    "A run's folder, such as results/first-look-20261123-131502, or what 'chatlab pack' made of it.")
    private Path folder = Path.of("");

    @Option(
            names = "--output",
            paramLabel = "FOLDER",
            description = "Where an archive is unpacked; a folder beside it, named as the run, unless said.")
    private @Nullable Path output;

    @Override
    public Integer call() throws IOException {
        try (Capsule capsule = Capsule.open(folder)) {
            RunResult result = RunResults.read(capsule.folder());
            if (output != null && capsule.archive() == null) {
                throw new SettingException(
                        "--output says where an archive is unpacked, but " + folder + " is a folder.");
            }
            Path beside = folder.toAbsolutePath().resolveSibling(capsule.name());
            Path place = capsule.archive() == null ? folder : output == null ? beside : output;
            if (capsule.archive() != null && Files.exists(place)) {
                throw new SettingException(
                        place + " is there already; the archive is unpacked into a new folder, which --output names.");
            }
            try {
                Files.createDirectories(place);
                if (capsule.archive() != null) {
                    capsule.unpack(place);
                }
                Report.write(place, result);
            } catch (IOException e) {
                throw new UnusableException("The report can't be written: " + e.getMessage() + ".", e);
            }
            System.out.println(
                    "Report: " + place.resolve("report.html").toAbsolutePath().toUri());
        }
        return ExitCode.OK.number();
    }
}
