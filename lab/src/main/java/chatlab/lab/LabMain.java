package chatlab.lab;

import chatlab.lab.command.Commands;
import chatlab.lab.command.Context;
import chatlab.process.ExitCode;
import chatlab.process.Logging;
import chatlab.process.Program;
import java.nio.file.Path;

/** The lab's commands: {@code chatlab run}, {@code up}, {@code doctor} and what else {@code chatlab --help} lists. */
public final class LabMain {
    private LabMain() {}

    /** Runs one command. The launcher says in system properties where the checkout is and which revision it has. */
    public static void main(String[] arguments) {
        Program.run(stop -> {
            Logging.configure(Logging.Verbosity.INFO, Logging.Format.TEXT);
            Path checkout = Path.of(System.getProperty(Context.CHECKOUT, ""));
            String revision = System.getProperty("chatlab.revision", "unknown");
            return ExitCode.of(Commands.execute(new Context(checkout, revision, stop), arguments));
        });
    }
}
