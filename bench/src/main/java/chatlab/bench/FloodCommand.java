package chatlab.bench;

import chatlab.bench.machine.CPrograms;
import chatlab.bench.machine.Children;
import chatlab.bench.machine.Cores;
import chatlab.bench.machine.Machine;
import chatlab.bench.measure.ChatlabProgram;
import chatlab.bench.measure.Flood;
import chatlab.bench.measure.LoadClient;
import chatlab.process.ExitCode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code chatlab bench flood}. */
@Command(
        mixinStandardHelpOptions = true,
        name = "flood",
        description = "Flood a server in little memory for five minutes and see whether it is there afterwards.",
        footer = {
            "",
            "Exit codes: 0 it is, 2 usage, 3 it is not, or what came was no flood, 5 this machine lacks something,",
            "130 interrupted."
        })
final class FloodCommand implements Callable<Integer> {
    private static final int QUICK_S = 20;

    private final Context context;

    @Option(names = "--seconds", paramLabel = "S", description = "For how long; ${DEFAULT-VALUE} unless said.")
    private int seconds = 300;

    @Option(names = "--quick", description = "For 20 seconds: a look.")
    private boolean quick;

    @Option(names = "--memory-mib", paramLabel = "MIB", description = "Its limit; ${DEFAULT-VALUE} unless said.")
    private int memoryMiB = 128;

    @Option(
            names = "--cores",
            paramLabel = "S,C",
            description = "The server's core and the clients'; ${DEFAULT-VALUE} unless said.")
    private String cores = "0,1";

    FloodCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Bounds.require("--seconds", seconds, 1, 3_000);
        Bounds.require("--memory-mib", memoryMiB, 32, 65_536);
        ChatlabProgram program = new ChatlabProgram(
                "chatlab",
                Path.of(System.getProperty("java.home"), "bin", "java"),
                context.built("server/target/server.jar"),
                context.built("server/jvm.options"),
                Map.of());
        Cores pinned = Cores.parse(cores);
        Machine machine = Machine.of(pinned, context.ownNetwork());
        machine.lines().forEach(context.out()::println);
        try (Children children = new Children();
                CPrograms programs = CPrograms.compile()) {
            context.stop().onRaise(children::close);
            List<String> wrong = new Flood(
                            program,
                            new LoadClient(programs.client(), pinned, children),
                            pinned,
                            children,
                            line -> context.out().println(line))
                    .run(memoryMiB, quick ? QUICK_S : seconds);
            if (context.stop().isRaised()) {
                return ExitCode.INTERRUPTED.number();
            }
            if (wrong.isEmpty()) {
                context.out().println("The server is alive and healthy, and a new client can chat.");
            }
            wrong.forEach(context.out()::println);
            return (wrong.isEmpty() ? ExitCode.OK : ExitCode.MISSED).number();
        }
    }
}
