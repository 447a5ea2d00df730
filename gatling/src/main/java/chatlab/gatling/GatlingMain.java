package chatlab.gatling;

import chatlab.gatling.simulation.Journey;
import chatlab.gatling.simulation.JourneyConfig;
import chatlab.gatling.simulation.Play;
import chatlab.generator.admin.GeneratorAdmin;
import chatlab.process.AdminPort;
import chatlab.process.Cgroup;
import chatlab.process.ExitCode;
import chatlab.process.ProcessMetrics;
import chatlab.process.Program;
import chatlab.process.SettingException;
import chatlab.process.Settings;
import chatlab.process.StopSignal;
import chatlab.process.UnusableException;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Plays a user journey with Gatling, and says what Gatling can't see: how long messages took to everybody else. */
public final class GatlingMain {
    private static final int CONNECT_MS = 5000;

    private GatlingMain() {}

    /** Starts the program: the journey's name, then flags; settings may come from the environment, too. */
    public static void main(String[] arguments) {
        Program.run(stop -> run(System.getenv(), arguments, System.out, stop));
    }

    /** The program, apart from the virtual machine that runs it. */
    static ExitCode run(Map<String, String> environment, String[] arguments, PrintStream out, StopSignal stop)
            throws InterruptedException, IOException {
        boolean isNamed = arguments.length > 0 && !arguments[0].startsWith("-");
        @Nullable String first = isNamed ? arguments[0] : environment.get("SIMULATION");
        if (first == null || first.isEmpty()) {
            return withoutJourney(arguments.length == 0 ? null : arguments[0], out);
        }
        Journey journey = journey(first);
        String[] flags = Arrays.copyOfRange(arguments, isNamed ? 1 : 0, arguments.length);
        Settings settings = Settings.of(environment, flags);
        JourneyConfig config = JourneyConfig.read(journey, settings);
        if (settings.helpRequested()) {
            out.print(help(journey, settings));
            return ExitCode.OK;
        }
        ResultsFolder.require(config.resultsDir());
        requireServer(config.target());
        NoVersionCheck.install();
        Play play = Play.begin(config);
        return play(play, ResultsFolder.of(play), out, stop);
    }

    private static ExitCode withoutJourney(@Nullable String argument, PrintStream out) {
        if ("--help".equals(argument) || "-h".equals(argument) || "--list".equals(argument)) {
            out.print(help());
            return ExitCode.OK;
        }
        throw new SettingException((argument == null || argument.isEmpty()
                        ? "No simulation is named"
                        : "The first argument is '" + argument + "', but it has to be a simulation's name")
                + "; there are " + Journey.names() + ".");
    }

    private static Journey journey(String name) {
        try {
            return Journey.named(name);
        } catch (IllegalArgumentException e) {
            throw new SettingException("There is no simulation '" + name + "'; there are " + Journey.names() + ".");
        }
    }

    /** Better told now than by every single user. */
    private static void requireServer(URI target) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(target.getHost(), target.getPort()), CONNECT_MS);
        } catch (IOException e) {
            throw new UnusableException(
                    "Nobody answers at " + target + " (" + e.getMessage() + "); ./chatlab server starts a chat server.",
                    e);
        }
    }

    private static ExitCode play(Play play, ResultsFolder folder, PrintStream out, StopSignal stop)
            throws InterruptedException, IOException {
        Cgroup cgroup = Cgroup.ofThisProcess();
        JourneyConfig.Control control = play.config().control();
        JourneyRun run = new JourneyRun(
                play,
                new Engine(play.config().journey().simulation(), folder.path(), !control.waitsForStart()),
                cgroup);
        if (control.adminPort() == null) {
            return exitCode(run, conclude(run.execute(stop), folder, out));
        }
        ProcessMetrics metrics = new ProcessMetrics(cgroup);
        metrics.describe("gatling", control.partOf());
        JourneyMetrics.register(metrics, play, run);
        try (AdminPort admin =
                GeneratorAdmin.open(control.bind(), control.adminPort(), run, JourneyRun.LOGS, metrics)) {
            out.println(
                    "admin port " + admin.port() + ", target " + play.config().target());
            try {
                JourneyRun.Outcome outcome = conclude(run.execute(stop), folder, out);
                run.publish(outcome, folder.offer(admin));
                if (control.waitsForStart()) {
                    stop.await(control.barrierTimeout().toNanos(), TimeUnit.NANOSECONDS);
                }
                return exitCode(run, outcome);
            } catch (UnusableException e) {
                // Whoever waits at the barrier gets to see why it will never open.
                stop.await(control.barrierTimeout().toNanos(), TimeUnit.NANOSECONDS);
                throw e;
            }
        }
    }

    private static JourneyRun.Outcome conclude(JourneyRun.Outcome outcome, ResultsFolder folder, PrintStream out)
            throws IOException {
        folder.write(outcome);
        out.print(outcome.verdict().text());
        out.println("files        " + folder.path());
        out.flush();
        return outcome;
    }

    private static ExitCode exitCode(JourneyRun run, JourneyRun.Outcome outcome) {
        if (!outcome.ended()) {
            return ExitCode.INTERRUPTED;
        }
        Verdict verdict = outcome.verdict();
        if (run.gatlings() != ExitCode.OK || !verdict.missed().isEmpty()) {
            return ExitCode.MISSED;
        }
        return verdict.isValid() ? ExitCode.OK : ExitCode.INVALID;
    }

    private static String help() {
        return """
            Usage: chatlab gatling SIMULATION [--SETTING VALUE]…
            Plays a user journey with Gatling against a running chat server.

              simulation        what users do
            %s

            './chatlab gatling SIMULATION --help' lists its settings, and what they are unless said otherwise.

            %s""".formatted(
                        Arrays.stream(Journey.values())
                                .map(each -> String.format(Locale.ROOT, "  %-16s  %s", each, each.summary()))
                                .collect(Collectors.joining("\n")),
                        exitCodes());
    }

    private static String help(Journey journey, Settings settings) {
        return """
            Usage: chatlab gatling %s [--SETTING VALUE]…
            %s

            Each setting is an environment variable or a flag: USERS=50, or --users 50. Durations are written like 250ms, 30s
            or 2m.

              setting, default, meaning
            %s

            %s""".formatted(journey, journey.summary(), settings.help(), exitCodes());
    }

    private static String exitCodes() {
        return """
            Exit codes: 0 played, 2 a setting is wrong, 3 a gate was missed, 4 the measurement can't be trusted, 5 no server
            answers, 130 interrupted.
            """;
    }
}
