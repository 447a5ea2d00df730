package chatlab.lab.command;

import chatlab.lab.merge.Merged;
import chatlab.lab.merge.MergedText;
import chatlab.lab.result.ResultFormatException;
import chatlab.process.ExitCode;
import chatlab.process.SettingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code chatlab merge FOLDER…}. */
@Command(
        mixinStandardHelpOptions = true,
        name = "merge",
        description = {
            "Say what several processes of load clients measured, as if they had been one.",
            "",
            "Histograms are added up, and percentiles are taken of the sum: those of the",
            "processes can't be averaged."
        },
        footer = {"", "Exit codes: 0 done, 2 a folder holds no results, 4 one of the processes can't be", "trusted."})
final class MergeCommand implements Callable<Integer> {
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    @Option(names = "--json", description = "Print the figures as JSON, for scripts.")
    private boolean json;

    @Parameters(arity = "1..*", paramLabel = "FOLDER", description = "What was each process's RESULTS_DIR.")
    private List<Path> folders = new ArrayList<>();

    @Override
    public Integer call() throws IOException {
        Merged merged = merged();
        if (json) {
            System.out.println(JSON.writeValueAsString(merged));
        } else {
            MergedText.lines(merged).forEach(System.out::println);
        }
        return (merged.isValid() ? ExitCode.OK : ExitCode.INVALID).number();
    }

    private Merged merged() throws IOException {
        try {
            return Merged.of(folders);
        } catch (NoSuchFileException e) {
            throw new SettingException(
                    "There is no " + e.getMessage() + "; the folder has to be the RESULTS_DIR of load clients.");
        } catch (ResultFormatException e) {
            throw new SettingException(e.getMessage() + ".");
        }
    }
}
