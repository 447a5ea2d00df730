package chatlab.lab.command;

import chatlab.lab.report.Report;
import chatlab.lab.result.ResultFiles;
import chatlab.lab.result.ResultFormatException;
import chatlab.lab.result.RunResult;
import chatlab.process.ExitCode;
import chatlab.process.SettingException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code chatlab report FOLDER}. */
@Command(
        mixinStandardHelpOptions = true,
        name = "report",
        description = "Write the report of a run again, from its results folder.")
final class ReportCommand implements Callable<Integer> {
    @Parameters(paramLabel = "FOLDER", description = "A run's folder, such as results/first-look-20261123-131502.")
    private Path folder = Path.of("");

    @Override
    public Integer call() throws IOException {
        Report.write(folder, result());
        System.out.println(
                "Report: " + folder.resolve("report.html").toAbsolutePath().toUri());
        return ExitCode.OK.number();
    }

    private RunResult result() throws IOException {
        try {
            return ResultFiles.read(folder);
        } catch (NoSuchFileException e) {
            throw new SettingException("There is no " + e.getMessage() + "; the folder has to be that of a run.");
        } catch (ResultFormatException e) {
            throw new SettingException(String.valueOf(e.getMessage()));
        }
    }
}
