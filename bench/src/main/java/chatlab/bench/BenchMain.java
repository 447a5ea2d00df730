package chatlab.bench;

import chatlab.process.ExitCode;
import chatlab.process.Logging;
import chatlab.process.Program;
import java.nio.file.Path;

/** {@code chatlab bench}: the server beside a yardstick in C, on this machine. */
public final class BenchMain {
    private BenchMain() {}

    /** The launcher says in system properties where the checkout is, which revision it has and what network this is. */
    public static void main(String[] arguments) {
        Program.run(stop -> {
            Logging.configure(Logging.Verbosity.INFO, Logging.Format.TEXT);
            Context context = new Context(
                    Path.of(System.getProperty("chatlab.checkout", "")),
                    System.getProperty("chatlab.revision", "unknown"),
                    Boolean.getBoolean("chatlab.ownNetwork"),
                    stop,
                    System.out);
            return ExitCode.of(BenchCommand.execute(context, arguments));
        });
    }
}
