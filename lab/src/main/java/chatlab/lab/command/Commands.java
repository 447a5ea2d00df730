package chatlab.lab.command;

import chatlab.process.ExitCode;
import chatlab.process.SettingException;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code chatlab}: the commands, and what is said when none or a wrong one is given. */
@Command(
        mixinStandardHelpOptions = true,
        name = "chatlab",
        description = "A load-testing laboratory around a minimal chat server.",
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "",
            "Started by the launcher itself:",
            "  server    Run the chat server in the foreground (see server --help).",
            "  clients   Run load clients in the foreground (see clients --help).",
            "  gatling   Play a user journey with Gatling (see gatling --help).",
            "  user      Add, remove and list the users that may log in (see user --help).",
            "  bench     Measure the server beside a yardstick in C (see bench --help).",
            "  images    Build the container images, or those named, where sources changed.",
            "  test      Build everything and run all tests.",
            "  format    Format all sources as the tests want them.",
            "",
            "Exit codes: 0 fine, 1 our own failure, 2 usage or configuration, 3 an",
            "objective was missed, 4 the run is invalid, 5 target or engine not",
            "usable, 130 interrupted."
        })
public final class Commands implements Runnable {
    /** What the launcher starts without coming here. */
    static final List<String> OF_THE_LAUNCHER =
            List.of("server", "clients", "gatling", "user", "bench", "images", "test", "format");

    @Spec
    private CommandSpec spec = CommandSpec.create();

    private Commands() {}

    /** Runs the command that the arguments name and gives its exit code. */
    public static int execute(Context context, String... arguments) throws Exception {
        CommandLine line = new CommandLine(new Commands());
        line.getCommandSpec().version("chatlab " + context.revision());
        line.addSubcommand(new RunCommand(context));
        line.addSubcommand(new ListCommand(context));
        line.addSubcommand(new DescribeCommand(context));
        line.addSubcommand(new UpCommand(context));
        line.addSubcommand(new OpenCommand(context));
        line.addSubcommand(new DownCommand(context));
        line.addSubcommand(new DoctorCommand(context));
        line.addSubcommand(new ReportCommand());
        line.addSubcommand(new ReplayCommand(context));
        line.addSubcommand(new PackCommand());
        line.addSubcommand(new MergeCommand());
        line.addSubcommand(new SelfTestCommand(context));
        line.addSubcommand(new SchemaCommand());
        line.addSubcommand(new CompletionCommand());
        line.registerConverter(chatlab.lab.engine.EngineKind.class, Commands::engine);
        Exception[] failure = new Exception[1];
        line.setExecutionExceptionHandler((e, command, result) -> {
            failure[0] = e;
            return ExitCode.FAILURE.number();
        });
        line.setParameterExceptionHandler((e, args) -> {
            String command = e.getCommandLine().getCommandSpec().qualifiedName();
            String problem = e instanceof CommandLine.UnmatchedArgumentException unmatched
                    ? "'" + unmatched.getUnmatched().getFirst() + "' is no command or argument here."
                    : sentence(String.valueOf(e.getMessage()));
            failure[0] = new SettingException(problem + " See '" + command + " --help'.");
            return ExitCode.USAGE.number();
        });
        int code = line.execute(arguments);
        if (failure[0] != null) {
            throw failure[0];
        }
        return code;
    }

    private static String sentence(String message) {
        String line = message.lines().findFirst().orElse("");
        return line.endsWith(".") ? line : line + ".";
    }

    private static chatlab.lab.engine.EngineKind engine(String text) {
        for (var kind : chatlab.lab.engine.EngineKind.values()) {
            if (kind.toString().equals(text.toLowerCase(Locale.ROOT))) {
                return kind;
            }
        }
        throw new CommandLine.TypeConversionException("'" + text + "' is no engine, it has to be docker or local.");
    }

    @Override
    public void run() {
        spec.commandLine().usage(System.out);
    }
}
