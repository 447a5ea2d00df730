package chatlab.bench;

import chatlab.bench.pieces.Pieces;
import chatlab.process.ExitCode;
import chatlab.process.SettingException;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.openjdk.jmh.runner.NoBenchmarksException;
import org.openjdk.jmh.runner.RunnerException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code chatlab bench pieces}. */
@Command(
        mixinStandardHelpOptions = true,
        name = "pieces",
        description = "Measure single pieces (frame check, log append, stamp scan) with JMH: time and allocation.")
final class PiecesCommand implements Callable<Integer> {
    private final Context context;

    @Parameters(arity = "0..1", paramLabel = "REGEX", description = "Which, by name; all unless said.")
    private String which = "";

    @Option(names = "--quick", description = "One virtual machine and two seconds each: a look, not a measurement.")
    private boolean quick;

    PiecesCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() throws RunnerException {
        try {
            Pattern.compile(which);
            Pieces.run(which, context.checkout().resolve("server/jvm.options"), quick);
            return ExitCode.OK.number();
        } catch (PatternSyntaxException | NoBenchmarksException e) {
            throw new SettingException(
                    "No piece matches '" + which + "'; there are FrameCheck, LogAppend and StampScan.");
        }
    }
}
