package chatlab.bench;

import chatlab.bench.generator.Crowd;
import chatlab.bench.generator.LoadClients;
import chatlab.bench.machine.Children;
import chatlab.bench.machine.Cores;
import chatlab.bench.machine.Machine;
import chatlab.bench.measure.ChatlabProgram;
import chatlab.process.ExitCode;
import chatlab.process.SettingException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code chatlab bench crowd}. */
@Command(
        mixinStandardHelpOptions = true,
        name = "crowd",
        description =
                "Let 30,000 clients of two processes be at two servers for five minutes, and account for every delivery.",
        footer = {
            "",
            "Exit codes: 0 every ledger is exact, 2 usage, 3 one is not, or the load clients say that they were the",
            "bottleneck, 5 this machine lacks something, 130 interrupted."
        })
final class CrowdCommand implements Callable<Integer> {
    private static final int PAIRS = 2;
    private static final int QUICK_S = 20;

    private final Context context;

    @Option(names = "--clients", paramLabel = "N", description = "All of them together; ${DEFAULT-VALUE} unless said.")
    private int clients = 30_000;

    @Option(names = "--seconds", paramLabel = "S", description = "For how long; ${DEFAULT-VALUE} unless said.")
    private int seconds = 300;

    @Option(names = "--quick", description = "For 20 seconds: a look.")
    private boolean quick;

    @Option(
            names = "--cores",
            paramLabel = "S,C",
            description = "The servers' core and the clients'; ${DEFAULT-VALUE} unless said.")
    private String cores = "0,1";

    CrowdCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Bounds.require("--clients", clients, PAIRS, 60_000);
        if (clients % PAIRS != 0) {
            throw new SettingException(
                    "--clients is " + clients + ", but has to be even: each of two processes has half of them.");
        }
        Bounds.require("--seconds", seconds, 1, 3_000);
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        ChatlabProgram server = new ChatlabProgram(
                "chatlab",
                java,
                context.built("server/target/server.jar"),
                context.built("server/jvm.options"),
                Map.of());
        LoadClients generator = new LoadClients(
                "chatlab",
                java,
                context.built("load-clients/target/load-clients.jar"),
                context.built("load-clients/jvm.options"));
        Cores pinned = Cores.parse(cores);
        Machine machine = Machine.of(pinned, context.ownNetwork());
        machine.lines().forEach(context.out()::println);
        try (Children children = new Children()) {
            context.stop().onRaise(children::close);
            List<String> wrong = new Crowd(server, generator, pinned, children, context.out()::println)
                    .run(PAIRS, clients / PAIRS, quick ? QUICK_S : seconds);
            if (context.stop().isRaised()) {
                return ExitCode.INTERRUPTED.number();
            }
            if (wrong.isEmpty()) {
                context.out().println("Every ledger is exact.");
            }
            wrong.forEach(context.out()::println);
            return (wrong.isEmpty() ? ExitCode.OK : ExitCode.MISSED).number();
        } catch (IOException e) {
            if (context.stop().isRaised()) {
                return ExitCode.INTERRUPTED.number();
            }
            throw e;
        }
    }
}
