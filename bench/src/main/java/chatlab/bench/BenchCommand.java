package chatlab.bench;

import chatlab.bench.machine.CPrograms;
import chatlab.bench.machine.Children;
import chatlab.bench.machine.Cores;
import chatlab.bench.machine.Machine;
import chatlab.bench.measure.Attempts;
import chatlab.bench.measure.ChatlabProgram;
import chatlab.bench.measure.LoadClient;
import chatlab.bench.measure.Measurer;
import chatlab.bench.measure.Pace;
import chatlab.bench.measure.ServerProgram;
import chatlab.bench.measure.YardstickProgram;
import chatlab.bench.report.Outcome;
import chatlab.bench.report.ResultJson;
import chatlab.bench.report.Table;
import chatlab.bench.scenario.Scenario;
import chatlab.bench.scenario.Scenarios;
import chatlab.process.ExitCode;
import chatlab.process.SettingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
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
    private static final int USUAL_REPETITIONS = 5;
    private static final int QUICK_REPETITIONS = 1;
    private static final int MOST_REPETITIONS = 100;

    private final Context context;

    @Option(names = "--list", description = "Say what the scenarios are, and measure nothing.")
    private boolean list;

    @Option(names = "--scenarios", paramLabel = "P1,rooms,…", description = "Numbers or names; all unless said.")
    private @Nullable String scenarios;

    @Option(names = "--repetitions", paramLabel = "N", description = "How often each point is measured; 5 unless said.")
    private @Nullable Integer repetitions;

    @Option(names = "--quick", description = "Short windows and one repetition: a look, not a measurement.")
    private boolean quick;

    @Option(
            names = "--noisy",
            description = "Let points stand that other processes disturbed, and name them: for a shared machine.")
    private boolean noisy;

    @Option(names = "--gate", description = "End with 3 if a goal was missed or is void.")
    private boolean gate;

    @Option(names = "--json", paramLabel = "FILE", description = "Write all points and figures there, too.")
    private @Nullable Path json;

    @Option(
            names = "--cores",
            paramLabel = "S,C",
            description = "The server's core and the client's; ${DEFAULT-VALUE} unless said.")
    private String cores = "0,1";

    @Option(
            names = "--server-jar",
            paramLabel = "JAR",
            description = "Measure this build; the checkout's own unless said.")
    private @Nullable Path serverJar;

    @Option(
            names = "--baseline-server-jar",
            paramLabel = "JAR",
            description = "Measure this build, too, in turn with the first; its libraries lie in lib beside it.")
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
        if (list) {
            Scenarios.all()
                    .forEach(scenario ->
                            context.out().printf("%-3s  %-14s %s%n", scenario.id(), scenario.name(), scenario.title()));
            return ExitCode.OK.number();
        }
        List<Scenario> wanted = scenarios == null ? Scenarios.all() : Scenarios.named(scenarios);
        int times = times();
        Cores pinned = Cores.parse(cores);
        List<ServerProgram> builds = builds();
        Machine machine = Machine.of(pinned, context.ownNetwork());
        Outcome outcome = new Outcome();
        boolean stopped = false;
        try (Children children = new Children();
                CPrograms programs = CPrograms.compile()) {
            context.stop().onRaise(children::close);
            Measurer measurer = new Measurer(
                    new LoadClient(programs.client(), pinned, children),
                    new Attempts(programs.attempts(), pinned, children),
                    pinned,
                    quick ? Pace.QUICK : Pace.FULL,
                    noisy,
                    children,
                    context.stop(),
                    line -> context.out().println("    " + line));
            Bench bench = new Bench(
                    measurer,
                    new YardstickProgram(programs.yardstick()),
                    builds,
                    times,
                    line -> context.out().println(line));
            machine.lines().forEach(context.out()::println);
            for (Scenario scenario : wanted) {
                bench.run(scenario, outcome);
            }
        } catch (InterruptedException | IOException e) {
            if (!context.stop().isRaised()) {
                throw e;
            }
            stopped = true;
        }
        conclude(outcome, machine, times, stopped);
        return (stopped ? ExitCode.INTERRUPTED : gate && outcome.anyMissed() ? ExitCode.MISSED : ExitCode.OK).number();
    }

    private void conclude(Outcome outcome, Machine machine, int times, boolean stopped) throws IOException {
        context.out().println();
        Table.lines(outcome.rows()).forEach(context.out()::println);
        section("Failed by the server, and a miss of every goal made of it:", outcome.failures());
        section("Void, and in no figure:", outcome.voids());
        section("Disturbed, and in the figures because of --noisy:", outcome.disturbed());
        context.out().println();
        Map<String, String> about = new LinkedHashMap<>();
        about.put("chatlab", context.revision());
        about.put("repetitions", String.valueOf(times));
        about.put("quick", quick ? "yes: a look, not a measurement" : "no");
        about.put("disturbed points", noisy ? "stand" : "are void");
        about.put("complete", stopped ? "no, it was stopped early" : "yes");
        about.putAll(machine.facts());
        about.forEach((name, value) -> context.out().println(name + ": " + value));
        if (json != null) {
            Files.writeString(json, ResultJson.of(about, outcome));
        }
    }

    private void section(String title, List<String> lines) {
        if (!lines.isEmpty()) {
            context.out().println();
            context.out().println(title);
            lines.forEach(line -> context.out().println("  " + line));
        }
    }

    private int times() {
        int times = repetitions == null ? (quick ? QUICK_REPETITIONS : USUAL_REPETITIONS) : repetitions;
        if (times < 1 || times > MOST_REPETITIONS) {
            throw new SettingException("--repetitions is " + times + ", but has to be 1 to " + MOST_REPETITIONS + ".");
        }
        return times;
    }

    private List<ServerProgram> builds() {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        Path options = file("--jvm-options", jvmOptions, "server/jvm.options");
        Map<String, String> overrides = new LinkedHashMap<>();
        for (String pair : environment) {
            int sign = pair.indexOf('=');
            if (sign < 1) {
                throw new SettingException("--env is '" + pair + "', but has to be NAME=VALUE.");
            }
            overrides.put(pair.substring(0, sign), pair.substring(sign + 1));
        }
        List<ServerProgram> all = new ArrayList<>();
        all.add(new ChatlabProgram(
                "chatlab", java, file("--server-jar", serverJar, "server/target/server.jar"), options, overrides));
        if (baselineServerJar != null) {
            all.add(new ChatlabProgram(
                    "baseline", java, file("--baseline-server-jar", baselineServerJar, ""), options, overrides));
        }
        return all;
    }

    private Path file(String option, @Nullable Path given, String usual) {
        Path path = given == null ? context.checkout().resolve(usual) : given;
        if (!Files.isRegularFile(path)) {
            throw new SettingException(option + " is '" + path + "', but there is no such file.");
        }
        return path;
    }

    private static String sentence(String message) {
        String line = message.lines().findFirst().orElse("");
        return line.endsWith(".") ? line : line + ".";
    }
}
