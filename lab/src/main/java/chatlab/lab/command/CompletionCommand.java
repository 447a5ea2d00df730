package chatlab.lab.command;

import chatlab.process.ExitCode;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code chatlab completion}. */
@Command(
        mixinStandardHelpOptions = true,
        name = "completion",
        description = {
            "Print a script that completes commands, options and experiments in bash and zsh:",
            "",
            "    source <(./chatlab completion)",
        })
final class CompletionCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    /** What the launcher starts itself, without arguments that are known here. */
    @Command
    private static final class Launched {}

    @Override
    public Integer call() {
        CommandLine all = spec.root().commandLine();
        for (String name : Commands.OF_THE_LAUNCHER) {
            all.addSubcommand(name, new Launched());
        }
        System.out.print(AutoComplete.bash("chatlab", all));
        return ExitCode.OK.number();
    }
}
