package chatlab.lab.command;

import chatlab.lab.capsule.Capsule;
import chatlab.lab.command.Measuring.Outcome;
import chatlab.lab.replay.Comparison;
import chatlab.lab.replay.ComparisonText;
import chatlab.lab.result.RunResult;
import chatlab.lab.result.Status;
import chatlab.lab.result.WholeFiles;
import chatlab.lab.run.RunSpec;
import chatlab.lab.trial.Extras;
import chatlab.process.ExitCode;
import chatlab.process.SettingException;
import chatlab.process.UnusableException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code chatlab replay FOLDER}. */
@Command(
        mixinStandardHelpOptions = true,
        name = "replay",
        description = {
            "Repeat a run as it was, and say whether its figures come out again.",
            "",
            "Settings, seed, order and engine are those of the run. Deliveries, p50, p99 and server",
            "CPU of every trial are held against the interval that the scatter of the first run's",
            "repetitions predicts; so it needs at least two of each trial."
        },
        footer = {
            "",
            "Exit codes: 0 all figures as predicted, 3 at least one is not, 4 a trial can't be trusted or",
            "nothing could be compared, 5 no usable engine, 130 interrupted."
        })
final class ReplayCommand implements Callable<Integer> {
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
    private static final String DOCUMENT = "replay";

    private final Context context;

    @Parameters(paramLabel = "FOLDER", description = "A run's folder, or what 'chatlab pack' made of it.")
    private Path folder = Path.of("");

    @Option(names = "--output", paramLabel = "FOLDER", description = "Where the repeat goes; results unless said.")
    private @Nullable Path output;

    @Option(
            names = "--with",
            paramLabel = "FOLDER",
            description = "Measure nothing: hold the run in this folder against the first one.")
    private @Nullable Path second;

    @Option(names = "--json", description = "Print the comparison as JSON, for scripts; only with --with.")
    private boolean json;

    ReplayCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (json && second == null) {
            throw new SettingException(
                    "--json goes with --with; a repeat leaves its comparison in " + DOCUMENT + ".json.");
        }
        if (second != null && output != null) {
            throw new SettingException("--output says where a repeat goes, but with --with nothing is measured.");
        }
        try (Capsule capsule = Capsule.open(folder)) {
            RunResult first = RunResults.read(capsule.folder());
            if (!Comparison.canJudge(first)) {
                throw new SettingException("The run " + first.id()
                        + " has no two valid repetitions of a trial, so nothing says by how much a repeat may differ; it has to"
                        + " be run with several, such as by --set trial.repetitions=3.");
            }
            RunSpec spec = RunSpec.read(capsule.folder());
            return (second == null ? repeat(spec, first) : compare(spec, first, second)).number();
        }
    }

    private ExitCode repeat(RunSpec spec, RunResult first) throws IOException, InterruptedException {
        Extras extras = new Extras(spec.facts().containsKey(RunResult.PROFILED), false);
        Outcome outcome =
                new Measuring(context).with(extras).begin(spec.experiment(), Measuring.engineOf(spec), output, spec);
        Conclusion.say(outcome);
        if (outcome.result().interrupted()) {
            return ExitCode.INTERRUPTED;
        }
        Comparison comparison = Comparison.of(first, outcome.result());
        keep(outcome.folder().path(), comparison);
        System.out.println();
        ComparisonText.lines(comparison).forEach(System.out::println);
        return exitCode(comparison, outcome.result());
    }

    private ExitCode compare(RunSpec spec, RunResult first, Path other) throws IOException {
        try (Capsule capsule = Capsule.open(other)) {
            RunSpec repeated = RunSpec.read(capsule.folder());
            requireNoneUnlike(repeated.settingsUnlike(spec), other, first, "it has '%s', which that has not");
            requireNoneUnlike(spec.settingsUnlike(repeated), other, first, "that has '%s', which it has not");
            RunResult repeat = RunResults.read(capsule.folder());
            Comparison comparison = Comparison.of(first, repeat);
            if (json) {
                System.out.println(JSON.writeValueAsString(comparison));
            } else {
                ComparisonText.lines(comparison).forEach(System.out::println);
            }
            return exitCode(comparison, repeat);
        }
    }

    private static void requireNoneUnlike(List<String> settings, Path other, RunResult first, String difference) {
        if (!settings.isEmpty()) {
            throw new SettingException(
                    other + " is no repeat of " + first.id() + ": " + difference.formatted(settings.getFirst()) + ".");
        }
    }

    private static void keep(Path run, Comparison comparison) {
        try {
            WholeFiles.write(run.resolve(DOCUMENT + ".json"), json(comparison));
            WholeFiles.write(run.resolve(DOCUMENT + ".md"), ComparisonText.markdown(comparison));
        } catch (IOException e) {
            throw new UnusableException("The comparison can't be written: " + e.getMessage() + ".", e);
        }
    }

    private static String json(Comparison comparison) throws IOException {
        return JSON.writeValueAsString(comparison) + "\n";
    }

    private static ExitCode exitCode(Comparison comparison, RunResult repeat) {
        if (repeat.status() == Status.INVALID) {
            return ExitCode.INVALID;
        }
        return switch (comparison.verdict()) {
            case INSIDE -> ExitCode.OK;
            case OUTSIDE -> ExitCode.MISSED;
            case UNKNOWN, MISSING -> ExitCode.INVALID;
        };
    }
}
