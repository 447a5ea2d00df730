package chatlab.bench;

import chatlab.bench.generator.LoadClients;
import chatlab.bench.generator.LoginStorm;
import chatlab.bench.machine.CPrograms;
import chatlab.bench.machine.Children;
import chatlab.bench.machine.Cores;
import chatlab.bench.machine.Machine;
import chatlab.bench.measure.ChatlabProgram;
import chatlab.bench.measure.RunFailedException;
import chatlab.bench.scenario.Spread;
import chatlab.process.ExitCode;
import chatlab.process.SettingException;
import chatlab.process.UnusableException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code chatlab bench logins}. */
@Command(
        mixinStandardHelpOptions = true,
        name = "logins",
        description = "See what a chat feels of a storm of logins, beside the same chat without one, in turn.",
        footer = {
            "",
            "Exit codes: 0 the chat's p99 stayed below twice its quiet value (median of the ratios), 2 usage, 3 it did",
            "not, 5 this machine lacks something or what was measured can't be trusted, 130 interrupted."
        })
final class LoginsCommand implements Callable<Integer> {
    private static final double MOST = 2;
    private static final double LEAST_CPUS = 0.05;
    private static final double MOST_CPUS = 1;
    private static final int WARM_UP_S = 10;
    private static final int WINDOW_S = 20;

    private final Context context;

    @Option(names = "--members", paramLabel = "N", description = "Of the chat; ${DEFAULT-VALUE} unless said.")
    private int members = 500;

    @Option(
            names = "--rate",
            paramLabel = "N",
            description = "Messages that they say in a second; ${DEFAULT-VALUE} unless said.")
    private int rate = 20;

    @Option(names = "--logins", paramLabel = "N", description = "A second; ${DEFAULT-VALUE} unless said.")
    private int logins = 200;

    @Option(
            names = "--cpus",
            paramLabel = "CORES",
            description = "The server's limit; ${DEFAULT-VALUE} of a core unless said.")
    private double cpus = 0.5;

    @Option(names = "--pairs", paramLabel = "N", description = "How often; ${DEFAULT-VALUE} times unless said.")
    private int pairs = 5;

    @Option(names = "--quick", description = "One pair of five seconds: a look.")
    private boolean quick;

    @Option(
            names = "--cores",
            paramLabel = "S,C",
            description = "The server's core and the clients'; ${DEFAULT-VALUE} unless said.")
    private String cores = "0,1";

    LoginsCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Bounds.require("--members", members, 2, 10_000);
        Bounds.require("--rate", rate, 1, 10_000);
        Bounds.require("--logins", logins, 1, 5_000);
        Bounds.require("--pairs", pairs, 1, 50);
        if (!(cpus >= LEAST_CPUS && cpus <= MOST_CPUS)) {
            throw new SettingException(
                    "--cpus is " + cpus + ", but has to be " + LEAST_CPUS + " to " + MOST_CPUS + ".");
        }
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
        Machine.of(pinned, context.ownNetwork()).lines().forEach(context.out()::println);
        try (Children children = new Children();
                CPrograms programs = CPrograms.compile()) {
            context.stop().onRaise(children::close);
            return measure(new LoginStorm(server, generator, programs.attempts(), pinned, children))
                    .number();
        } catch (IOException e) {
            if (context.stop().isRaised()) {
                return ExitCode.INTERRUPTED.number();
            }
            throw e;
        }
    }

    private ExitCode measure(LoginStorm storm) throws IOException, InterruptedException {
        LoginStorm.Shape shape =
                new LoginStorm.Shape(members, rate, logins, cpus, quick ? 2 : WARM_UP_S, quick ? 5 : WINDOW_S);
        List<Double> ratios = new ArrayList<>();
        for (int pair = 1; pair <= (quick ? 1 : pairs); pair++) {
            try {
                double quiet = say(pair, "quiet", storm.run(shape, false));
                double stormy = say(pair, "storm", storm.run(shape, true));
                ratios.add(stormy / quiet);
            } catch (RunFailedException e) {
                if (context.stop().isRaised()) {
                    return ExitCode.INTERRUPTED;
                }
                throw new UnusableException("It could not be measured: " + e.getMessage() + ".", e);
            }
        }
        Spread spread =
                Spread.of(ratios.stream().mapToDouble(Double::doubleValue).toArray());
        context.out()
                .printf(
                        Locale.ROOT,
                        "p99 in the storm: %.2f times the quiet one (median of %d; %.2f to %.2f); it has to be below %.0f.%n",
                        spread.median(),
                        spread.count(),
                        spread.least(),
                        spread.most(),
                        MOST);
        return spread.median() < MOST ? ExitCode.OK : ExitCode.MISSED;
    }

    private double say(int pair, String what, LoginStorm.Outcome outcome) {
        context.out()
                .printf(
                        Locale.ROOT,
                        "%d %s: p99 %.1f ms; logins per second: %.1f granted, %.1f told to come back; %d told nothing%n",
                        pair,
                        what,
                        outcome.p99Ms(),
                        outcome.granted(),
                        outcome.busy(),
                        outcome.unanswered());
        if (!outcome.wrong().isEmpty()) {
            throw new UnusableException(String.join(" ", outcome.wrong()));
        }
        return outcome.p99Ms();
    }
}
