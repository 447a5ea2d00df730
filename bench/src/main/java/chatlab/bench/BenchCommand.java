package chatlab.bench;

import chatlab.bench.Measurement.Tools;
import chatlab.bench.measure.Attempts;
import chatlab.bench.measure.ChatlabProgram;
import chatlab.bench.measure.LoadClient;
import chatlab.bench.measure.Measurer;
import chatlab.bench.measure.Point;
import chatlab.bench.measure.Reading;
import chatlab.bench.measure.ServerProgram;
import chatlab.bench.measure.SpeedProbes;
import chatlab.bench.measure.Turns;
import chatlab.bench.measure.YardstickProgram;
import chatlab.bench.scenario.Scenarios;
import chatlab.process.ExitCode;
import chatlab.process.SettingException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code chatlab bench}. */
@Command(
        mixinStandardHelpOptions = true,
        name = "chatlab bench",
        description = "Measure the server beside a yardstick in C, each on a core of its own.",
        footer = {
            "",
            "docs/benchmarks.md says what is measured and how to read the table.",
            "",
            "Exit codes: 0 measured, 2 usage, 3 with --gate: a goal was missed or is void, 5 this machine lacks",
            "something, 130 interrupted."
        })
final class BenchCommand implements Callable<Integer> {
    private final Context context;

    @Mixin
    private BenchOptions options = new BenchOptions();

    @Option(
            names = "--server-jar",
            paramLabel = "JAR",
            description = "Measure this build; the checkout's own unless said.")
    private @Nullable Path serverJar;

    @Option(
            names = "--baseline-server-jar",
            paramLabel = "JAR",
            description = "Measure this build, too, in turn with the first; its libraries lie in lib beside it. AOT"
                    + " caches are used if both have one.")
    private @Nullable Path baselineServerJar;

    @Option(
            names = "--jvm-options",
            paramLabel = "FILE",
            description = "Of both builds; server/jvm.options unless said.")
    private @Nullable Path jvmOptions;

    @Option(
            names = "--env",
            paramLabel = "NAME=VALUE",
            description = "A setting of both builds, over a scenario's own; repeatable.")
    private List<String> environment = new ArrayList<>();

    BenchCommand(Context context) {
        this.context = context;
    }

    /** Runs the command that the arguments give and answers its exit code. */
    static int execute(Context context, String... arguments) throws Exception {
        CommandLine line = new CommandLine(new BenchCommand(context));
        line.getCommandSpec().version("chatlab " + context.revision());
        line.addSubcommand(new PiecesCommand(context));
        line.addSubcommand(new FloodCommand(context));
        line.addSubcommand(new ClientsCommand(context));
        line.addSubcommand(new CrowdCommand(context));
        line.addSubcommand(new LoginsCommand(context));
        Exception[] failure = new Exception[1];
        line.setExecutionExceptionHandler((e, command, result) -> {
            failure[0] = e;
            return ExitCode.FAILURE.number();
        });
        line.setParameterExceptionHandler((e, args) -> {
            String problem = e instanceof CommandLine.UnmatchedArgumentException unmatched
                    ? "'" + unmatched.getUnmatched().getFirst() + "' is no option here."
                    : sentence(String.valueOf(e.getMessage()));
            failure[0] = new SettingException(problem + " See 'chatlab bench --help'.");
            return ExitCode.USAGE.number();
        });
        int code = line.execute(arguments);
        if (failure[0] != null) {
            throw failure[0];
        }
        return code;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        List<ChatlabProgram> programs = options.list() ? List.of() : programs();
        if (programs.size() > 1) {
            context.out()
                    .println(
                            programs.getFirst().aotCache()
                                    ? "AOT caches: each build its own."
                                    : "AOT caches: none, as not both builds have one beside their jar.");
        }
        return new Measurement(context, options).run(Scenarios.all(), tools -> {
            Measurer measurer = measurer(tools, programs.size() > 1);
            return Stream.concat(Stream.of(new YardstickProgram(tools.programs().yardstick())), programs.stream())
                    .map(program -> new Contender<Point>(program.name(), probe(measurer, program)))
                    .toList();
        });
    }

    private static Contender.Probe<Point> probe(Measurer measurer, ServerProgram program) {
        return new Contender.Probe<>() {
            @Override
            public Reading measure(Point point) throws IOException, InterruptedException {
                return measurer.measure(program, point);
            }

            @Override
            public Optional<Turns> inTurns(Point point) throws IOException, InterruptedException {
                return measurer.inTurns(program, point);
            }
        };
    }

    private static Measurer measurer(Tools tools, boolean compares) throws IOException {
        return new Measurer(
                new LoadClient(tools.programs().client(), tools.cores(), tools.children()),
                new Attempts(tools.programs().attempts(), tools.cores(), tools.children()),
                compares ? new SpeedProbes(tools.programs().speed(), tools.cores(), tools.children()) : null,
                tools.cores(),
                tools.options().pace(),
                tools.options().noisy(),
                tools.children(),
                tools.stop(),
                tools.progress());
    }

    private List<ChatlabProgram> programs() {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        Path flags = context.file("--jvm-options", jvmOptions, "server/jvm.options");
        Map<String, String> overrides = new LinkedHashMap<>();
        for (String pair : environment) {
            int sign = pair.indexOf('=');
            if (sign < 1) {
                throw new SettingException("--env is '" + pair + "', but has to be NAME=VALUE.");
            }
            overrides.put(pair.substring(0, sign), pair.substring(sign + 1));
        }
        List<ChatlabProgram> all = new ArrayList<>();
        all.add(new ChatlabProgram(
                "chatlab",
                java,
                context.file("--server-jar", serverJar, "server/target/server.jar"),
                flags,
                overrides));
        if (baselineServerJar != null) {
            all.add(new ChatlabProgram(
                    "baseline", java, context.file("--baseline-server-jar", baselineServerJar, ""), flags, overrides));
        }
        return ChatlabProgram.alike(all);
    }

    private static String sentence(String message) {
        String line = message.lines().findFirst().orElse("");
        return line.endsWith(".") ? line : line + ".";
    }
}
